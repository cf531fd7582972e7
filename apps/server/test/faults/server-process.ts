// A whole server in a process of its own, for tests that kill it. At a fault point that the parent chose it says
// so and stays there for ever, while everything else in it goes on; the parent then kills it.
// Usage: node server-process.ts DATA_FOLDER, with an IPC channel.
import { readConfig } from '../../src/config.ts'
import type { Fault } from '../../src/platform/faults.ts'
import { openLogger } from '../../src/platform/logger.ts'
import { serve } from '../../src/serve.ts'
import type { Arming, ServerWord } from './server-words.ts'

const [dataFolder = ''] = process.argv.slice(2)
const say = (word: ServerWord) => process.send?.(word)

let armed: Arming | null = null
process.on('message', word => {
  armed = word as Arming
})
// Without its parent nobody would end it.
process.on('disconnect', () => process.exit(1))

const fault: Fault = point => {
  if (armed?.point !== point) return
  armed = { point, nth: armed.nth - 1 }
  if (armed.nth > 0) return
  armed = null
  say({ kind: 'held', point })
  return new Promise<void>(() => undefined)
}

const config = readConfig({ PORT: '0', YUANWEI_DATA: dataFolder, YUANWEI_LANG: 'en', LOG_LEVEL: 'warn' })
const server = await serve(config, openLogger(config.logLevel), {
  report: notice => say({ kind: 'notice', code: notice.code }),
  fault,
  // Retries after a kill come in bursts that no person makes.
  limitFactor: 1000,
})
process.on('SIGTERM', async () => {
  await server.close()
  process.exit(0)
})
say({ kind: 'serving', url: server.url, setupCode: server.setupCode })
const refusal = await server.died
say({ kind: 'notice', code: refusal.code })
process.exit(1)
