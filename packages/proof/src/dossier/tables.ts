import type { JsonObject, JsonValue } from '../canonical-json.ts'
import { csv, csvRow } from './csv.ts'
import type { DossierIndex } from './index-file.ts'
import type { DossierLanguage, FactPart, FactSourcePart, FactWhen } from './parts.ts'
import type { MessageRecord } from './records.ts'
import { type DossierWords, wordFor, wordsOf } from './words.ts'

// The tables for people. Each follows from a file for machines beside it, and the verifier makes it again to
// see that both say the same: nobody reads one thing while the other is proven.

/** 证据目录. */
export function catalogueTable(index: DossierIndex): string {
  const words = wordsOf(index.language)
  const rows = index.exhibits.map(exhibit => [
    exhibit.number,
    exhibit.fileName,
    exhibit.source,
    exhibit.pages,
    exhibit.sizeBytes,
    exhibit.purpose,
    exhibit.sha256,
    exhibit.addedAt,
    exhibit.entry,
    exhibit.mediaType,
    wordFor(words, exhibit.grade),
    exhibit.path,
    exhibit.leftOut === null ? null : words.leftOut[exhibit.leftOut],
  ])
  return csv([words.catalogue, ...rows])
}

export function timelineTable(facts: readonly FactPart[], language: DossierLanguage): string {
  const words = wordsOf(language)
  const rows = facts.map(fact => [
    fact.number,
    timeText(fact.when),
    wordFor(words, fact.when.kind),
    wordFor(words, fact.kind),
    fact.title,
    fact.body,
    fact.sources.map(source => sourceText(source, words)).join('; '),
    fact.causes.map(words.fact).join('; '),
    fact.entry,
  ])
  return csv([words.timeline, ...rows])
}

function sourceText(source: FactSourcePart, words: DossierWords): string {
  if (source.kind === 'exhibit') return words.exhibit(source.exhibit)
  const number = source.threadPosition + 1
  return source.conversation === null
    ? words.messageNotShown(number)
    : words.message(source.conversation, number)
}

function timeText(when: FactWhen): string | null {
  if (when.kind === 'instant') return when.instant
  if (when.kind === 'local') return when.local
  return when.kind === 'time_of_day' ? when.timeOfDay : null
}

/** Writes the messages of one conversation row by row, with a row for every gap. */
export class MessagesTable {
  private readonly words: DossierWords
  private readonly total: number
  private readonly exhibits: ReadonlyMap<string, number>
  private next = 0

  /** @param exhibits number of the exhibit that each import was read from */
  constructor(language: DossierLanguage, total: number, exhibits: ReadonlyMap<string, number>) {
    this.words = wordsOf(language)
    this.total = total
    this.exhibits = exhibits
  }

  head(): string {
    return csv([this.words.messages])
  }

  row(record: MessageRecord, message: JsonValue): string {
    const gap = this.gapBefore(record.thread)
    this.next = record.thread + 1
    const fields = isObject(message) ? message : {}
    const sender = isObject(fields.sender) ? fields.sender : {}
    return (
      gap +
      csvRow([
        record.thread + 1,
        this.exhibits.get(record.importId) ?? null,
        record.position + 1,
        messageTime(fields.time),
        text(sender.name) ?? text(sender.id),
        this.word(fields.kind),
        text(fields.text),
        this.word(fields.grade),
        this.words.proven[record.content.kind],
      ])
    )
  }

  end(): string {
    return this.gapBefore(this.total)
  }

  private word(code: JsonValue | undefined): string | null {
    return typeof code === 'string' ? wordFor(this.words, code) : null
  }

  private gapBefore(position: number): string {
    const count = position - this.next
    return count > 0 ? csvRow([null, null, null, null, null, null, this.words.gap(count), null, null]) : ''
  }
}

/** A point in time is written in UTC; what the file does not say is not added. */
function messageTime(time: JsonValue | undefined): string | null {
  if (!isObject(time)) return null
  if (typeof time.epochMs === 'number' && Math.abs(time.epochMs) <= 8.64e15) {
    return new Date(time.epochMs).toISOString()
  }
  return text(time.local) ?? text(time.timeOfDay)
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null
}
