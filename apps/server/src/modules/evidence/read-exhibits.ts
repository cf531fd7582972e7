import { evidence } from '@yuanwei/contract/staff'
import { formatReceipt, toHex, toUtf8 } from '@yuanwei/proof'
import { answer, type FileAnswer, reveal } from '../../platform/operations/index.ts'
import { found, Problem } from '../../platform/problem.ts'
import { findCase } from '../cases/index.ts'
import type { EvidenceDeps } from './deps.ts'
import { listExhibitRows, readExhibitRow, toExhibits } from './store.ts'

export const listExhibits = ({ log }: EvidenceDeps) =>
  answer(evidence.listExhibits, async ({ tx, tenant }, { caseId }) => {
    found(await findCase(tx, tenant.orgId, caseId))
    return { exhibits: await toExhibits(log, await listExhibitRows(tx, tenant.orgId, caseId)) }
  })

export const readExhibit = ({ log }: EvidenceDeps) =>
  answer(evidence.readExhibit, async ({ tx, tenant }, { exhibitId }) => {
    const [exhibit] = await toExhibits(log, [await readExhibitRow(tx, tenant.orgId, exhibitId)])
    return found(exhibit)
  })

export const readExhibitFile = ({ keys, blobs }: EvidenceDeps) =>
  reveal(evidence.readExhibitFile, async ({ tx, tenant }, { exhibitId, purpose }) => {
    const row = await readExhibitRow(tx, tenant.orgId, exhibitId)
    const file = found(await findCase(tx, tenant.orgId, row.case_id))
    const dataKey = await keys.open(tx, tenant.orgId, row.key_id)
    const place = { blobId: row.blob_id, dataKey, sizeBytes: row.size_bytes }
    const result: FileAnswer = {
      sizeBytes: row.size_bytes,
      mediaType: row.media_type,
      fileName: row.file_name,
      disposition: purpose === 'view' ? 'inline' : 'attachment',
      etag: toHex(row.sha256),
      open: (start, end) => blobs.read(place, { start, end }),
    }
    return {
      result,
      access: {
        case: file,
        subject: exhibitId,
        detail: { case: file.number, number: row.number, fileName: row.file_name, purpose },
      },
    }
  })

/** Proof that the file was taken in: checks offline, without this system and without the file's content leaving it. */
export const readExhibitReceipt = ({ log }: EvidenceDeps) =>
  reveal(evidence.readExhibitReceipt, async ({ tx, tenant }, { exhibitId }) => {
    const row = await readExhibitRow(tx, tenant.orgId, exhibitId)
    const file = found(await findCase(tx, tenant.orgId, row.case_id))
    const receipt = await log.receiptFor(row.entry_id)
    if (receipt.state !== 'sequenced') throw new Problem('receipt_pending')
    const entry = await tx
      .selectFrom('log_entry')
      .select(['payload', 'opening'])
      .where('org_id', '=', tenant.orgId)
      .where('entry_id', '=', row.entry_id)
      .executeTakeFirstOrThrow()
    const text = formatReceipt({
      leaf: toUtf8(receipt.leaf),
      proof: receipt.proof,
      opening: { r: entry.opening, payload: entry.payload },
      timestamps: [],
    })
    const bytes = toUtf8(text)
    const result: FileAnswer = {
      sizeBytes: bytes.length,
      mediaType: 'application/json',
      fileName: `${file.number}-${String(row.number).padStart(3, '0')}.receipt.json`,
      disposition: 'attachment',
      async *open(start, end) {
        yield bytes.subarray(start, end)
      },
    }
    return {
      result,
      access: {
        case: file,
        subject: exhibitId,
        detail: { case: file.number, number: row.number, fileName: row.file_name },
      },
    }
  })
