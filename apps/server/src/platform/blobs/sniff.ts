import { sniffText } from './sniff-text.ts'
import { sniffZip } from './sniff-zip.ts'
import { hasAt, latin1, type SniffedType } from './sniffed-type.ts'

export type { SniffedType } from './sniffed-type.ts'

interface Signature {
  readonly mediaType: string
  readonly inline: boolean
  readonly at?: number
  readonly bytes: string
  /** A second part that must be there as well. */
  readonly and?: { readonly at: number; readonly bytes: string }
}

const shown = (mediaType: string, bytes: string, more: Partial<Signature> = {}): Signature => ({
  mediaType,
  inline: true,
  bytes,
  ...more,
})
const handed = (mediaType: string, bytes: string, more: Partial<Signature> = {}): Signature => ({
  mediaType,
  inline: false,
  bytes,
  ...more,
})

/** Beginnings of files, as Latin-1. The longer ones stand before those that begin alike. */
const SIGNATURES: readonly Signature[] = [
  shown('image/png', '\x89PNG\r\n\x1a\n'),
  shown('image/jpeg', '\xff\xd8\xff'),
  shown('image/gif', 'GIF87a'),
  shown('image/gif', 'GIF89a'),
  shown('image/webp', 'RIFF', { and: { at: 8, bytes: 'WEBP' } }),
  shown('audio/wav', 'RIFF', { and: { at: 8, bytes: 'WAVE' } }),
  handed('video/x-msvideo', 'RIFF', { and: { at: 8, bytes: 'AVI ' } }),
  handed('image/tiff', 'II*\0'),
  handed('image/tiff', 'MM\0*'),
  shown('application/pdf', '%PDF-'),
  shown('audio/mpeg', 'ID3'),
  shown('audio/flac', 'fLaC'),
  shown('audio/ogg', 'OggS'),
  handed('audio/amr-wb', '#!AMR-WB\n'),
  handed('audio/amr', '#!AMR\n'),
  // WeChat puts one byte in front of the voice messages it stores.
  handed('audio/silk', '#!SILK_V3'),
  handed('audio/silk', '#!SILK_V3', { at: 1 }),
  handed('video/x-matroska', '\x1aE\xdf\xa3'),
  handed('application/gzip', '\x1f\x8b\x08'),
  handed('application/x-7z-compressed', "7z\xbc\xaf'\x1c"),
  handed('application/vnd.rar', 'Rar!\x1a\x07'),
  handed('application/vnd.sqlite3', 'SQLite format 3\0'),
  handed('application/x-ole-storage', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
  handed('application/rtf', '{\\rtf'),
]

/** Major brands of the ISO base media family (`ftyp`). */
const BRANDS: Readonly<Record<string, SniffedType>> = {
  heic: { mediaType: 'image/heic', inline: false },
  heix: { mediaType: 'image/heic', inline: false },
  heim: { mediaType: 'image/heic', inline: false },
  heis: { mediaType: 'image/heic', inline: false },
  hevc: { mediaType: 'image/heic-sequence', inline: false },
  hevx: { mediaType: 'image/heic-sequence', inline: false },
  mif1: { mediaType: 'image/heif', inline: false },
  msf1: { mediaType: 'image/heif-sequence', inline: false },
  avif: { mediaType: 'image/avif', inline: true },
  avis: { mediaType: 'image/avif', inline: true },
  'qt  ': { mediaType: 'video/quicktime', inline: false },
  'M4A ': { mediaType: 'audio/mp4', inline: true },
  'M4B ': { mediaType: 'audio/mp4', inline: true },
  '3gp4': { mediaType: 'video/3gpp', inline: false },
  '3gp5': { mediaType: 'video/3gpp', inline: false },
  '3gp6': { mediaType: 'video/3gpp', inline: false },
}

/**
 * The media type of a file by its first bytes (64 KiB are enough). Names and declarations of the sender are
 * never asked. What is told apart is what the product treats differently; the rest is `application/octet-stream`.
 */
export function sniffMediaType(head: Uint8Array): SniffedType {
  const signature = SIGNATURES.find(candidate => matches(head, candidate))
  if (signature !== undefined) return { mediaType: signature.mediaType, inline: signature.inline }
  return sniffMpegAudio(head) ?? sniffBitmap(head) ?? sniffMedia(head) ?? sniffZip(head) ?? sniffText(head)
}

function matches(head: Uint8Array, { at = 0, bytes, and }: Signature): boolean {
  return hasAt(head, at, bytes) && (and === undefined || hasAt(head, and.at, and.bytes))
}

/**
 * Bare MPEG audio has no signature but a frame header, whose reserved values must not occur. Layer I is left
 * out: nobody uses it, and its header is the byte order mark of UTF-16.
 */
function sniffMpegAudio(head: Uint8Array): SniffedType | null {
  const [first, second = 0, third = 0] = head
  const sync = first === 0xff && (second & 0xe0) === 0xe0
  const layer = second & 0x06
  const reserved = (second & 0x18) === 0x08 || third >> 4 === 15 || (third & 0x0c) === 0x0c
  const known = sync && !reserved && (layer === 0x02 || layer === 0x04)
  return known ? { mediaType: 'audio/mpeg', inline: true } : null
}

/** "BM" alone could begin a text: the size of the header behind it must be one that exists. */
function sniffBitmap(head: Uint8Array): SniffedType | null {
  const known = [12, 40, 52, 56, 64, 108, 124]
  const size = (head[14] ?? 0) | ((head[15] ?? 0) << 8)
  return hasAt(head, 0, 'BM') && known.includes(size) ? { mediaType: 'image/bmp', inline: true } : null
}

function sniffMedia(head: Uint8Array): SniffedType | null {
  if (!hasAt(head, 4, 'ftyp')) return null
  const brand = latin1(head.subarray(8, 12))
  return BRANDS[brand] ?? { mediaType: 'video/mp4', inline: true }
}
