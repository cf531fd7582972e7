// Tables for eight bytes a step (slicing-by-8): one table lookup a byte without the chain between them.
const TABLES = buildTables()

function buildTables(): Uint32Array {
  const tables = new Uint32Array(8 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
    tables[byte] = value
  }
  for (let at = 256; at < tables.length; at++) {
    const below = tables[at - 256] ?? 0
    tables[at] = (below >>> 8) ^ (tables[below & 255] ?? 0)
  }
  return tables
}

/**
 * CRC-32 of ISO 3309 as ZIP uses it (reflected polynomial 0xEDB88320), continued from `previous`.
 * A checksum against accidents of transport only; it proves nothing.
 */
export function crc32(data: Uint8Array, previous = 0): number {
  const t = TABLES
  let crc = ~previous
  let at = 0
  for (const end = data.length - 7; at < end; at += 8) {
    const low =
      crc ^
      ((data[at] as number) |
        ((data[at + 1] as number) << 8) |
        ((data[at + 2] as number) << 16) |
        ((data[at + 3] as number) << 24))
    crc =
      (t[1792 + (low & 255)] as number) ^
      (t[1536 + ((low >>> 8) & 255)] as number) ^
      (t[1280 + ((low >>> 16) & 255)] as number) ^
      (t[1024 + (low >>> 24)] as number) ^
      (t[768 + (data[at + 4] as number)] as number) ^
      (t[512 + (data[at + 5] as number)] as number) ^
      (t[256 + (data[at + 6] as number)] as number) ^
      (t[data[at + 7] as number] as number)
  }
  for (; at < data.length; at++) crc = (crc >>> 8) ^ (t[(crc ^ (data[at] as number)) & 255] as number)
  return ~crc >>> 0
}
