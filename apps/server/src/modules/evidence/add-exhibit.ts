import { evidence } from '@yuanwei/contract/staff'
import { CHUNK_SIZE_BYTES, toHex } from '@yuanwei/proof'
import { sniffMediaType } from '../../platform/blobs/index.ts'
import { handleUpload } from '../../platform/operations/index.ts'
import { newId } from '../../platform/ports.ts'
import { found, Problem } from '../../platform/problem.ts'
import { findCase, lockCase, requireOpen } from '../cases/index.ts'
import type { EvidenceDeps } from './deps.ts'
import { detectChat, gradeOf } from './detect-chat.ts'
import { noteFacts } from './note.ts'
import { readExhibitRow, toExhibits } from './store.ts'

const MAX_EXHIBITS = 10_000

/** Takes a file in. What the log commits to: name, size, digest and the root over its chunks. */
export const addExhibit = ({ keys, log, blobs }: EvidenceDeps) =>
  handleUpload(evidence.addExhibit, {
    async admit({ tx, tenant }, { caseId }) {
      requireOpen(found(await findCase(tx, tenant.orgId, caseId)))
    },
    async study({ fileName }, blob) {
      const { mediaType } = sniffMediaType(blob.head)
      return { mediaType, chatFormat: await detectChat(blobs, blob, fileName, mediaType) }
    },
    async run({ tx, tenant, actor, ports, entryId }, { caseId, fileName, note }, blob, studied) {
      const { mediaType, chatFormat } = studied
      const grade = gradeOf(chatFormat)
      const file = await lockCase(tx, tenant.orgId, caseId)
      requireOpen(file)
      const number = file.row.last_exhibit + 1
      if (number > MAX_EXHIBITS) throw new Problem('too_many', { max: MAX_EXHIBITS })
      const exhibitId = newId(ports)
      await tx
        .updateTable('case_file')
        .set({ last_exhibit: number })
        .where('org_id', '=', tenant.orgId)
        .where('case_id', '=', caseId)
        .execute()
      const keyId = await keys.keep(tx, {
        orgId: tenant.orgId,
        kind: 'artefact',
        parentId: file.keyId,
        key: blob.dataKey,
      })
      await tx
        .insertInto('exhibit')
        .values({
          org_id: tenant.orgId,
          exhibit_id: exhibitId,
          case_id: caseId,
          number,
          file_name: fileName,
          size_bytes: blob.sizeBytes,
          media_type: mediaType,
          sha256: Buffer.from(blob.sha256),
          sm3: Buffer.from(blob.sm3),
          chunk_root: Buffer.from(blob.chunkRoot),
          chunk_seed: Buffer.from(blob.chunkSeed),
          grade,
          note,
          chat_format: chatFormat,
          blob_id: blob.blobId,
          key_id: keyId,
          entry_id: entryId,
          added_at: new Date(ports.now()),
          added_by: actor.personId as string,
        })
        .execute()
      const [exhibit] = await toExhibits(log, [await readExhibitRow(tx, tenant.orgId, exhibitId)])
      return {
        result: found(exhibit),
        audit: {
          case: file,
          subject: exhibitId,
          detail: {
            case: file.number,
            number,
            fileName,
            sizeBytes: blob.sizeBytes,
            sha256: toHex(blob.sha256),
            sm3: toHex(blob.sm3),
            chunkBytes: CHUNK_SIZE_BYTES,
            chunkRoot: toHex(blob.chunkRoot),
            mediaType,
            grade,
            ...noteFacts(note, blob.chunkSeed),
          },
        },
      }
    },
  })
