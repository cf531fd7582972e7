import { createHash } from 'node:crypto'
import type { Ports } from '../../platform/ports.ts'

export const SESSION_LIFETIME_MS = 7 * 24 * 3600_000
export const SESSION_IDLE_MS = 12 * 3600_000
/** `seen_at` moves at most this often: a session costs no write a request. */
export const SEEN_GRAIN_MS = 60_000

export interface SessionToken {
  readonly token: string
  readonly digest: Buffer
}

/** `<organisation>.<256 random bits>`: the first part says in which tenant to look, the second is the secret. */
export function newSessionToken(ports: Ports, orgId: string): SessionToken {
  const token = `${orgId}.${Buffer.from(ports.random(32)).toString('base64url')}`
  return { token, digest: digestOf(token) }
}

export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

const TOKEN = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[A-Za-z0-9_-]{43}$/

/** The organisation a token or invitation points to; null when it can't be one of ours. */
export function organisationOf(token: string): string | null {
  return TOKEN.exec(token)?.[1] ?? null
}

/** Codes that people read off and type: no letter that looks like another. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

export function newSetupCode(ports: Ports): string {
  const letters = [...ports.random(16)].map(byte => ALPHABET[byte % ALPHABET.length])
  return [0, 4, 8, 12].map(start => letters.slice(start, start + 4).join('')).join('-')
}

export function normaliseSetupCode(typed: string): string {
  const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return letters.match(/.{1,4}/g)?.join('-') ?? ''
}
