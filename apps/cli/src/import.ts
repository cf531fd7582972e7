import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { cases } from '@yuanwei/contract/staff'
import { conversations, evidence } from '@yuanwei/contract/staff'
import { type Command, type CommandIo, print } from './command.ts'
import { CommandProblem, DONE, type Invocation, REFUSED, runCommand } from './command-line.ts'
import { findCase } from './find-case.ts'
import { importReport } from './import-report.ts'
import { type ChatFile, openChatFile } from './open-chat-file.ts'
import { ProgressLine } from './progress-line.ts'
import { type Signed, withSession } from './sign-in.ts'
import { waitFor } from './wait-for.ts'

type Exhibit = evidence.Exhibit
type Import = conversations.Import

/** `yuanwei import`: takes chat exports into a case and reads them, on a running server. */
export const importChat: Command = {
  name: 'import',
  summary: messages => messages.import.summary,
  example: 'yuanwei import chat.json --case YW-2026-0001',
  run: importCommand,
}

/** What was done, for `--json`; the counts are those of the server. */
export interface ImportOutcome {
  readonly case: string
  readonly exhibit: Exhibit
  /** False when the case had the same bytes under the same name already. */
  readonly uploaded: boolean
  readonly import: Import
}

/**
 * Uploads each chat export as an exhibit, starts its import and waits for the end. All files are looked at before the
 * first is sent. What is there already is not sent or read twice, so that a call that was cut off may simply be
 * repeated. Exit codes: DONE, REFUSED, NOT_TRIED.
 */
export async function importCommand(args: string[], io: CommandIo): Promise<number> {
  return await runCommand(args, io, {
    options: {
      case: { type: 'string' },
      server: { type: 'string' },
      note: { type: 'string' },
      json: { type: 'boolean' },
    },
    help: messages => messages.import.help,
    async run(invocation) {
      const { messages } = invocation
      const caseName = invocation.text('case')
      if (invocation.arguments.length === 0) throw new CommandProblem(messages.import.noFiles)
      if (caseName === undefined) throw new CommandProblem(messages.server.caseNeeded)
      const files: ChatFile[] = []
      for (const name of invocation.arguments) files.push(await openChatFile(name, invocation))
      return await withSession(invocation, async signed => {
        const found = await findCase(signed, caseName, messages)
        if (found.status !== 'open') throw new CommandProblem(messages.problems.case_closed, REFUSED)
        let code = DONE
        for (const file of files) code = Math.max(code, await importInto(found, file, signed, invocation))
        return code
      })
    },
  })
}

async function importInto(
  found: cases.Case,
  file: ChatFile,
  signed: Signed,
  invocation: Invocation,
): Promise<number> {
  const { io, messages } = invocation
  const progress = new ProgressLine(io)
  try {
    const known = await findExhibit(found, file, signed)
    const exhibit = known ?? (await upload(found, file, signed, invocation, progress))
    const finished = await readThrough(exhibit, signed, invocation, progress)
    const { session, signal } = signed
    const logged = await session.call(evidence.readExhibit, { exhibitId: exhibit.exhibitId }, { signal })
    progress.clear()
    const outcome = { case: found.number, exhibit: logged, uploaded: known === null, import: finished }
    const text = invocation.flag('json')
      ? `${JSON.stringify(outcome)}\n`
      : importReport(outcome, found, messages)
    await print(io.stdout, text)
    return finished.status === 'done' ? DONE : REFUSED
  } finally {
    progress.clear()
  }
}

/** The same bytes under the same name, if the case has them. */
async function findExhibit(
  found: cases.Case,
  file: ChatFile,
  { session, signal }: Signed,
): Promise<Exhibit | null> {
  const { exhibits } = await session.call(evidence.listExhibits, { caseId: found.caseId }, { signal })
  const alike = exhibits.filter(each => each.fileName === file.name && each.sizeBytes === file.sizeBytes)
  if (alike.length === 0) return null
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(file.path, { signal })) hash.update(bytes)
  const sha256 = hash.digest('hex')
  return alike.find(each => each.sha256 === sha256) ?? null
}

async function upload(
  found: cases.Case,
  file: ChatFile,
  { session, signal }: Signed,
  { messages, text }: Invocation,
  progress: ProgressLine,
): Promise<Exhibit> {
  const stream = createReadStream(file.path, { highWaterMark: 256 * 1024 })
  let sent = 0
  stream.on('data', piece => {
    sent += piece.length
    progress.show(messages.import.uploading(percent(sent, file.sizeBytes)))
  })
  // The listener must not set the file flowing before anybody takes it.
  stream.pause()
  return await session.upload(
    evidence.addExhibit,
    { caseId: found.caseId, fileName: file.name, note: text('note') ?? '' },
    Readable.toWeb(stream) as ReadableStream<Uint8Array>,
    { sizeBytes: file.sizeBytes, signal },
  )
}

/** The import of the exhibit that is done or under way, else a new one; waits for its end. */
async function readThrough(
  exhibit: Exhibit,
  { session, signal }: Signed,
  { messages }: Invocation,
  progress: ProgressLine,
): Promise<Import> {
  const list = async () => {
    const { imports } = await session.call(conversations.listImports, { caseId: exhibit.caseId }, { signal })
    return imports.filter(each => each.exhibitId === exhibit.exhibitId)
  }
  const before = (await list()).find(each => each.status !== 'failed')
  const { importId } =
    before ?? (await session.call(conversations.startImport, { exhibitId: exhibit.exhibitId }, { signal }))
  return await waitFor(
    async () => {
      const one = (await list()).find(each => each.importId === importId)
      if (one === undefined) throw new Error('an import that was started is not listed')
      const done = percent(one.readBytes, one.totalBytes)
      progress.show(messages.import.reading(messages.import.steps[one.status], done, one.messages))
      return one
    },
    one => one.status === 'done' || one.status === 'failed',
    { signal },
  )
}

function percent(done: number, total: number): string {
  return `${total === 0 ? 100 : Math.floor((done / total) * 100)} %`
}
