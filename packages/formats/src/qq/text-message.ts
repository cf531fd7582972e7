import type { Report } from '../parser.ts'
import type { Line } from '../text-lines.ts'
import type { Assumption, Item, Message, MessageTime, Sender } from '../types.ts'
import { contentKind, noticeKind } from './content.ts'
import { type Identity, isSystem } from './identity.ts'

/** A record of a QQ text as its reader found it. */
export interface TextRecord {
  readonly time: MessageTime
  readonly assumed: readonly Assumption[]
  /** null for a notice that stands alone. */
  readonly identity: Identity | null
  readonly text: string
  readonly line: number
  /** Whether a line of it was in another encoding than the rest of the file. */
  readonly recoded: boolean
}

/** Numbers the messages of one file and keeps its report. */
export class TextMessages {
  readonly #report: Report
  readonly #isEncodingGuessed: boolean
  #index = 0

  constructor(report: Report, isEncodingGuessed: boolean) {
    this.#report = report
    this.#isEncodingGuessed = isEncodingGuessed
  }

  /** To be called once with every line, for what the report says about encodings. */
  note(line: Line): void {
    if (line.state === 'damaged') this.#report.warn('undecodable_bytes')
    if (line.state === 'recoded') this.#report.warn('encoding_mixed')
  }

  item(record: TextRecord): Item {
    const isNotice = record.identity === null || isSystem(record.identity)
    const sender: Sender | null =
      isNotice || record.identity === null
        ? null
        : { id: record.identity.id, name: record.identity.name, self: null }
    this.#report.warn(record.time.kind === 'local' ? 'time_zone_unknown' : 'date_missing')
    const hasGuess = this.#isEncodingGuessed || record.recoded
    const message: Message = {
      index: this.#index,
      time: record.time,
      assumed: hasGuess ? ['encoding', ...record.assumed] : record.assumed,
      sender,
      kind: isNotice ? noticeKind(record.text) : contentKind(record.text),
      text: record.text,
      rawKind: record.identity !== null && isNotice ? record.identity.name : null,
      reply: null,
      media: null,
      platformId: null,
      place: { line: record.line },
      grade: 'editable_export',
    }
    this.#index += 1
    return { type: 'message', message }
  }
}

export function unreadAt(line: number, reason: string): Item {
  return { type: 'unread', unread: { place: { line }, reason } }
}
