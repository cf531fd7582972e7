import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, ProblemError } from '@yuanwei/client'
import { openSession, type Session } from '@yuanwei/client/session'
import { identity } from '@yuanwei/contract/staff'
import { isLost } from './colleague.ts'
import { BASE_URL, type ServerUnderTest } from './server-under-test.ts'

const LOGIN = 'owner@example.test'
const PASSWORD = 'correct horse battery staple'

/** A folder for one installation: closed to others, but the account of the database can pass through. */
export function makeDataFolder(): { dataFolder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'yuanwei-faults-'))
  chmodSync(folder, 0o711)
  return {
    dataFolder: join(folder, 'data'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Founds the organisation; also where the answer is lost and another start has another code. */
export async function found(server: ServerUnderTest): Promise<void> {
  const client = createClient({ baseUrl: BASE_URL, fetch: server.fetch })
  for (;;) {
    try {
      await client.call(identity.setUp, {
        code: server.setupCode ?? '',
        organisationName: '山雨窑',
        personName: '阿宁',
        login: LOGIN,
        password: PASSWORD,
      })
      return
    } catch (cause) {
      if (cause instanceof ProblemError && cause.code === 'setup_done') return
      if (!isLost(cause) && !(cause instanceof ProblemError && cause.code === 'setup_code_wrong')) throw cause
    }
  }
}

export async function signIn(server: ServerUnderTest): Promise<Session> {
  for (;;) {
    try {
      return await openSession({ baseUrl: BASE_URL, login: LOGIN, password: PASSWORD, fetch: server.fetch })
    } catch (cause) {
      if (!isLost(cause)) throw cause
    }
  }
}

/** How many files lie among the blobs, whether anything names them or not. */
export function countBlobs(dataFolder: string): number {
  const names = readdirSync(join(dataFolder, 'blobs'), { recursive: true, encoding: 'utf8' })
  return names.filter(name => /^[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{32}$/.test(name)).length
}
