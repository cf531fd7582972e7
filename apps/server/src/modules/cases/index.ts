import type { KeyStore } from '../../platform/key-store.ts'
import type { LogReader } from '../../platform/log/index.ts'
import type { Handler } from '../../platform/operations/index.ts'
import { createCase } from './create-case.ts'
import { editCase } from './edit-case.ts'
import { listCases, readCase } from './read-cases.ts'
import { readHistory } from './read-history.ts'

export { logState } from './read-history.ts'
export { type CaseHandle, findCase, lockCase, requireOpen } from './store.ts'

export function casesHandlers(deps: { keys: KeyStore; log: LogReader }): Record<string, Handler> {
  return {
    createCase: createCase(deps.keys),
    listCases: listCases(),
    readCase: readCase(),
    editCase: editCase(),
    readHistory: readHistory(deps.log),
  }
}
