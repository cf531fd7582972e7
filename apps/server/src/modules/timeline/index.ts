import { timeline } from '@yuanwei/contract/staff'
import type { LogReader } from '../../platform/log/index.ts'
import { type Handler, reveal } from '../../platform/operations/index.ts'
import { found } from '../../platform/problem.ts'
import { findCase } from '../cases/index.ts'
import { readFacts } from './store.ts'
import { addFact, editFact, withdrawFact } from './write-facts.ts'

export { checkFacts } from './check-facts.ts'
export { readFacts } from './store.ts'

const readTimeline = (log: LogReader) =>
  reveal(timeline.readTimeline, async ({ tx, tenant }, { caseId }) => {
    const file = found(await findCase(tx, tenant.orgId, caseId))
    const facts = await readFacts(tx, log, tenant.orgId, { caseId })
    const detail = { case: file.number, facts: facts.length }
    return { result: { facts }, access: { case: file, subject: caseId, detail } }
  })

export function timelineHandlers({ log }: { log: LogReader }): Record<string, Handler> {
  return {
    readTimeline: readTimeline(log),
    addFact: addFact(log),
    editFact: editFact(log),
    withdrawFact: withdrawFact(),
  }
}
