import { ProofError } from './errors.ts'
import { TILE_WIDTH } from './tile.ts'

const MAX_ENTRY_SIZE_BYTES = 0xffff

/**
 * The bytes of an entry bundle (C2SP tlog-tiles): each entry behind its length as a big-endian 16-bit number.
 * @throws ProofError `bundle-malformed` for more than 256 entries, none, or one beyond 65,535 bytes
 */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  assertWidth(entries.length)
  let sizeBytes = 0
  for (const entry of entries) {
    if (entry.length > MAX_ENTRY_SIZE_BYTES) throw new ProofError('bundle-malformed', 'an entry is too long')
    sizeBytes += 2 + entry.length
  }
  const bytes = new Uint8Array(sizeBytes)
  let at = 0
  for (const entry of entries) {
    bytes[at] = entry.length >> 8
    bytes[at + 1] = entry.length & 0xff
    bytes.set(entry, at + 2)
    at += 2 + entry.length
  }
  return bytes
}

/**
 * The entries of a bundle, as copies.
 * @param width how many entries it must hold
 * @throws ProofError `bundle-malformed` for any other number, or bytes that do not come out even
 */
export function decodeBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  assertWidth(width)
  const entries: Uint8Array[] = []
  let at = 0
  while (at < bytes.length) {
    const high = bytes[at]
    const low = bytes[at + 1]
    if (high === undefined || low === undefined) throw new ProofError('bundle-malformed', 'a cut length')
    const end = at + 2 + high * 256 + low
    if (end > bytes.length) throw new ProofError('bundle-malformed', 'a cut entry')
    entries.push(bytes.slice(at + 2, end))
    at = end
  }
  if (entries.length !== width) {
    throw new ProofError('bundle-malformed', `a bundle of ${entries.length} entries instead of ${width}`)
  }
  return entries
}

function assertWidth(width: number): void {
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) {
    throw new ProofError('bundle-malformed', `a bundle holds 1 to ${TILE_WIDTH} entries, not ${width}`)
  }
}
