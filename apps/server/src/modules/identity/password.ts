import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { Problem } from '../../platform/problem.ts'

/** OWASP's second choice for argon2id: 19 MiB, two passes, one lane. */
const OPTIONS = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Long enough, and yet in everyone's list of guesses. */
const COMMON = [
  '123456789012',
  'passwordpassword',
  'password1234',
  'qwertyuiop12',
  'iloveyou1234',
  'woaini1314520',
  'administrator',
  'abcdefghijkl',
  'qwerty123456',
  '1qaz2wsx3edc',
]

/** A password that a guesser tries early is refused; there are no rules of composition (NIST SP 800-63B). */
export function checkPassword(password: string, context: readonly string[]): void {
  const lower = password.toLowerCase()
  const distinct = new Set(lower).size
  const named = context.some(word => word.length >= 4 && lower.includes(word.toLowerCase()))
  if (distinct < 5 || COMMON.includes(lower) || named || lower.includes('yuanwei'))
    throw new Problem('password_too_common')
}

export function hashPassword(password: string): Promise<string> {
  return hash(password, OPTIONS)
}

/** Takes the same time whether or not there is an account. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword('nobody holds this account')
  const right = await verify(stored ?? (await nobody), password)
  return right && stored !== null
}
let nobody: Promise<string> | null = null
