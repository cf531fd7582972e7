import type { ProblemError } from '@yuanwei/client'
import { COMMON_PROBLEMS, type Operation, type ProblemCode } from '@yuanwei/contract'
import { cases, conversations, dossiers, evidence, identity } from '@yuanwei/contract/staff'
import type { Messages } from './messages/messages.ts'

/** What the command calls; it has a sentence for everything that these may be refused with. */
export const CALLED: readonly Operation[] = [
  identity.signIn,
  identity.signOut,
  cases.listCases,
  cases.readCase,
  evidence.listExhibits,
  evidence.addExhibit,
  evidence.readExhibit,
  conversations.startImport,
  conversations.listImports,
  conversations.listConversations,
  dossiers.createDossier,
  dossiers.listDossiers,
  dossiers.readDossierFile,
]

/** Every code that the command can meet. */
export function metProblems(): Set<ProblemCode> {
  return new Set([...COMMON_PROBLEMS, ...CALLED.flatMap(operation => operation.problems)])
}

/** A refusal as a sentence with the next step. A code without one (of a newer server) is named. */
export function problemSentence(error: ProblemError, baseUrl: string, messages: Messages): string {
  if (error.code === 'unreachable') return messages.server.unreachable(baseUrl)
  const sentences: Readonly<Record<string, string>> = messages.problems
  const known = Object.hasOwn(sentences, error.code) ? sentences[error.code] : undefined
  const facts = factsOf(error)
  return `${known ?? messages.server.refused(error.code)}${facts === '' ? '' : ` (${facts})`}`
}

/** Limits and fields; ids and the like would not help the reader. */
function factsOf({ detail }: ProblemError): string {
  const { issues, ...rest } = detail
  const fields = Array.isArray(issues)
    ? issues.map(issue => `${(issue as { path?: unknown }).path}: ${(issue as { rule?: unknown }).rule}`)
    : []
  const told = ['max', 'maxBytes', 'retryAfterSeconds', 'permission', 'failure', 'format', 'reason']
  const facts = told.flatMap(name =>
    rest[name] === undefined || rest[name] === null ? [] : [`${name}: ${rest[name]}`],
  )
  return [...fields, ...facts].join(', ')
}
