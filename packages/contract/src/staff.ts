import * as cases from './cases.ts'
import * as conversations from './conversations.ts'
import * as dossiers from './dossiers.ts'
import * as evidence from './evidence.ts'
import * as identity from './identity.ts'
import * as log from './log.ts'
import type { Operation } from './operation.ts'
import * as timeline from './timeline.ts'

function named(module: string, exports: Record<string, unknown>): [string, Operation][] {
  return Object.entries(exports).flatMap(([key, value]) =>
    isOperation(value) ? [[`${module}.${key}`, value] as [string, Operation]] : [],
  )
}

function isOperation(value: unknown): value is Operation {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    (value.kind === 'command' || value.kind === 'query') &&
    'permission' in value
  )
}

/** Every operation by its name, `module.verbNoun`. Routing, OpenAPI, client, CLI and coverage tests iterate over it. */
export const operations: ReadonlyMap<string, Operation> = new Map([
  ...named('identity', identity),
  ...named('cases', cases),
  ...named('timeline', timeline),
  ...named('evidence', evidence),
  ...named('conversations', conversations),
  ...named('dossiers', dossiers),
  ...named('log', log),
])

export { cases, conversations, dossiers, evidence, identity, log, timeline }
