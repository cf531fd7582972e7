import { digest } from '#digest'
import { canonicalJson } from '../canonical-json.ts'
import { commitItem } from '../commitment.ts'
import { fromHex, fromUtf8, toHex, toUtf8 } from '../encoding.ts'
import { gapsBetween } from '../selection.ts'
import { parseJson } from '../strict-json.ts'
import { leafHash } from '../tree-hash.ts'
import { verifyInclusion } from '../verify-tree.ts'
import type { Committed } from './check-custody.ts'
import type { DossierIndex, IndexConversation, IndexImport } from './index-file.ts'
import * as layout from './layout.ts'
import { readLines } from './lines.ts'
import type { FactPart } from './parts.ts'
import type { ImportPayload } from './payloads.ts'
import { attempt, type DossierReading } from './reading.ts'
import { type MessageRecord, parseMessage, shownMessage } from './records.ts'
import type { VerdictBuilder } from './report.ts'
import { MessagesTable, timelineTable } from './tables.ts'

/**
 * Whether each message stands where it says in the file that it was imported from, whether the gaps are as
 * counted, and whether the readable tables say the same as what is proven.
 */
export async function checkExcerpts(
  reading: DossierReading,
  verdict: VerdictBuilder,
  index: DossierIndex,
  committed: Committed,
): Promise<void> {
  let messages = 0
  let masked = 0
  let leftOut = 0
  for (const conversation of index.conversations) {
    const check = new ConversationCheck(reading, verdict, index, conversation, committed)
    await check.run()
    messages += conversation.chosen
    masked += conversation.masked
    leftOut += conversation.messages - conversation.chosen
  }
  await checkTimeline(reading, verdict, index)
  verdict.facts.messages = messages
  verdict.facts.masked = masked
  verdict.facts.leftOut = leftOut
  verdict.facts.conversations = index.conversations.length
  if (index.conversations.length === 0) verdict.unknown('no_excerpts')
}

interface Source {
  readonly entry: IndexImport
  /** null where the entry of the import is hidden. */
  readonly committed: ImportPayload | null
  readonly shown: Set<number>
}

class ConversationCheck {
  private readonly reading: DossierReading
  private readonly verdict: VerdictBuilder
  private readonly conversation: IndexConversation
  private readonly path: string
  private readonly sources = new Map<string, Source>()
  private readonly table: MessagesTable
  private readonly tableHash = digest.createSha256()
  private chosen = 0
  private masked = 0
  private last = -1

  constructor(
    reading: DossierReading,
    verdict: VerdictBuilder,
    index: DossierIndex,
    conversation: IndexConversation,
    committed: Committed,
  ) {
    this.reading = reading
    this.verdict = verdict
    this.conversation = conversation
    this.path = layout.messagesPath(conversation.number)
    for (const entry of conversation.imports) this.addSource(entry, committed)
    const exhibits = new Map(conversation.imports.map(entry => [entry.importId, entry.exhibit]))
    this.table = new MessagesTable(index.language, conversation.messages, exhibits)
  }

  async run(): Promise<void> {
    const stream = this.reading.stream(this.path)
    if (stream === null) {
      this.verdict.bad('file_missing', this.path)
      return
    }
    this.addRow(this.table.head())
    await attempt(this.verdict, 'record_malformed', this.path, async () => {
      for await (const line of readLines(stream)) this.checkLine(parseMessage(line))
      this.addRow(this.table.end())
    })
    this.compareCounts()
    const tablePath = layout.messagesTablePath(this.conversation.number)
    if (this.reading.sha256Of(tablePath) !== toHex(this.tableHash.digest())) {
      this.verdict.bad('table_disagrees', tablePath)
    }
  }

  private addSource(entry: IndexImport, committed: Committed): void {
    const payload = committed.imports.get(entry.entry) ?? null
    const facts = { n: entry.entry }
    if (payload === null) {
      if (committed.opened.get(entry.entry) === false) this.verdict.unknown('import_hidden', this.path, facts)
      else this.verdict.bad('import_unknown', this.path, facts)
    } else if (payload.importId !== entry.importId || payload.messages !== entry.messages) {
      this.verdict.bad('import_disagrees', this.path, facts)
    }
    this.sources.set(entry.importId, { entry, committed: payload, shown: new Set() })
  }

