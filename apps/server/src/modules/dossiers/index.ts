import { ignoreDone } from '../../platform/jobs/ignore-done.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import type { Actor, Handler, Tenant } from '../../platform/operations/index.ts'
import { type BuildParts, buildDossier } from './build-dossier.ts'
import { createDossier } from './create-dossier.ts'
import { BUILD_DOSSIER_JOB, type DossierDeps } from './deps.ts'
import { failDossier, finishDossier, sealDossier } from './finish-dossier.ts'
import { listDossiers, readDossierFile } from './read-dossiers.ts'

export { checkDossiers } from './check-dossiers.ts'
export { BUILD_DOSSIER_JOB, type DossierDeps } from './deps.ts'

export function dossierHandlers(deps: DossierDeps): Record<string, Handler> {
  return {
    createDossier: createDossier(deps.log),
    sealDossier: sealDossier(),
    finishDossier: finishDossier(deps.keys),
    failDossier: failDossier(),
    listDossiers: listDossiers(deps),
    readDossierFile: readDossierFile(deps),
  }
}

export function dossierJobs(
  deps: BuildParts & { serviceOf: (orgId: string) => Promise<{ tenant: Tenant; actor: Actor } | null> },
): JobDefinition[] {
  return [
    {
      name: BUILD_DOSSIER_JOB,
      async run({ jobId, orgId, data, signal }) {
        const service = await deps.serviceOf(orgId)
        if (!service) return
        const dossierId = String(data.dossierId)
        await ignoreDone(buildDossier(deps, service, dossierId, { jobId, signal }))
      },
      async giveUp({ jobId, orgId, data }) {
        const service = await deps.serviceOf(orgId)
        if (!service) return
        const input = { dossierId: String(data.dossierId), failure: 'internal' }
        const name = 'dossiers.failDossier'
        await ignoreDone(deps.runner.run({ name, caller: service, input, jobId }))
      },
    },
  ]
}
