import type { Finding, InstallationReport } from '../../server/src/offline.ts'
import { type Command, type CommandIo, print } from './command.ts'
import { CommandProblem, DONE, type Invocation, REFUSED, runCommand } from './command-line.ts'
import { displayWidth } from './text-table.ts'

/** `yuanwei fsck`: reads again all that an installation keeps and compares it. */
export const fsck: Command = {
  name: 'fsck',
  summary: messages => messages.fsck.summary,
  example: 'yuanwei fsck --deep',
  run: fsckCommand,
}

/** A folder that was emptied gives as many findings as there were files; nobody reads more than these. */
const MAX_LISTED = 1000

/** Exit codes: DONE (nothing found), REFUSED (something found), NOT_TRIED (could not check). */
export async function fsckCommand(args: string[], io: CommandIo): Promise<number> {
  return await runCommand(args, io, {
    options: { deep: { type: 'boolean' }, json: { type: 'boolean' } },
    help: messages => messages.fsck.help,
    run: check,
  })
}

async function check(invocation: Invocation): Promise<number> {
  const { io, messages, language } = invocation
  if (invocation.arguments.length > 0) throw new CommandProblem(messages.fsck.noArguments)
  // Loaded only here: no other command has to wait for the server's code.
  const { checkInstallation, readConfig, say } = await import('../../server/src/offline.ts')
  const listed: Finding[] = []
  let count = 0
  const report = await checkInstallation(readConfig(io.env), {
    depth: invocation.flag('deep') ? 'deep' : 'length',
    report: notice => io.stderr.write(`${say(notice.code, notice.params, language)}\n`),
    onFinding: finding => {
      count++
      if (listed.length < MAX_LISTED) listed.push(finding)
    },
  }).catch((error: unknown) => {
    throw new CommandProblem(whyNot(error, invocation))
  })
  const counts = countsOf(report)
  const text = invocation.flag('json')
    ? `${JSON.stringify({ clean: count === 0, findingCount: count, findings: listed, counts })}\n`
    : reportText(counts, listed, count, invocation)
  await print(io.stdout, text)
  return count === 0 ? DONE : REFUSED
}

function countsOf({ log, ...records }: InstallationReport) {
  const { leaves, tiles, pending } = log
  const { exhibits, imports, messages, facts, dossiers, unnamedFiles } = records
  return { leaves, tiles, pending, exhibits, imports, messages, facts, dossiers, unnamedFiles }
}

function reportText(
  counts: ReturnType<typeof countsOf>,
  listed: readonly Finding[],
  count: number,
  { messages }: Invocation,
): string {
  const words = messages.fsck
  const names = Object.keys(counts) as (keyof typeof counts)[]
  const width = Math.max(...names.map(name => displayWidth(words.counts[name])))
  const lines = names.map(name => {
    const label = words.counts[name]
    return `${label}${' '.repeat(width - displayWidth(label))}  ${counts[name]}`
  })
  const findings = listed.map(({ code, place }) => {
    const where = Object.entries(place).map(([name, value]) => `${name}=${value}`)
    return `✗ ${words.findings[code]} (${[code, ...where].join(' ')})`
  })
  const more = count > listed.length ? [words.more(count - listed.length)] : []
  const end = count === 0 ? words.clean : words.found(count)
  return [...lines, '', ...findings, ...more, end, ''].join('\n')
}

/** Whatever stopped the check, in a sentence: an installation that cannot be read is what this command is for. */
function whyNot(error: unknown, { messages, language }: Invocation): string {
  if (!(error instanceof Error)) return messages.fsck.cannot(String(error))
  if ('say' in error && typeof error.say === 'function') return String(error.say(language))
  const { code, path } = error as NodeJS.ErrnoException
  if ((code === 'EACCES' || code === 'EPERM') && path !== undefined) return messages.fsck.noPermission(path)
  return messages.fsck.cannot(error.message)
}
