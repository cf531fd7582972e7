import { timeline } from '@yuanwei/contract/staff'
import type { LogReader } from '../../platform/log/index.ts'
import { answer, type Handler } from '../../platform/operations/index.ts'
import { found } from '../../platform/problem.ts'
import { findCase } from '../cases/index.ts'
import { readFacts } from './store.ts'
import { addFact, editFact, withdrawFact } from './write-facts.ts'

export { checkFacts } from './check-facts.ts'
export { readFacts } from './store.ts'

const readTimeline = (log: LogReader) =>
  answer(timeline.readTimeline, async ({ tx, tenant }, { caseId }) => {
    found(await findCase(tx, tenant.orgId, caseId))
    return { facts: await readFacts(tx, log, tenant.orgId, { caseId }) }
  })

export function timelineHandlers({ log }: { log: LogReader }): Record<string, Handler> {
  return {
    readTimeline: readTimeline(log),
    addFact: addFact(log),
    editFact: editFact(log),
    withdrawFact: withdrawFact(),
  }
}
