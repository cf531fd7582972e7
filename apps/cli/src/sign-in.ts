import { ProblemError } from '@yuanwei/client'
import { openSession, type Session } from '@yuanwei/client/session'
import { ask } from './ask.ts'
import { CommandProblem, INTERRUPTED, type Invocation, NOT_TRIED, REFUSED } from './command-line.ts'
import { problemSentence } from './problem-sentence.ts'

/** A session, and a signal that ends with the person's patience: every call of a command carries it. */
export interface Signed {
  readonly session: Session
  readonly signal: AbortSignal
}

/** The server of `--server`, else the one that `npm start` gives in this environment. */
export function serverAddress({ text, io, messages }: Invocation): string {
  const given = text('server')
  if (given === undefined) return `http://127.0.0.1:${io.env.PORT?.trim() || '8080'}`
  if (!/^https?:\/\/[^/]+/.test(given) || !URL.canParse(given))
    throw new CommandProblem(messages.server.badAddress(given))
  return given.replace(/\/+$/, '')
}

/** Signs in, works, and signs out however the work ends. Refusals of the server become sentences. */
export async function withSession(
  invocation: Invocation,
  work: (signed: Signed) => Promise<number>,
): Promise<number> {
  const baseUrl = serverAddress(invocation)
  const { login, password } = await credentials(invocation, baseUrl)
  const ending = new AbortController()
  const end = () => ending.abort()
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  let session: Session | null = null
  try {
    session = await openSession({ baseUrl, login, password, signal: ending.signal })
    return await work({ session, signal: ending.signal })
  } catch (error) {
    if (ending.signal.aborted) throw new CommandProblem(invocation.messages.server.interrupted, INTERRUPTED)
    if (!(error instanceof ProblemError)) throw error
    const tried = session !== null && error.code !== 'unreachable'
    throw new CommandProblem(
      problemSentence(error, baseUrl, invocation.messages),
      tried ? REFUSED : NOT_TRIED,
    )
  } finally {
    await session?.close()
    process.off('SIGINT', end)
    process.off('SIGTERM', end)
  }
}

/** From the environment, else asked for; never an argument, which every process of the machine could read. */
async function credentials(
  { io, messages }: Invocation,
  baseUrl: string,
): Promise<{ login: string; password: string }> {
  const { YUANWEI_LOGIN: login, YUANWEI_PASSWORD: password } = io.env
  const { hostname, protocol } = new URL(baseUrl)
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  if (protocol === 'http:' && !local) io.stderr.write(`${messages.server.unencrypted(baseUrl)}\n`)
  if (login && password) return { login, password }
  if (!io.terminal) throw new CommandProblem(messages.server.noCredentials)
  const name = login || (await ask(io.terminal, io.stderr, messages.server.askLogin, { hidden: false }))
  const secret =
    name === null ? null : await ask(io.terminal, io.stderr, messages.server.askPassword, { hidden: true })
  if (name === null || secret === null) throw new CommandProblem(messages.server.interrupted, INTERRUPTED)
  return { login: name, password: secret }
}
