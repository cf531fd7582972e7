import { commit, hmacSha256, toHex, toUtf8 } from '@yuanwei/proof'

/**
 * What the log says of a note: that there is one, and which. The entry travels in every receipt, to the customer too,
 * and a note is the staff's own; so the entry holds a commitment, opened by what the exhibit's row keeps.
 */
export function noteFacts(note: string, chunkSeed: Uint8Array): { noteCommitment?: string } {
  if (note === '') return {}
  const opening = hmacSha256(chunkSeed, toUtf8('yuanwei/note-r/v1'))
  return { noteCommitment: toHex(commit(opening, toUtf8(note))) }
}
