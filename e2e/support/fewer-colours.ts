import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
const MOST_COLOURS = 256
/** Bits of each channel that decide whether two colours are much the same. */
const ALIKE_BITS = 5

interface Pixels {
  readonly width: number
  readonly height: number
  /** 24-bit colours, row by row. */
  readonly colours: Uint32Array
}

function* chunksOf(png: Buffer): Generator<{ type: string; data: Buffer }> {
  for (let at = SIGNATURE.length; at < png.length; ) {
    const sizeBytes = png.readUInt32BE(at)
    yield { type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + sizeBytes) }
    at += 12 + sizeBytes
  }
}

/** The predictor of a PNG filter (ISO/IEC 15948, 9.2) from left, above and above left. */
function predicted(filter: number, a: number, b: number, c: number): number {
  if (filter === 1) return a
  if (filter === 2) return b
  if (filter === 3) return (a + b) >> 1
  if (filter !== 4) return 0
  const [toA, toB, toC] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)]
  return toA <= toB && toA <= toC ? a : toB <= toC ? b : c
}

/** Reads what the browser writes: 8 bits a channel, with or without an opaque fourth, not interlaced. */
function decode(png: Buffer): Pixels {
  const chunks = [...chunksOf(png)]
  const head = chunks[0]?.data ?? Buffer.alloc(13)
  const [width, height, kind] = [head.readUInt32BE(0), head.readUInt32BE(4), head.readUInt16BE(8)]
  if (kind !== 0x0802 && kind !== 0x0806) throw new Error(`No screenshot: kind ${kind.toString(16)}`)
  const step = kind === 0x0806 ? 4 : 3
  const rows = inflateSync(
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)),
  )
  const stride = width * step
  let above: Uint8Array = new Uint8Array(stride)
  const colours = new Uint32Array(width * height)
  for (let y = 0; y < height; y += 1) {
    const filter = rows[y * (stride + 1)] ?? 0
    const row = rows.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1))
    for (let x = 0; x < stride; x += 1) {
      const [a, c] = x < step ? [0, 0] : [row[x - step] ?? 0, above[x - step] ?? 0]
      row[x] = (row[x] ?? 0) + predicted(filter, a, above[x] ?? 0, c)
    }
    for (let x = 0; x < width; x += 1) colours[y * width + x] = row.readUIntBE(x * step, 3)
    above = row
  }
  return { width, height, colours }
}

const channels = (colour: number) => [colour >> 16, (colour >> 8) & 255, colour & 255] as const

const alike = (colour: number): number =>
  channels(colour).reduce((key, channel) => (key << ALIKE_BITS) | (channel >> (8 - ALIKE_BITS)), 0)

/** The most frequent colour of each group of much the same ones, for the groups that cover most of the picture. */
function paletteOf(colours: Uint32Array): number[] {
  const counts = new Map<number, number>()
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const groups = new Map<number, { colour: number; most: number; all: number }>()
  for (const [colour, count] of counts) {
    const group = groups.get(alike(colour)) ?? { colour, most: 0, all: 0 }
    if (count > group.most) Object.assign(group, { colour, most: count })
    group.all += count
    groups.set(alike(colour), group)
  }
  const largest = [...groups.values()].sort((a, b) => b.all - a.all).slice(0, MOST_COLOURS)
  return largest.map(({ colour }) => colour)
}

function nearest(palette: readonly number[], colour: number): number {
  const [r, g, b] = channels(colour)
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (const [index, candidate] of palette.entries()) {
    const [cr, cg, cb] = channels(candidate)
    const far = 2 * (r - cr) ** 2 + 4 * (g - cg) ** 2 + 3 * (b - cb) ** 2
    if (far < least) [best, least] = [index, far]
  }
  return best
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(named.length + 8)
  frame.writeUInt32BE(data.length, 0)
  named.copy(frame, 4)
  frame.writeUInt32BE(crc32(named), named.length + 4)
  return frame
}

/** The same screenshot with at most 256 colours. Flat colours stay exactly as they are; soft edges may shift a little. */
export function withFewerColours(png: Buffer): Buffer {
  const { width, height, colours } = decode(png)
  const palette = paletteOf(colours)
  const known = new Map<number, number>()
  const rows = Buffer.alloc((width + 1) * height)
  for (const [at, colour] of colours.entries()) {
    const index = known.get(colour) ?? nearest(palette, colour)
    known.set(colour, index)
    rows[at + Math.floor(at / width) + 1] = index
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3], 8)
  const table = Buffer.from(palette.flatMap(colour => [...channels(colour)]))
  const packed = deflateSync(rows, { level: 9, memLevel: 9 })
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', table),
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
