import packageJson from '../../../package.json' with { type: 'json' }
import type { Command, CommandIo } from './command.ts'
import { config } from './config.ts'
import { dossier } from './dossier.ts'
import { fsck } from './fsck.ts'
import { importChat } from './import.ts'
import { inspect } from './inspect.ts'
import { languageOf, messagesIn } from './messages/messages.ts'
import { verify } from './verify.ts'

/** All commands, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [inspect, importChat, dossier, verify, fsck, config]

/** Runs `yuanwei` with the arguments after its name; gives the exit code. */
export async function runMain(args: string[], io: CommandIo): Promise<number> {
  const messages = messagesIn(languageOf(io.env))
  const [name, ...rest] = args
  if (name === '--version' || name === 'version') {
    io.stdout.write(`yuanwei ${packageJson.version}\n`)
    return 0
  }
  const isHelp = name === 'help' || name === '--help' || name === '-h'
  if (name === undefined || (isHelp && rest[0] === undefined)) {
    io.stdout.write(helpText(io))
    return name === undefined ? 2 : 0
  }
  // `yuanwei help verify` is `yuanwei verify --help`.
  const [wanted, own] = isHelp ? [rest[0], ['--help']] : [name, rest]
  const command = COMMANDS.find(one => one.name === wanted)
  if (command !== undefined) return await command.run(own, io)
  io.stderr.write(`${messages.main.unknownCommand(wanted ?? '')}\n`)
  return 2
}

function helpText(io: CommandIo): string {
  const messages = messagesIn(languageOf(io.env))
  const width = Math.max(...COMMANDS.map(command => command.name.length))
  const list = COMMANDS.map(command => `  ${command.name.padEnd(width)}  ${command.summary(messages)}`)
  const examples = COMMANDS.map(command => `  ${command.example}`)
  const { usage, commands, examples: title, hint } = messages.main
  return [usage, '', commands, ...list, '', title, ...examples, '', hint, ''].join('\n')
}

if (import.meta.main) {
  // A reader that goes away (`| head`) ends the command without a trace of stack.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
  const { stdin, stdout, stderr, env } = process
  const terminal = stdin.isTTY ? { terminal: stdin } : {}
  const io = { stdout, stderr, env, cwd: process.cwd(), ...terminal }
  process.exitCode = await runMain(process.argv.slice(2), io)
}
