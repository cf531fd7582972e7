import type { ReadTime } from '../time.ts'
import type { MessageKind } from '../types.ts'
import { kindOfText, kindOfWord } from './exporter-kinds.ts'
import { readTimeLine } from './exporter-text-lines.ts'

/** The fields of a record as its lines give them. */
export interface TextFields {
  readonly time: ReadTime | null
  readonly text: string
  readonly kind: MessageKind
  /** The word behind `类型:`. */
  readonly type: string | null
  readonly media: { readonly name: string; readonly path: null } | null
  /** Text of the message that is answered. */
  readonly reply: string | null
}

const TYPE = /^类型[:：]\s?(.{1,60})$/
const CONTENT = /^内容[:：]\s?/
const RESOURCES = /^资源[:：]\s?(\d{1,6}) 个文件\s*$/
const RESOURCE = /^ {2}- ([^:：]{1,40})[:：]\s?(.*)$/
const MENTIONS = /^提及[:：]/
const REPLY = /^回复[:：]\s?(.{0,200}?) - (.*)$/

/**
 * Reads `时间:`, `类型:` and `内容:`, then takes from the end what the exporter adds behind the text: resources (as
 * many lines as it announces), mentions, the answered message. Everything else is text, also where it looks alike.
 */
export function readFields(lines: readonly string[]): TextFields {
  let at = 0
  const time = readTimeLine(lines[0] ?? '')
  if (/^时间[:：]/.test(lines[0] ?? '')) at += 1
  const type = TYPE.exec(lines[at] ?? '')?.[1]?.trim() ?? null
  if (type !== null) at += 1
  const body = lines.slice(at)
  const tail = takeTail(body)
  const text = body.slice(0, tail.end).join('\n').replace(CONTENT, '')
  const resourceKind = kindOfWord(tail.resource?.type ?? null)
  return {
    time,
    text,
    type,
    kind: kindOfWord(type) ?? (tail.reply === null ? kindOf(text, resourceKind) : 'reply'),
    media: tail.resource === null ? null : { name: tail.resource.name, path: null },
    reply: tail.reply,
  }
}

function kindOf(text: string, resource: MessageKind | null): MessageKind {
  const byText = kindOfText(text)
  const isBare = text.trim() === '' || /^\[[^\]]{1,300}\]$/.test(text.trim())
  return byText === 'text' && isBare ? (resource ?? byText) : byText
}

interface Tail {
  /** Where the text ends. */
  readonly end: number
  readonly resource: { readonly type: string; readonly name: string } | null
  readonly reply: string | null
}

function takeTail(lines: readonly string[]): Tail {
  let end = lines.length
  const reply = REPLY.exec(lines[end - 1] ?? '')?.[2] ?? null
  if (reply !== null) end -= 1
  if (MENTIONS.test(lines[end - 1] ?? '')) end -= 1
  const resources = countResources(lines, end)
  if (resources === 0) return { end, resource: null, reply }
  const first = RESOURCE.exec(lines[end - resources] ?? '')
  const resource = first === null ? null : { type: first[1] ?? '', name: first[2] ?? '' }
  return { end: end - resources - 1, resource, reply }
}

/** The number of resource lines before `end`, if exactly so many are announced above them; else 0. */
function countResources(lines: readonly string[], end: number): number {
  let count = 0
  while (count < end && RESOURCE.test(lines[end - 1 - count] ?? '')) count += 1
  const announced = Number(RESOURCES.exec(lines[end - 1 - count] ?? '')?.[1] ?? 0)
  return announced === count ? count : 0
}
