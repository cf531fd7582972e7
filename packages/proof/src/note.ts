import { digest } from '#digest'
import { concatBytes, fromBase64, toBase64, toUtf8 } from './encoding.ts'
import { ProofError } from './errors.ts'
import { formatKeyId, isKeyName, type NoteSigner, type NoteVerifier, readUint32 } from './note-key.ts'

/** One signature line of a note. */
export interface NoteSignature {
  readonly name: string
  readonly keyId: number
  /** The signature without the key id. Its form depends on the key, which need not be known here. */
  readonly signature: Uint8Array
}

/** A signed note (C2SP signed-note), read but not verified. */
export interface Note {
  /** The signed text, with its last newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** A note of which at least one signature is good. */
export interface OpenedNote {
  readonly text: string
  /** The known keys that signed. */
  readonly verified: readonly NoteVerifier[]
  /** Signatures by keys that are not known; they say nothing. */
  readonly unverified: readonly NoteSignature[]
}

/** Longer notes, in UTF-16 units, are refused; so are more signatures than this. */
export const MAX_NOTE_SIZE = 1024 * 1024
export const MAX_NOTE_SIGNATURES = 100

const SIGNATURE_LINE = /^— ([^ ]+) ([^ ]+)$/

/**
 * Reads a signed note without verifying anything.
 * @throws ProofError `note-malformed`
 */
export function parseNote(source: string): Note {
  if (source.length > MAX_NOTE_SIZE) fail('the note is too long')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the format forbids exactly these.
  if (!source.isWellFormed() || /[\u0000-\u0009\u000b-\u001f]/.test(source)) fail('a forbidden character')
  const split = source.lastIndexOf('\n\n')
  if (split < 0 || !source.endsWith('\n')) fail('no signature block behind a blank line')
  const lines = source.slice(split + 2, -1).split('\n')
  if (lines.length > MAX_NOTE_SIGNATURES) fail('too many signatures')
  return { text: source.slice(0, split + 1), signatures: lines.map(parseSignatureLine) }
}

/**
 * Verifies a note against the known keys: every signature by one of them must be good, and there must be at
 * least one. Signatures by other keys are listed and ignored, even under a known name.
 * @throws ProofError `note-malformed`, `note-signature` (a known key's signature is bad), `note-unsigned`
 */
export function openNote(source: string | Note, verifiers: readonly NoteVerifier[]): OpenedNote {
  const note = typeof source === 'string' ? parseNote(source) : source
  const text = toUtf8(note.text)
  const verified: NoteVerifier[] = []
  const unverified: NoteSignature[] = []
  for (const line of note.signatures) {
    const matching = verifiers.filter(known => known.name === line.name && known.keyId === line.keyId)
    const good = matching.find(known => digest.verifyEd25519(known.publicKey, text, line.signature))
    if (matching.length === 0) unverified.push(line)
    else if (good === undefined) {
      throw new ProofError('note-signature', `a bad signature of ${line.name}+${formatKeyId(line.keyId)}`)
    } else if (!verified.includes(good)) verified.push(good)
  }
  if (verified.length === 0) throw new ProofError('note-unsigned', 'no signature of a known key')
  return { text: note.text, verified, unverified }
}

/**
 * Signs a text; signatures already there are kept in front unless a signer replaces its own.
 * @param text ends with a newline
 * @throws ProofError `note-malformed`
 */
export function signNote(
  text: string,
  signers: readonly NoteSigner[],
  existing: readonly NoteSignature[] = [],
): string {
  if (!text.endsWith('\n')) fail('the text must end with a newline')
  const bytes = toUtf8(text)
  const kept = existing.filter(
    line => !signers.some(signer => signer.name === line.name && signer.keyId === line.keyId),
  )
  const added = signers.map(signer => ({
    name: signer.name,
    keyId: signer.keyId,
    signature: signer.sign(bytes),
  }))
  const note = `${text}\n${[...kept, ...added].map(formatSignatureLine).join('')}`
  // A text that would be read back differently (a control character, no signer at all) must not leave here.
  if (parseNote(note).text !== text) fail('the text cannot be told from the signatures')
  return note
}

function formatSignatureLine(line: NoteSignature): string {
  const keyId = Uint8Array.of(line.keyId >>> 24, line.keyId >>> 16, line.keyId >>> 8, line.keyId)
  return `— ${line.name} ${toBase64(concatBytes(keyId, line.signature))}\n`
}

function parseSignatureLine(line: string): NoteSignature {
  const [, name, base64] = SIGNATURE_LINE.exec(line) ?? []
  if (name === undefined || base64 === undefined || !isKeyName(name))
    return fail('a malformed signature line')
  const bytes = decodeSignature(base64)
  if (bytes.length < 5) fail('a signature that is too short')
  return { name, keyId: readUint32(bytes), signature: bytes.slice(4) }
}

function decodeSignature(base64: string): Uint8Array {
  try {
    return fromBase64(base64)
  } catch (cause) {
    throw new ProofError('note-malformed', 'a signature that is not Base 64', { cause })
  }
}

function fail(reason: string): never {
  throw new ProofError('note-malformed', reason)
}
