import { asText } from '../json/fields.ts'
import { JsonError, type JsonObject, parseJson } from '../json/parse.ts'
import type { Report } from '../parser.ts'
import type { Encoding } from '../text-encoding.ts'
import { type Line, readLineBlocks } from '../text-lines.ts'
import type { ByteSource } from '../types.ts'
import type { Members } from './members.ts'

/** A line that is not blank: a record, a comment, or what was not understood. */
export type RecordLine =
  | {
      readonly kind: 'record'
      readonly no: number
      readonly text: string
      readonly type: string | null
      readonly record: JsonObject
    }
  | { readonly kind: 'comment'; readonly no: number; readonly text: string }
  | { readonly kind: 'unread'; readonly no: number; readonly reason: string }

/** A line holds a whole record, pictures included. */
const MAX_LINE_LENGTH = 16 * 1024 * 1024

/** The records of a ChatLab JSON Lines file, in its order. */
export async function* readRecordLines(
  source: ByteSource,
  encoding: Encoding,
  report: Report,
): AsyncGenerator<RecordLine> {
  let broken: { no: number; reason: string } | null = null
  for await (const block of readLineBlocks(source, encoding, { maxLength: MAX_LINE_LENGTH })) {
    for (const line of block) {
      if (line.text.trim() === '') continue
      if (broken !== null) yield { kind: 'unread', ...broken }
      broken = null
      noteState(line, report)
      const read = readRecord(line, report)
      // A line that does not close is cut off if it is the last: held back until the next one shows that it is not.
      const isOpen =
        read.kind === 'unread' && read.reason === 'invalid_json' && !line.text.trimEnd().endsWith('}')
      if (isOpen) broken = { no: read.no, reason: 'invalid_json' }
      else yield read
    }
  }
  if (broken === null) return
  report.warn('truncated')
  yield { kind: 'unread', no: broken.no, reason: 'truncated' }
}

function noteState(line: Line, report: Report): void {
  if (line.state === 'damaged') report.warn('undecodable_bytes')
  if (line.state === 'recoded') report.warn('encoding_mixed')
}

function readRecord(line: Line, report: Report | null): RecordLine {
  if (line.state === 'too_long') return { kind: 'unread', no: line.no, reason: 'line_too_long' }
  if (line.text.trimStart().startsWith('#')) return { kind: 'comment', no: line.no, text: line.text }
  try {
    const record = parseJson(line.text, () => report?.warn('character_replaced'))
    if (!(record instanceof Map)) return { kind: 'unread', no: line.no, reason: 'not_an_object' }
    return { kind: 'record', no: line.no, text: line.text, type: asText(record.get('_type')), record }
  } catch (error) {
    if (error instanceof JsonError) return { kind: 'unread', no: line.no, reason: error.code }
    throw error
  }
}

/** Reads the names of all members first: a member's line may stand behind the messages that need it. */
export async function readMemberLines(
  source: ByteSource,
  encoding: Encoding,
  members: Members,
): Promise<void> {
  for await (const block of readLineBlocks(source, encoding, { maxLength: MAX_LINE_LENGTH })) {
    for (const line of block) {
      if (line.state === 'too_long' || !line.text.includes('"member"')) continue
      const read = readRecord(line, null)
      if (read.kind === 'record' && read.type === 'member') members.add(read.record)
    }
  }
}
