import { dossiers } from '@yuanwei/contract/staff'
import { toHex } from '@yuanwei/proof'
import { answer, type FileAnswer, reveal } from '../../platform/operations/index.ts'
import { found, Problem } from '../../platform/problem.ts'
import { findCase } from '../cases/index.ts'
import type { DossierDeps } from './deps.ts'
import { listDossierRows, readDossierRow, toDossiers } from './store.ts'

export const listDossiers = ({ log }: DossierDeps) =>
  answer(dossiers.listDossiers, async ({ tx, tenant }, { caseId }) => {
    found(await findCase(tx, tenant.orgId, caseId))
    return { dossiers: await toDossiers(log, await listDossierRows(tx, tenant.orgId, caseId)) }
  })

export const readDossierFile = ({ keys, blobs }: DossierDeps) =>
  reveal(dossiers.readDossierFile, async ({ tx, tenant, actor }, { dossierId }) => {
    const row = await readDossierRow(tx, tenant.orgId, dossierId)
    // Whoever may not have numbers shown does not get them in a file that somebody else ordered.
    if (row.plan.unmasked && !actor.permissions.has('dossier.unmask'))
      throw new Problem('forbidden', { permission: 'dossier.unmask' })
    if (row.status === 'failed') throw new Problem('dossier_failed', { failure: row.failure })
    if (!row.blob_id || !row.key_id || row.size_bytes === null || !row.sha256)
      throw new Problem('dossier_pending')
    const file = found(await findCase(tx, tenant.orgId, row.case_id))
    const dataKey = await keys.open(tx, tenant.orgId, row.key_id)
    const place = { blobId: row.blob_id, dataKey, sizeBytes: row.size_bytes }
    const result: FileAnswer = {
      sizeBytes: row.size_bytes,
      mediaType: 'application/vnd.etsi.asic-e+zip',
      fileName: row.file_name,
      disposition: 'attachment',
      etag: toHex(row.sha256),
      open: (start, end) => blobs.read(place, { start, end }),
    }
    return {
      result,
      access: {
        case: file,
        subject: dossierId,
        detail: {
          case: file.number,
          fileName: row.file_name,
          purpose: row.plan.purpose,
          masked: !row.plan.unmasked,
        },
      },
    }
  })
