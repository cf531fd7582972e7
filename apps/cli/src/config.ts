import { type Command, type CommandIo, print } from './command.ts'
import { CommandProblem, DONE, runCommand } from './command-line.ts'
import { printable, textTable } from './text-table.ts'

/** `yuanwei config`: every setting of the server, its value, and what it means. */
export const config: Command = {
  name: 'config',
  summary: messages => messages.config.summary,
  example: 'yuanwei config',
  run: configCommand,
}

/** Exit codes: DONE, NOT_TRIED (a setting has a value that cannot be used). */
export async function configCommand(args: string[], io: CommandIo): Promise<number> {
  return await runCommand(args, io, {
    options: { json: { type: 'boolean' } },
    help: messages => messages.config.help,
    async run({ messages, language, flag, arguments: names }) {
      if (names.length > 0) throw new CommandProblem(messages.config.noArguments)
      const { describeConfig, readConfig, Refusal, say } = await import('../../server/src/offline.ts')
      try {
        for (const { code, params } of readConfig(io.env).notices)
          io.stderr.write(`${say(code, params, language)}\n`)
        const settings = describeConfig(io.env, language)
        const { columns, sources, unset } = messages.config
        const text = flag('json')
          ? `${JSON.stringify(settings.map(each => ({ ...each, value: each.value ?? null })))}\n`
          : `${textTable(
              Object.values(columns),
              settings.map(({ name, value, source, meaning }) => [
                name,
                printable(value ?? unset),
                sources[source],
                meaning,
              ]),
              [],
            ).join('\n')}\n`
        await print(io.stdout, text)
        return DONE
      } catch (error) {
        if (error instanceof Refusal) throw new CommandProblem(error.say(language))
        throw error
      }
    },
  })
}
