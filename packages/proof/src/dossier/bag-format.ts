import { fromUtf8 } from '../encoding.ts'

/** Versions of BagIt that are read. We write 1.0 (RFC 8493). */
export const BAGIT_VERSIONS = ['0.93', '0.94', '0.95', '0.96', '0.97', '1.0'] as const
export type BagItVersion = (typeof BAGIT_VERSIONS)[number]

/** A fault or warning of a bag; `place` is a path in the bag. */
export interface BagIssue {
  readonly code: BagIssueCode
  readonly place: string | null
}

export type BagIssueCode =
  | 'algorithm_unknown'
  | 'declaration_malformed'
  | 'declaration_missing'
  | 'digest_mismatch'
  | 'encoding_unknown'
  | 'info_malformed'
  | 'manifest_duplicate'
  | 'manifest_line'
  | 'manifest_missing'
  | 'name_case'
  | 'name_leading_dot'
  | 'name_normalization'
  | 'name_starred'
  | 'name_system_file'
  | 'path_out_of_scope'
  | 'payload_missing'
  | 'payload_oxum'
  | 'payload_unlisted'
  | 'tag_missing'
  | 'too_large'
  | 'version_unknown'

export interface ManifestLine {
  readonly digest: string
  readonly path: string
  readonly warnings: readonly BagIssueCode[]
}

/** Text of `bagit.txt`: what we write. */
export const DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'

/**
 * Reads `bagit.txt` (RFC 8493 section 2.1.1): exactly two lines in UTF-8 without a byte order mark. Returns
 * null for anything else; a version that is not known is left to the caller.
 */
export function parseDeclaration(bytes: Uint8Array): { version: string; encoding: string } | null {
  const text = decodeTag(bytes, 'UTF-8')
  const match = /^BagIt-Version: (\S+)\r?\nTag-File-Character-Encoding: (\S+)(?:\r?\n)?$/.exec(
    text?.replace(/\r(?!\n)/g, '\n') ?? '',
  )
  const [, version, encoding] = match ?? []
  return version === undefined || encoding === undefined ? null : { version, encoding }
}

/** Decodes a tag file; null where the encoding is unknown or the bytes are not in it. */
export function decodeTag(bytes: Uint8Array, encoding: string): string | null {
  try {
    if (/^utf-?8$/i.test(encoding)) return fromUtf8(bytes)
    const bigEndian = /^utf-?16$/i.test(encoding) && bytes[0] === 0xfe && bytes[1] === 0xff
    return new TextDecoder(bigEndian ? 'utf-16be' : encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** One line of a manifest, with its end. Line ends and, since 1.0, `%` are percent-encoded in paths. */
export function manifestLine(digestHex: string, path: string): string {
  return `${digestHex}  ${path.replace(/[%\r\n]/g, sign => (sign === '%' ? '%25' : sign === '\r' ? '%0D' : '%0A'))}\n`
}

/** Reads a manifest line; null where it is none. */
export function parseManifestLine(line: string, version: string): ManifestLine | null {
  const [, digest, star, written] = /^([0-9A-Fa-f]+)[ \t]+(\*?)(.+)$/s.exec(line) ?? []
  if (digest === undefined || written === undefined) return null
  const encoded = version === '1.0' ? /%(0[AaDd]|25)/g : /%(0[AaDd])/g
  let path = written.replace(encoded, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const warnings: BagIssueCode[] = star === '' ? [] : ['name_starred']
  if (path.startsWith('./')) {
    path = path.replace(/^(?:\.\/)+/, '')
    warnings.push('name_leading_dot')
  }
  return { digest: digest.toLowerCase(), path, warnings }
}

/** The lines of a tag file without their ends (LF, CR or CRLF); blank lines are left out. */
export function tagLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/).filter(line => line.trim() !== '')
}

/** The fields of `bag-info.txt` with folded lines joined; null where a line is neither. */
export function parseInfo(text: string, version: string): readonly (readonly [string, string])[] | null {
  const fields: [string, string][] = []
  const pattern = version === '1.0' ? /^([^:\s](?:[^:]*[^:\s])?):[ \t]*(.*)$/ : /^([^:\s][^:]*?)\s*:\s*(.*)$/
  for (const line of tagLines(text.replace(/^\ufeff/, ''))) {
    const last = fields.at(-1)
    if (/^[ \t]/.test(line) && last !== undefined) {
      last[1] += ` ${line.trim()}`
      continue
    }
    const [, label, value] = pattern.exec(line) ?? []
    if (label === undefined || value === undefined) return null
    fields.push([label, value.trim()])
  }
  return fields
}

/** Text of `bag-info.txt`. Values are one line each. */
export function formatInfo(fields: readonly (readonly [string, string])[]): string {
  return fields.map(([label, value]) => `${label}: ${value.replace(/\s+/g, ' ').trim()}\n`).join('')
}

/** Whether a path of a manifest or fetch list stays inside the payload. */
export function isPayloadPath(path: string): boolean {
  return path.startsWith('data/') && isInside(path)
}

/** Whether a path stays inside the bag on every system. */
export function isInside(path: string): boolean {
  if (path.startsWith('/') || path.startsWith('~') || /^[A-Za-z]:|^\\/.test(path)) return false
  return path.split(/[/\\]/).every(segment => segment !== '' && segment !== '..' && segment !== '.')
}
