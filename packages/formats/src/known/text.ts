import type { Detection, Probe } from '../parser.ts'

/**
 * Chat formats in plain text that are recognised and not read yet. A text that only mentions such a program, or
 * quotes a line of its export, is none: it takes the head line or record lines in number.
 */
export function detectKnownText(probe: Probe): Detection | null {
  if (probe.shape !== 'text') return null
  const lines = probe.head.split(/\r\n|\r|\n/, 2000)
  if (!probe.complete) lines.pop()
  for (const detect of [ofLine, ofSignal, ofMht, ofHtml, ofSql, ofXml, ofChatlog, ofWeflow, ofWechatmsg]) {
    const found = detect(lines, probe.head)
    if (found !== null) return found
  }
  return null
}

const LINE_HEADS = [
  /^\[LINE\]\s*[與与和]?.+的聊天(?:[記记]?[錄录]|[紀纪][錄录])?\s*$/,
  /^\[LINE\]\s*Chat history (?:with|in) .+/i,
  /^\[LINE\]\s*.+とのトーク.*/,
  /^(?:[與与和].+的聊天(?:[記记紀纪][錄录])|Chat history (?:with|in) .+|.+とのトーク履歴)\s*$/,
]
const LINE_SAVED = /^(?:[儲储]存日期|保存日時|Saved on)\s*[:：]/
const LINE_DATE =
  /^(?:\d{4}[/.]\d{1,2}[/.]\d{1,2}\s*(?:[（(](?:週|周)?[一二三四五六日月火水木金土][）)]|[週周][一二三四五六日]|[A-Z][a-z]{2,8}day)|[A-Z][a-z]{2}, \d{1,2}\/\d{1,2}\/\d{4}|R\d{1,2}\/\d{1,2}\/\d{1,2}[（(].[）)])\s*$/
const LINE_MESSAGE =
  /^(?:(?:上午|下午|午前|午後)\s*\d{1,2}:\d{2}|\d{1,2}:\d{2}\s*(?:[AaPp][Mm])?)(?:\t| {2,})\S*/

function ofLine(lines: readonly string[]): Detection | null {
  const first = lines.find(line => line.trim() !== '') ?? ''
  const hasHead = LINE_HEADS.some(head => head.test(first))
  const dates = lines.filter(line => LINE_DATE.test(line)).length
  const messages = lines.filter(line => LINE_MESSAGE.test(line)).length
  const hasSaved = lines.slice(0, 5).some(line => LINE_SAVED.test(line))
  if (hasHead && (hasSaved || dates > 0 || messages > 0)) return { format: 'line', confidence: 0.97 }
  if (dates > 0 && messages >= 2) return { format: 'line', confidence: 0.85 }
  return null
}

/** `[2019-12-24, 12:23] Jane: text`: the date as ISO 8601 writes it, and no seconds. */
function ofSignal(lines: readonly string[]): Detection | null {
  const heads = lines.filter(line => /^\[\d{4}-\d{2}-\d{2}, \d{2}:\d{2}\] [^:]+:/.test(line)).length
  const first = lines.find(line => line.trim() !== '') ?? ''
  return heads > 0 &&
    first.startsWith('[') &&
    heads * 10 >= lines.filter(line => line.startsWith('[')).length * 8
    ? { format: 'signal', confidence: 0.97 }
    : null
}

/** The message manager of QQ saves MHT; junk may stand before its first header. */
function ofMht(_lines: readonly string[], head: string): Detection | null {
  const begin = head.slice(0, 8192)
  if (!/^Content-Type:\s*multipart\/related/im.test(begin)) return null
  // A mail has passed through servers, and may be about anything.
  if (/^(?:Received|Return-Path|Message-ID):/im.test(begin)) return null
  const isTencent = /Save by Tencent|Tencent IM|QQ Message|消息记录|消息对象|日期[:：]\s*\d{4}-/i.test(
    head.slice(0, 64 * 1024),
  )
  return isTencent || /\{[0-9A-F-]{36}\}\.dat/i.test(head) ? { format: 'qq-mht', confidence: 0.95 } : null
}

