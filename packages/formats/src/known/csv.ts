import type { Detection, Probe } from '../parser.ts'

/** Chat exports as CSV, by their header; and tables without a known header that can only be a chat. */
export function detectKnownCsv(probe: Probe): Detection | null {
  if (probe.shape !== 'text') return null
  const rows = splitRows(probe.head, probe.complete)
  const header = rows[0]?.map(normalCell)
  if (header === undefined || header.length < 2) return null
  const named = BY_HEADER.find(([, cells]) => cells.every((cell, at) => header[at] === cell))
  if (named !== undefined) return { format: named[0], confidence: 0.98 }
  const hasSet = (...cells: string[]) => cells.every(cell => header.includes(cell))
  if (hasSet('msgsvrid', 'type_name', 'is_sender', 'msg')) {
    return { format: header.includes('room_name') ? 'pywxdump-csv' : 'weflow-csv', confidence: 0.95 }
  }
  if (hasSet('localid', 'talkerid', 'issender', 'strcontent'))
    return { format: 'wechatmsg-csv', confidence: 0.95 }
  if (isChatHeader(header)) return { format: 'chat-csv', confidence: 0.8 }
  return isChatTable(rows) ? { format: 'chat-csv', confidence: 0.6 } : null
}

const BY_HEADER: readonly (readonly [string, readonly string[]])[] = [
  ['wechatmsg-csv', ['localid', 'talkerid', 'type', 'subtype', 'issender', 'createtime']],
  ['pywxdump-csv', ['id', 'msgsvrid', 'type_name', 'is_sender', 'talker', 'room_name', 'msg']],
  ['weflow-csv', ['id', 'msgsvrid', 'type_name', 'is_sender', 'talker', 'msg', 'src', 'createtime']],
  ['chatlog-csv', ['time', 'sendername', 'sender', 'talkername', 'talker', 'content']],
]

/** Whole names only: `lifetime` is no time, `message_id` no message, `senderid` no name. */
const TIME = names(
  'time date datetime timestamp createtime create_time strtime sendtime send_time sent_at 时间 時間 日期 发送时间 發送時間 消息时间 日期时间',
)
const SENDER = names(
  'sender from author user username name nickname sendername sender_name issender is_sender senderid sender_id 发送者 發送者 发送人 發送人 发言人 昵称 暱稱 发送者昵称 发送者身份 姓名',
)
const MESSAGE = names(
  'message msg content text body strcontent 内容 內容 消息 消息内容 訊息 訊息內容 聊天内容 文本',
)

function names(list: string): ReadonlySet<string> {
  return new Set(list.split(' '))
}

function isChatHeader(header: readonly string[]): boolean {
  const has = (set: ReadonlySet<string>) => header.some(cell => set.has(cell))
  return has(TIME) && has(SENDER) && has(MESSAGE)
}

/** No header: every row begins with a date and time, then somebody, then something that is no number. */
function isChatTable(rows: readonly (readonly string[])[]): boolean {
  if (rows.length < 2) return false
  return rows.every(row => {
    const [time = '', sender = '', text = ''] = row
    if (row.length < 3 || row.length > 5) return false
    const isTime = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[T ]\d{1,2}:\d{2}(?::\d{2})?$/.test(time.trim())
    return isTime && sender.trim() !== '' && sender.length <= 60 && !isAmount(sender) && !isAmount(text)
  })
}

function isAmount(cell: string): boolean {
  return /^[\s¥￥$+-]*\d[\d,]*(?:\.\d+)?\s*$/.test(cell)
}

function normalCell(cell: string): string {
  return cell.trim().toLowerCase()
}

/** The first rows by RFC 4180, separated by whatever separates the first line most. */
function splitRows(head: string, complete: boolean): string[][] {
  const firstLine = head.slice(0, head.search(/[\r\n]|$/))
  const separator = [',', ';', '\t'].reduce(
    (best, one) => (count(firstLine, one) > count(best === one ? '' : firstLine, best) ? one : best),
    ',',
  )
  const text = head.slice(0, 64 * 1024)
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length && rows.length < 32) {
    const cell = readCell(text, at, separator)
    row.push(cell.text)
    at = cell.end
    if (text[at] === separator) {
      at += 1
      if (at < text.length) continue
      row.push('')
    }
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
    at += text.startsWith('\r\n', at) ? 2 : 1
  }
  // The last row may be cut off by the end of the probe.
  if (!(complete && text.length === head.length) && rows.length > 1 && rows.length < 32) rows.pop()
  return rows
}

function readCell(text: string, at: number, separator: string): { text: string; end: number } {
  if (text[at] !== '"') {
    const rest = text.slice(at).search(separator === '\t' ? /[\t\r\n]/ : new RegExp(`[${separator}\\r\\n]`))
    const end = rest < 0 ? text.length : at + rest
    return { text: text.slice(at, end), end }
  }
  let end = at + 1
  for (;;) {
    end = text.indexOf('"', end)
    if (end < 0) return { text: text.slice(at + 1), end: text.length }
    if (text[end + 1] !== '"') break
    end += 2
  }
  const inner = text.slice(at + 1, end).replaceAll('""', '"')
  const after = text
    .slice(end + 1)
    .search(separator === '\t' ? /[\t\r\n]/ : new RegExp(`[${separator}\\r\\n]`))
  return { text: inner, end: after < 0 ? text.length : end + 1 + after }
}

function count(text: string, part: string): number {
  return text.split(part).length - 1
}