  private checkLine(record: MessageRecord): void {
    const place = `${this.path}:${this.chosen + 1}`
    this.chosen++
    if (record.content.kind === 'masked') this.masked++
    if (record.thread <= this.last || record.thread >= this.conversation.messages) {
      this.verdict.bad('message_order', place)
    }
    this.last = record.thread
    this.addRow(this.table.row(record, shownMessage(record)))
    const source = this.sources.get(record.importId)
    if (source === undefined) {
      this.verdict.bad('import_unknown', place)
      return
    }
    if (source.shown.has(record.position)) this.verdict.bad('message_twice', place)
    source.shown.add(record.position)
    if (source.committed !== null) this.checkPosition(record, source.committed, place)
  }

  private checkPosition(record: MessageRecord, committed: ImportPayload, place: string): void {
    try {
      verifyInclusion({
        index: record.position,
        size: committed.messages,
        leafHash: leafHash(commitmentOf(record)),
        root: fromHex(committed.messageRoot, 32),
        proof: record.path,
      })
    } catch {
      this.verdict.bad('message_not_committed', place, { position: record.position })
    }
  }

  private compareCounts(): void {
    const { chosen, masked } = this.conversation
    if (chosen !== this.chosen || masked !== this.masked) {
      this.verdict.bad('count_disagrees', this.path, { expected: chosen, found: this.chosen })
    }
    for (const { entry, shown } of this.sources.values()) {
      const gaps = gapsBetween(
        [...shown].sort((a, b) => a - b),
        entry.messages,
      )
      const written = entry.gaps.map(({ from, count }) => ({ from, count }))
      if (shown.size !== entry.chosen || canonicalJson(gaps as never) !== canonicalJson(written)) {
        this.verdict.bad('gaps_disagree', this.path, { n: entry.entry })
      }
    }
  }

  private addRow(text: string): void {
    this.tableHash.update(toUtf8(text))
  }
}

function commitmentOf(record: MessageRecord): Uint8Array {
  if (record.content.kind === 'masked') return record.content.commitment
  return commitItem('message', record.content.r, digest.sha256(toUtf8(record.content.message)))
}

async function checkTimeline(
  reading: DossierReading,
  verdict: VerdictBuilder,
  index: DossierIndex,
): Promise<void> {
  if (index.facts === null) return
  const bytes = await reading.bytes(layout.BAG_FOLDER + layout.TIMELINE_JSON_PATH, layout.MAX_INDEX_BYTES)
  if (bytes === null) {
    verdict.bad('file_missing', layout.TIMELINE_JSON_PATH)
    return
  }
  const table = await attempt(verdict, 'record_malformed', layout.TIMELINE_JSON_PATH, () => {
    const facts = parseJson(fromUtf8(bytes), { maxSize: layout.MAX_INDEX_BYTES })
    if (!isFactList(facts) || facts.length !== index.facts) return null
    return timelineTable(facts, index.language)
  })
  if (table === null) verdict.bad('record_malformed', layout.TIMELINE_JSON_PATH)
  else if (reading.sha256Of(layout.TIMELINE_CSV_PATH) !== toHex(digest.sha256(toUtf8(table)))) {
    verdict.bad('table_disagrees', layout.TIMELINE_CSV_PATH)
  }
}

/** Whether a value has the shape that the table needs; its content is sealed and says what it says. */
function isFactList(value: unknown): value is FactPart[] {
  return (
    Array.isArray(value) &&
    value.every(
      fact =>
        typeof fact === 'object' &&
        fact !== null &&
        typeof fact.when === 'object' &&
        fact.when !== null &&
        Array.isArray(fact.sources) &&
        fact.sources.every((source: unknown) => typeof source === 'object' && source !== null) &&
        Array.isArray(fact.causes),
    )
  )
}
