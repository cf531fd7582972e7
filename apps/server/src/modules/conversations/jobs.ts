import { ignoreDone } from '../../platform/jobs/ignore-done.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import { type Actor, inTenant, type Runner, type Tenant } from '../../platform/operations/index.ts'
import { type ConversationDeps, READ_IMPORT_JOB } from './deps.ts'
import { failureOf, readImport, saveProgress } from './read-import.ts'

export interface JobParts extends ConversationDeps {
  readonly runner: Runner
  readonly serviceOf: (orgId: string) => Promise<{ tenant: Tenant; actor: Actor } | null>
}

/** Reads a file, then merges it. Every step may be repeated: what is done is found done. */
export function conversationJobs(deps: JobParts): JobDefinition[] {
  return [
    {
      name: READ_IMPORT_JOB,
      async run({ jobId, orgId, data, signal }) {
        const importId = String(data.importId)
        const service = await deps.serviceOf(orgId)
        if (!service) return
        const { zone } = service.tenant
        const row = await inTenant(deps.db, orgId, 'read only', tx =>
          tx
            .selectFrom('import')
            .selectAll()
            .where('org_id', '=', orgId)
            .where('import_id', '=', importId)
            .executeTakeFirst(),
        )
        if (row?.status !== 'reading') return
        const run = (name: string, input: Record<string, unknown>) =>
          ignoreDone(deps.runner.run({ name, caller: service, input, jobId }))
        try {
          const summary = await readImport(deps, { orgId, zone, row, signal })
          await inTenant(deps.db, orgId, 'read write', tx =>
            saveProgress(tx, orgId, importId, 'merging', row ? 1 : 0, 1, {
              messages: summary.messages,
              unread: summary.unread,
              preamble: summary.preamble,
            }),
          )
          await run('conversations.finishImport', { importId, ...summary })
        } catch (cause) {
          const failure = failureOf(cause)
          if (!failure) throw cause
          await run('conversations.failImport', { importId, failure })
        }
      },
      async giveUp({ jobId, orgId, data }) {
        const service = await deps.serviceOf(orgId)
        if (!service) return
        const input = { importId: String(data.importId), failure: 'internal' }
        const name = 'conversations.failImport'
        await ignoreDone(deps.runner.run({ name, caller: service, input, jobId }))
      },
    },
  ]
}
