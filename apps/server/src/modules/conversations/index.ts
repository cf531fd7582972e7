import type { Handler } from '../../platform/operations/index.ts'
import { failImport, finishImport } from './finish-import.ts'
import {
  listConversations,
  listImports,
  readConversation,
  readImportRemainder,
  readMessages,
} from './read-conversations.ts'
import { startImport } from './start-import.ts'

export { checkImports } from './check-imports.ts'
export { type ConversationDeps, READ_IMPORT_JOB } from './deps.ts'
export { conversationJobs } from './jobs.ts'

export function conversationHandlers(): Record<string, Handler> {
  return {
    startImport: startImport(),
    finishImport: finishImport(),
    failImport: failImport(),
    listImports: listImports(),
    listConversations: listConversations(),
    readConversation: readConversation(),
    readMessages: readMessages(),
    readImportRemainder: readImportRemainder(),
  }
}
