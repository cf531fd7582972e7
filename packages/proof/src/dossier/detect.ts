import { type ByteSource, readExactly } from './ports.ts'

/** What kind of file this is, by its first and last bytes; null where it is nothing of ours. */
export async function detectFile(source: ByteSource): Promise<'dossier' | 'receipt' | null> {
  const head = await readExactly(source, 0, Math.min(64, source.sizeBytes))
  const text = new TextDecoder().decode(head)
  if (/^\s*\{/.test(text) || text.startsWith('c2sp.org/tlog-proof@')) return 'receipt'
  return (await looksLikeZip(source)) ? 'dossier' : null
}

/** A zip begins with a local header or ends with an end record; something put around it is damage, not another kind. */
async function looksLikeZip(source: ByteSource): Promise<boolean> {
  if (source.sizeBytes < 22) return false
  const head = await readExactly(source, 0, 4)
  const tail = await readExactly(source, source.sizeBytes - 22, 4)
  return isSignature(head, 0x03, 0x04) || isSignature(tail, 0x05, 0x06)
}

function isSignature(bytes: Uint8Array, third: number, fourth: number): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === third && bytes[3] === fourth
}
