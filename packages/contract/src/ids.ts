import { z } from 'zod'

const id = <B extends string>(brand: B) => z.uuid().brand(brand)

export const OrganisationId = id('OrganisationId')
export const PersonId = id('PersonId')
export const CaseId = id('CaseId')
export const ExhibitId = id('ExhibitId')
export const ConversationId = id('ConversationId')
export const ImportId = id('ImportId')
export const FactId = id('FactId')
export const DossierId = id('DossierId')
export const EntryId = id('EntryId')
/** A message is named by its import and its 0-based position among the messages of that file. */
export const MessageId = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.(0|[1-9]\d{0,8})$/)
  .brand('MessageId')

export type OrganisationId = z.infer<typeof OrganisationId>
export type PersonId = z.infer<typeof PersonId>
export type CaseId = z.infer<typeof CaseId>
export type ExhibitId = z.infer<typeof ExhibitId>
export type ConversationId = z.infer<typeof ConversationId>
export type ImportId = z.infer<typeof ImportId>
export type FactId = z.infer<typeof FactId>
export type DossierId = z.infer<typeof DossierId>
export type EntryId = z.infer<typeof EntryId>
export type MessageId = z.infer<typeof MessageId>
