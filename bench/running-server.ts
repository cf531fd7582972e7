import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@yuanwei/client'
import { identity } from '@yuanwei/contract/staff'
import { readConfig } from '../apps/server/src/config.ts'
import { silentLogger } from '../apps/server/src/platform/logger.ts'
import { serve } from '../apps/server/src/serve.ts'

const PASSWORD = 'correct horse battery staple'

/** A temporary folder that the account of the database may pass through, gone when the work is over. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'yuanwei-bench-'))
  chmodSync(folder, 0o711)
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The whole server on a data folder of its own, as `npm start` runs it, and its owner over real HTTP. */
export async function withServer(folder: string, work: (owner: Client) => Promise<void>): Promise<void> {
  const config = readConfig({ PORT: '0', YUANWEI_DATA: join(folder, 'data') })
  const server = await serve(config, silentLogger, { report: () => {}, limitFactor: 1000 })
  try {
    await work(await signUp(server.url, server.setupCode ?? ''))
  } finally {
    await server.close()
  }
}

async function signUp(baseUrl: string, code: string): Promise<Client> {
  let cookie = ''
  let csrf: string | null = null
  const client = createClient({
    baseUrl,
    csrfToken: () => csrf,
    fetch: async (url, init) => {
      const response = await fetch(url, {
        ...init,
        headers: { ...(init?.headers as object), ...(cookie ? { cookie } : {}) },
      })
      cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
      return response
    },
  })
  const me = await client.call(identity.setUp, {
    code,
    organisationName: 'bench',
    personName: 'bench',
    login: 'bench@example.test',
    password: PASSWORD,
  })
  csrf = me.csrfToken
  return client
}