function ofHtml(_lines: readonly string[], head: string): Detection | null {
  if (!/^\s*<(?:!doctype html|html|head|script)/i.test(head)) return null
  const isWechatmsg = /\{\s*type:\s*\d+\s*,\s*text:\s*['"`]/.test(head) && /is_send:\s*[01]/.test(head)
  return isWechatmsg ? { format: 'wechatmsg-html', confidence: 0.95 } : null
}

function ofSql(_lines: readonly string[], head: string): Detection | null {
  const isWeflow = /^\s*(?:CREATE TABLE|INSERT INTO)[^;(]{0,40}\bweflow_messages\b/im.test(head)
  return isWeflow ? { format: 'weflow-sql', confidence: 0.95 } : null
}

/** Call-backs of the conversation archive. */
function ofXml(_lines: readonly string[], head: string): Detection | null {
  if (!/^\s*<xml>/i.test(head)) return null
  const isArchive =
    /<Event><!\[CDATA\[msgaudit_notify\]\]>|<ChangeType><!\[CDATA\[msg_audit_approved\]\]>/i.test(head)
  return isArchive ? { format: 'wecom', confidence: 0.95 } : null
}

/** chatlog: `Name(wxid_abc) 08-01 12:00:00`, and a text below it. */
function ofChatlog(lines: readonly string[]): Detection | null {
  const head =
    /^.{0,80}\((?:wxid_\w+|[A-Za-z][\w-]{5,29}|\d+@chatroom)\)(?: \[.+\(\d+@chatroom\)\])? (?:\d{4}-)?(?:\d{2}-\d{2} )?\d{2}:\d{2}:\d{2}$/
  const heads = lines.filter(line => head.test(line)).length
  return heads > 0 && head.test(lines.find(line => line.trim() !== '') ?? '')
    ? { format: 'chatlog-txt', confidence: 0.9 }
    : null
}

/** WeFlow: `2024-01-02 03:04:05 'Alice'`, or columns under a header of their names. */
function ofWeflow(lines: readonly string[]): Detection | null {
  const head = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} '.*'$/
  const first = lines.find(line => line.trim() !== '') ?? ''
  const columns = first.split(/\t|,| {2,}/).map(cell => cell.trim())
  const isTable = ['时间', '发送者身份', '消息类型', '内容'].every(name => columns.includes(name))
  if (isTable) return { format: 'weflow-txt', confidence: 0.95 }
  return head.test(first) ? { format: 'weflow-txt', confidence: 0.95 } : null
}

/**
 * WeChatMsg: `2024-01-02 03:04:05 Alice`, the text below, a blank line. QQ's private chats look the same but for
 * the hour, which Python pads and QQ does not; a QQ number after the name, or QQ's head line, says QQ.
 */
function ofWechatmsg(lines: readonly string[], text: string): Detection | null {
  if (/^(?:\ufeff)?消息(?:记录|分组|对象)/m.test(text.slice(0, 2000))) return null
  const isHead = (line: string) => /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} \S/.test(line)
  const heads = lines.filter(isHead)
  // A log file has such heads too, but no texts below them; a chat has, but for its system messages.
  const followed = lines.filter(
    (line, i) => isHead(line) && lines[i + 1]?.trim() && !isHead(lines[i + 1] ?? ''),
  )
  if (followed.length * 2 < heads.length) return null
  const first = lines.find(line => line.trim() !== '') ?? ''
  if (heads.length === 0 || heads[0] !== first) return null
  const isQq = heads.some(
    line => /\(\d{5,11}\)\s*$|<[^<>@\s]+@[^<>\s]+>\s*$/.test(line) || /\d [AP]M /.test(line),
  )
  const isPadded = heads.some(line => /^\S+ 0\d:/.test(line))
  const hasUnpadded = lines.some(line => /^\d{4}-\d{2}-\d{2} \d:\d{2}:\d{2} /.test(line))
  if (isQq || hasUnpadded || !isPadded) return null
  return { format: 'wechatmsg-txt', confidence: 0.8 }
}
