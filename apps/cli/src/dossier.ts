import { randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { cases, dossiers } from '@yuanwei/contract/staff'
import { conversations, dossiers as dossierOperations, evidence } from '@yuanwei/contract/staff'
import { type Command, type CommandIo, print } from './command.ts'
import { CommandProblem, DONE, type Invocation, REFUSED, runCommand } from './command-line.ts'
import { findCase } from './find-case.ts'
import { type Language, parseLanguage } from './messages/messages.ts'
import { ProgressLine } from './progress-line.ts'
import { saveDossier } from './save-dossier.ts'
import { type Signed, withSession } from './sign-in.ts'
import { printable } from './text-table.ts'
import { waitFor } from './wait-for.ts'

type Dossier = dossiers.Dossier
const { DOSSIER_PURPOSES } = dossierOperations

/** `yuanwei dossier`: has a running server make a dossier of a whole case, and fetches it. */
export const dossier: Command = {
  name: 'dossier',
  summary: messages => messages.dossier.summary,
  example: 'yuanwei dossier YW-2026-0001 -o dossier.asice --purpose court',
  run: dossierCommand,
}

interface Wish {
  readonly caseName: string
  readonly output: string
  readonly force: boolean
  readonly purpose: (typeof DOSSIER_PURPOSES)[number]
  readonly unmasked: boolean
  readonly reason: string
  readonly language: Language
}

/**
 * All exhibits, all messages and the timeline of one case. The file appears under its name only when it is whole and
 * its SHA-256 is the one that the server has logged. Exit codes: DONE, REFUSED, NOT_TRIED.
 */
export async function dossierCommand(args: string[], io: CommandIo): Promise<number> {
  return await runCommand(args, io, {
    options: {
      output: { type: 'string', short: 'o' },
      purpose: { type: 'string' },
      unmasked: { type: 'boolean' },
      reason: { type: 'string' },
      force: { type: 'boolean' },
      'dossier-lang': { type: 'string' },
      server: { type: 'string' },
      json: { type: 'boolean' },
    },
    help: messages => messages.dossier.help(DOSSIER_PURPOSES.join(', ')),
    async run(invocation) {
      const wish = readWish(invocation)
      const output = resolve(io.cwd, wish.output)
      await requirePlace(output, wish, invocation)
      return await withSession(invocation, async signed => {
        const found = await findCase(signed, wish.caseName, invocation.messages)
        return await makeDossier(found, { ...wish, output }, signed, invocation)
      })
    },
  })
}

function readWish({ messages, text, flag, arguments: names }: Invocation): Wish {
  const [caseName, ...more] = names
  const output = text('output')
  const purpose = DOSSIER_PURPOSES.find(each => each === (text('purpose') ?? 'internal'))
  const language = parseLanguage(text('dossier-lang') ?? 'zh-CN')
  const reason = text('reason')?.trim() ?? ''
  if (caseName === undefined || more.length > 0) throw new CommandProblem(messages.dossier.oneCase)
  if (output === undefined) throw new CommandProblem(messages.dossier.outputNeeded)
  if (purpose === undefined)
    throw new CommandProblem(messages.dossier.badPurpose(text('purpose') ?? '', DOSSIER_PURPOSES.join(', ')))
  if (language === null) throw new CommandProblem(messages.main.unknownLanguage(text('dossier-lang') ?? ''))
  if (flag('unmasked') && reason === '') throw new CommandProblem(messages.dossier.reasonNeeded)
  return {
    caseName,
    output,
    force: flag('force'),
    purpose,
    unmasked: flag('unmasked'),
    reason,
    language,
  }
}

/** Before anybody is bothered: the folder is there, and nothing that would be written over. */
async function requirePlace(output: string, { force }: Wish, { messages }: Invocation): Promise<void> {
  const folder = await stat(dirname(output)).catch(() => null)
  if (!folder?.isDirectory()) throw new CommandProblem(messages.dossier.noFolder(printable(dirname(output))))
  const found = await stat(output).catch(() => null)
  if (found?.isDirectory()) throw new CommandProblem(messages.dossier.isFolder(printable(output)))
  if (found && !force) throw new CommandProblem(messages.dossier.exists(printable(output)))
}

async function makeDossier(
  found: cases.Case,
  wish: Wish,
  signed: Signed,
  { io, messages, flag }: Invocation,
): Promise<number> {
  const progress = new ProgressLine(io)
  try {
    const made = await build(found, wish, signed, part => progress.show(messages.dossier.building(part)))
    if (made.status === 'failed')
      throw new CommandProblem(messages.dossier.failed(made.failure ?? ''), REFUSED)
    await saveDossier(made, wish, signed, messages, part => progress.show(messages.dossier.fetching(part)))
    progress.clear()
    const text = flag('json')
      ? `${JSON.stringify({ case: found.number, file: wish.output, dossier: made })}\n`
      : messages.dossier.made(
          printable(wish.output),
          made.exhibitCount,
          made.messageCount,
          made.masked,
          made.sha256 ?? '',
        )
    await print(io.stdout, text)
    return DONE
  } finally {
    progress.clear()
  }
}

/** Asks for everything there is in the case, and waits until it is made. */
async function build(
  found: cases.Case,
  wish: Wish,
  { session, signal }: Signed,
  onProgress: (part: string) => void,
): Promise<Dossier> {
  const { caseId } = found
  const { exhibits } = await session.call(evidence.listExhibits, { caseId }, { signal })
  const { conversations: threads } = await session.call(
    conversations.listConversations,
    { caseId },
    { signal },
  )
  const spans = threads
    .filter(thread => thread.messageCount > 0)
    .map(({ conversationId, messageCount: of }) => ({ conversationId, from: 0, to: of - 1, of }))
  const { dossierId } = await session.call(
    dossierOperations.createDossier,
    {
      caseId,
      purpose: wish.purpose,
      exhibitIds: exhibits.map(each => each.exhibitId),
      spans,
      timeline: true,
      unmasked: wish.unmasked,
      reason: wish.reason,
      language: wish.language,
    },
    { idempotencyKey: randomUUID(), signal },
  )
  return await waitFor(
    async () => {
      const { dossiers: all } = await session.call(dossierOperations.listDossiers, { caseId }, { signal })
      const one = all.find(each => each.dossierId === dossierId)
      if (one === undefined) throw new Error('a dossier that was asked for is not listed')
      onProgress(`${Math.floor(one.progress * 100)} %`)
      return one
    },
    one => one.status === 'ready' || one.status === 'failed',
    { signal },
  )
}
