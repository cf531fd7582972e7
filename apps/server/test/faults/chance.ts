import { createCipheriv, createHash } from 'node:crypto'

/** Seeded choices: the same seed makes the same plan of kills and the same inputs. */
export class Chance {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** A whole number from 0 to `below` − 1 (mulberry32). */
  below(below: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }

  oneIn(n: number): boolean {
    return this.below(n) === 0
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)]
    if (picked === undefined) throw new Error('there is nothing to pick from')
    return picked
  }

  shuffle<T>(items: readonly T[]): T[] {
    const left = [...items]
    return items.map(() => left.splice(this.below(left.length), 1)[0] as T)
  }

  /** Choices of its own for one actor, so that the order in which actors get their turn changes nothing. */
  fork(): Chance {
    return new Chance(this.below(2 ** 32))
  }
}

/** The bytes of a file, made from its name alone: nobody has to keep them to know them. */
export function contentOf(name: string, sizeBytes: number): Buffer<ArrayBuffer> {
  const key = createHash('sha256').update(name).digest()
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  return Buffer.from(cipher.update(Buffer.alloc(sizeBytes)))
}

export const sha256Hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/**
 * A WhatsApp export with exactly these texts, one message a line. Numbers `from` … `to` − 1 of one and the same chat,
 * so that two exports overlap; every tenth message says the same as the one before it within the same second.
 */
export function chatExport(chat: { name: string; from: number; to: number }): {
  file: Buffer<ArrayBuffer>
  texts: string[]
} {
  const { name, from, to } = chat
  const texts: string[] = []
  const lines: string[] = []
  for (let i = from; i < to; i++) {
    const told = i % 10 === 9 ? i - 1 : i
    const at = new Date(Date.UTC(2026, 0, 1) + told * 61_000)
    const time = at.toISOString().slice(11, 19)
    const date = `${at.getUTCFullYear()}/${at.getUTCMonth() + 1}/${at.getUTCDate()}`
    const text = `${name} 第${told}条：杯口有一道2厘米裂纹`
    texts.push(text)
    lines.push(`[${date} ${time}] ${told % 3 === 0 ? '阿宁' : '林女士'}: ${text}\n`)
  }
  return { file: Buffer.from(lines.join('')), texts }
}
