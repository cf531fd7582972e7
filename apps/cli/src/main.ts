import type { Command, CommandIo } from './command.ts'
import { inspect } from './inspect.ts'
import { languageOf, messagesIn } from './messages/messages.ts'
import { verify } from './verify.ts'

/** All commands, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [inspect, verify]

/** Runs `yuanwei` with the arguments after its name; gives the exit code. */
export async function runMain(args: string[], io: CommandIo): Promise<number> {
  const messages = messagesIn(languageOf(io.env))
  const [name, ...rest] = args
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    io.stdout.write(helpText(io))
    return name === undefined ? 2 : 0
  }
  const command = COMMANDS.find(one => one.name === name)
  if (command !== undefined) return await command.run(rest, io)
  io.stderr.write(`${messages.main.unknownCommand(name)}\n`)
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
  const { stdout, stderr, env } = process
  process.exitCode = await runMain(process.argv.slice(2), { stdout, stderr, env, cwd: process.cwd() })
}
