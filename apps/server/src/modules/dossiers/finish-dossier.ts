import { dossiers } from '@yuanwei/contract/staff'
import { toHex } from '@yuanwei/proof'
import type { KeyStore } from '../../platform/key-store.ts'
import { handle, handleUpload } from '../../platform/operations/index.ts'
import { found } from '../../platform/problem.ts'
import { findCase, lockCase } from '../cases/index.ts'
import { forgetProgress } from './progress.ts'
import { lockUnfinished } from './store.ts'

/** Logs what the bag holds. A build that is repeated seals again: the seal that counts is the one in the container. */
export const sealDossier = () =>
  handle(dossiers.sealDossier, async ({ tx, tenant, entryId }, { dossierId, ...sealed }) => {
    const row = await lockUnfinished(tx, tenant.orgId, dossierId)
    const file = found(await findCase(tx, tenant.orgId, row.case_id))
    await tx
      .updateTable('dossier')
      .set({ status: 'sealing', seal_entry_id: entryId })
      .where('org_id', '=', tenant.orgId)
      .where('dossier_id', '=', dossierId)
      .execute()
    return {
      result: { entryId: entryId as never },
      audit: {
        case: file,
        subject: dossierId,
        detail: {
          case: file.number,
          dossierId,
          masked: !row.plan.unmasked,
          purpose: row.plan.purpose,
          ...sealed,
        },
      },
    }
  })

export const finishDossier = (keys: KeyStore) =>
  handleUpload(dossiers.finishDossier, {
    async admit({ tx, tenant }, { dossierId }) {
      found(
        await tx
          .selectFrom('dossier')
          .select('dossier_id')
          .where('org_id', '=', tenant.orgId)
          .where('dossier_id', '=', dossierId)
          .executeTakeFirst(),
      )
    },
    async run({ tx, tenant, entryId }, { dossierId }, blob) {
      const row = await lockUnfinished(tx, tenant.orgId, dossierId)
      const file = await lockCase(tx, tenant.orgId, row.case_id)
      const keyId = await keys.keep(tx, {
        orgId: tenant.orgId,
        kind: 'artefact',
        parentId: file.keyId,
        key: blob.dataKey,
      })
      await tx
        .updateTable('dossier')
        .set({
          status: 'ready',
          blob_id: blob.blobId,
          key_id: keyId,
          size_bytes: blob.sizeBytes,
          sha256: Buffer.from(blob.sha256),
          entry_id: entryId,
        })
        .where('org_id', '=', tenant.orgId)
        .where('dossier_id', '=', dossierId)
        .execute()
      await forgetProgress(tx, tenant.orgId, dossierId)
      return {
        result: {},
        audit: {
          case: file,
          subject: dossierId,
          detail: {
            case: file.number,
            fileName: row.file_name,
            sizeBytes: blob.sizeBytes,
            sha256: toHex(blob.sha256),
          },
        },
      }
    },
  })

export const failDossier = () =>
  handle(dossiers.failDossier, async ({ tx, tenant }, { dossierId, failure }) => {
    const row = await lockUnfinished(tx, tenant.orgId, dossierId)
    const file = found(await findCase(tx, tenant.orgId, row.case_id))
    await tx
      .updateTable('dossier')
      .set({ status: 'failed', failure })
      .where('org_id', '=', tenant.orgId)
      .where('dossier_id', '=', dossierId)
      .execute()
    await forgetProgress(tx, tenant.orgId, dossierId)
    return { result: {}, audit: { case: file, subject: dossierId, detail: { case: file.number, failure } } }
  })
