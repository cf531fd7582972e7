const END_OF_DIRECTORY = Buffer.from('PK\u0005\u0006', 'latin1')

/** The files of a small container by name. Nothing in one is compressed (APPNOTE 6.3.10, 4.4.5: method 0). */
export function readEntries(container: Uint8Array): Map<string, Buffer> {
  const bytes = Buffer.from(container)
  const end = bytes.lastIndexOf(END_OF_DIRECTORY)
  const count = bytes.readUInt16LE(end + 10)
  const files = new Map<string, Buffer>()
  for (let i = 0, at = bytes.readUInt32LE(end + 16); i < count; i++) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map(offset =>
      bytes.readUInt16LE(at + offset),
    ) as [number, number, number]
    if (bytes.readUInt16LE(at + 10) !== 0) throw new Error('a compressed file')
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const local = bytes.readUInt32LE(at + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    files.set(name, bytes.subarray(start, start + bytes.readUInt32LE(at + 20)))
    at += 46 + nameLength + extraLength + commentLength
  }
  return files
}
