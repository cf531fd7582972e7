/**
 * Encodes text in GB18030 (its two-byte part, GBK) or Big5 by turning the platform's decoder around: JavaScript
 * has decoders for them only.
 */
export function encodeLegacy(text: string, encoding: 'gb18030' | 'big5'): Uint8Array {
  const table = tableOf(encoding)
  const bytes: number[] = []
  for (const character of text) {
    const code = character.charCodeAt(0)
    const pair = code < 0x80 ? [code] : table.get(character)
    if (pair === undefined) throw new Error(`${encoding} has no ${character}`)
    bytes.push(...pair)
  }
  return Uint8Array.from(bytes)
}

const tables = new Map<string, Map<string, [number, number]>>()

function tableOf(encoding: 'gb18030' | 'big5'): Map<string, [number, number]> {
  const known = tables.get(encoding)
  if (known !== undefined) return known
  const decoder = new TextDecoder(encoding)
  const table = new Map<string, [number, number]>()
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail))
      if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, [lead, trail])
    }
  }
  tables.set(encoding, table)
  return table
}

/** Text as UTF-16 of the given byte order, without mark. */
export function encodeUtf16(text: string, order: 'le' | 'be'): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), order === 'le')
  return bytes
}
