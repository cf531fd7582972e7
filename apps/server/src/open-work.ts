import { READ_IMPORT_JOB } from './modules/conversations/index.ts'
import { BUILD_DOSSIER_JOB } from './modules/dossiers/index.ts'
import type { Db } from './platform/database/index.ts'
import type { OpenWork } from './platform/jobs/sweep.ts'
import { inTenant } from './platform/operations/index.ts'

/** Every state that only a job can end. */
export function openWork(db: Db): OpenWork[] {
  return [
    {
      job: READ_IMPORT_JOB,
      key: 'importId',
      list: orgId =>
        inTenant(db, orgId, 'read only', async tx => {
          const rows = await tx
            .selectFrom('import')
            .select('import_id')
            .where('org_id', '=', orgId)
            .where('status', '=', 'reading')
            .execute()
          return rows.map(row => row.import_id)
        }),
    },
    {
      job: BUILD_DOSSIER_JOB,
      key: 'dossierId',
      list: orgId =>
        inTenant(db, orgId, 'read only', async tx => {
          const rows = await tx
            .selectFrom('dossier')
            .select('dossier_id')
            .where('org_id', '=', orgId)
            .where('status', 'in', ['building', 'sealing'])
            .execute()
          return rows.map(row => row.dossier_id)
        }),
    },
  ]
}
