import { deflateRawSync } from 'node:zlib'

// Changes in the bytes of a container, as a hex editor or another zip program makes them.

export function flip(bytes: Buffer, at: number): Uint8Array {
  return set(bytes, at, (bytes[at] ?? 0) ^ 1)
}

export function set(bytes: Buffer, at: number, value: number): Uint8Array {
  bytes[at] = value
  return bytes
}

const LOCAL = Buffer.from('PK\x03\x04')
const CENTRAL = Buffer.from('PK\x01\x02')
const END = Buffer.from('PK\x05\x06')

export function nth(bytes: Buffer, mark: Buffer, index: number): number {
  let at = bytes.indexOf(mark)
  for (let i = 0; i < index; i++) at = bytes.indexOf(mark, at + 4)
  return at
}
export const local = (bytes: Buffer, index: number) => nth(bytes, LOCAL, index)
export const central = (bytes: Buffer, index: number) => nth(bytes, CENTRAL, index)

/** Puts bytes in front and moves every offset along, which other zip programs accept. */
export function movedBy(bytes: Buffer, front: Buffer): Buffer {
  const moved = Buffer.concat([front, bytes])
  for (let at = moved.indexOf(CENTRAL); at >= 0; at = moved.indexOf(CENTRAL, at + 4)) {
    moved.writeUInt32LE(moved.readUInt32LE(at + 42) + front.length, at + 42)
  }
  const end = moved.lastIndexOf(END)
  moved.writeUInt32LE(moved.readUInt32LE(end + 16) + front.length, end + 16)
  return moved
}

/** Cuts the file at the directory, so that entries and directory can be put together anew. */
export function split(bytes: Buffer): { entries: Buffer[]; headers: Buffer[] } {
  const marks = (mark: Buffer, until: number) => {
    const found: number[] = []
    for (let at = bytes.indexOf(mark); at >= 0 && at < until; at = bytes.indexOf(mark, at + 4)) found.push(at)
    return [...found, until]
  }
  const end = bytes.lastIndexOf(END)
  const directory = bytes.indexOf(CENTRAL)
  const cut = (marked: number[]) =>
    marked.slice(0, -1).map((at, i) => Buffer.from(bytes.subarray(at, marked[i + 1])))
  return { entries: cut(marks(LOCAL, directory)), headers: cut(marks(CENTRAL, end)) }
}

/** Joins entries and headers; the offsets in the headers are those of the entries of the same place. */
export function join(entries: Buffer[], headers: Buffer[], offsetsOf = headers.map((_, i) => i)): Buffer {
  const starts: number[] = []
  let at = 0
  for (const entry of entries) {
    starts.push(at)
    at += entry.length
  }
  headers.forEach((header, i) => {
    header.writeUInt32LE(starts[offsetsOf[i] ?? 0] ?? 0, 42)
  })
  const directoryBytes = headers.reduce((sum, header) => sum + header.length, 0)
  const end = Buffer.alloc(22)
  END.copy(end)
  end.writeUInt16LE(headers.length, 8)
  end.writeUInt16LE(headers.length, 10)
  end.writeUInt32LE(directoryBytes, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...entries, ...headers, end])
}

export function duplicateEntry(bytes: Buffer): Buffer {
  const { entries, headers } = split(bytes)
  const first = entries[0] as Buffer
  return join([first, ...entries], [Buffer.from(headers[0] as Buffer), ...headers])
}

export function swapEntries(bytes: Buffer): Buffer {
  const { entries, headers } = split(bytes)
  const [a, b, c, ...rest] = entries as [Buffer, Buffer, Buffer, ...Buffer[]]
  return join([a, c, b, ...rest], headers, [0, 2, 1, ...rest.map((_, i) => i + 3)])
}

export function withoutCentral(bytes: Buffer, index: number): Buffer {
  const { entries, headers } = split(bytes)
  const kept = headers.map((_, i) => i).filter(i => i !== index)
  return join(
    entries,
    kept.map(i => headers[i] as Buffer),
    kept,
  )
}

export function withExtraField(bytes: Buffer): Buffer {
  const { entries, headers } = split(bytes)
  const entry = entries[0] as Buffer
  const nameEnd = 30 + entry.readUInt16LE(26)
  entry.writeUInt16LE(4, 28)
  entries[0] = Buffer.concat([
    entry.subarray(0, nameEnd),
    Buffer.of(0xfe, 0xca, 0, 0),
    entry.subarray(nameEnd),
  ])
  return join(entries, headers)
}

/** What any zip program makes of it: method 8, two sizes, the same content. */
export function withDeflated(bytes: Buffer): Buffer {
  const { entries, headers } = split(bytes)
  const entry = entries[1] as Buffer
  const nameEnd = 30 + entry.readUInt16LE(26)
  const packed = deflateRawSync(entry.subarray(nameEnd))
  entry.writeUInt16LE(8, 8)
  entry.writeUInt32LE(packed.length, 18)
  headers[1]?.writeUInt16LE(8, 10)
  headers[1]?.writeUInt32LE(packed.length, 20)
  entries[1] = Buffer.concat([entry.subarray(0, nameEnd), packed])
  return join(entries, headers)
}
