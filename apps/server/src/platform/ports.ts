import { randomBytes } from 'node:crypto'

/** Time and chance come in from outside, so that tests can drive them. */
export interface Ports {
  /** Milliseconds since the epoch. */
  now(): number
  /** Unpredictable bytes. */
  random(length: number): Uint8Array
}

export const systemPorts: Ports = { now: Date.now, random: length => randomBytes(length) }

/** UUID version 7 (RFC 9562 §5.7): sorts by time, so that new rows land at the end of an index. */
export function newId(ports: Ports): string {
  const bytes = Buffer.from(ports.random(16))
  bytes.writeUIntBE(ports.now(), 0, 6)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
