import { parseArgs } from 'node:util'
import { readConfig } from './config.ts'
import { LogRefusal } from './platform/log/index.ts'
import { openLogger } from './platform/logger.ts'
import { type Notice, Refusal, say } from './platform/sentences.ts'
import { type RunningServer, serve } from './serve.ts'

/** Starts the server and ends with it: 0 after a wished end, 1 when something must be put right first. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { role: { type: 'string' } }, allowPositionals: true })
  const config = readConfig(undefined, values.role)
  const tell = (line: string) => process.stderr.write(`${line}\n`)
  const report = (notice: Notice) => tell(say(notice.code, notice.params, config.language))
  for (const notice of config.notices) report(notice)
  const logger = openLogger(config.logLevel)
  const ended = signalled()
  let server: RunningServer
  try {
    server = await serve(config, logger, { report })
  } catch (cause) {
    if (cause instanceof Refusal) tell(cause.say(config.language))
    else if (cause instanceof LogRefusal)
      tell(`${say(cause.code, {}, config.language)} ${JSON.stringify(cause.facts)}`)
    else throw cause
    process.exit(1)
  }
  report({ code: 'serving', params: { url: server.url } })
  if (server.setupCode) report({ code: 'setup_code', params: { url: server.url, code: server.setupCode } })
  const died = await Promise.race([ended.then(() => null), server.died])
  if (died) tell(died.say(config.language))
  report({ code: 'stopping', params: {} })
  await server.close()
  report({ code: 'stopped', params: {} })
  process.exit(died ? 1 : 0)
}

/** Resolves with the first wish to end; more of them change nothing. */
function signalled(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })
}

await main()
