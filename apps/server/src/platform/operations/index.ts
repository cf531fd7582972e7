export { writeEntry } from './entry.ts'
export * from './handlers.ts'
export { type Call, type Caller, type Outcome, Runner } from './runner.ts'
export { inTenant } from './transaction.ts'
