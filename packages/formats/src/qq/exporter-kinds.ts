import { asArray, asObject, asText, firstText } from '../json/fields.ts'
import type { JsonObject } from '../json/parse.ts'
import type { MessageKind } from '../types.ts'
import { contentKind } from './content.ts'

/** Kinds by the words of QQ Chat Exporter: types of messages, of their elements and of their resources. */
const KINDS: ReadonlyMap<string, MessageKind> = new Map<string, MessageKind>([
  ['text', 'text'],
  ['文本', 'text'],
  ['image', 'image'],
  ['pic', 'image'],
  ['picture', 'image'],
  ['图片', 'image'],
  ['video', 'video'],
  ['视频', 'video'],
  ['audio', 'voice'],
  ['voice', 'voice'],
  ['ptt', 'voice'],
  ['record', 'voice'],
  ['音频', 'voice'],
  ['语音', 'voice'],
  ['file', 'file'],
  ['文件', 'file'],
  ['face', 'sticker'],
  ['表情', 'sticker'],
  ['market_face', 'sticker'],
  ['marketFace', 'sticker'],
  ['mface', 'sticker'],
  ['reply', 'reply'],
  ['回复', 'reply'],
  ['forward', 'forward'],
  ['multi_forward', 'forward'],
  ['multiForward', 'forward'],
  ['转发', 'forward'],
  ['location', 'location'],
  ['位置', 'location'],
  ['json', 'share'],
  ['ark', 'share'],
  ['share', 'share'],
  ['music', 'share'],
  ['red_packet', 'red_packet'],
  ['redPacket', 'red_packet'],
  ['wallet', 'red_packet'],
  ['transfer', 'transfer'],
  ['poke', 'poke'],
  ['contact', 'contact'],
  ['call', 'call'],
  ['system', 'system'],
  ['系统消息', 'system'],
])

/** The kind that a word of the exporter names; null for words that say nothing (`type_1`). */
export function kindOfWord(word: string | null): MessageKind | null {
  return word === null ? null : (KINDS.get(word.trim()) ?? null)
}

/** `[图片: screenshot.png]`, `[语音 7秒]`: what the exporter writes for something that is no text. */
const PLACEHOLDER =
  /^\[(图片|视频|语音|文件|位置|转发|聊天记录|表情|image|video|audio|file)(?:消息)?(?:[:：\s][^\]]{0,300})?\]$/

/** The kind of a message by its whole text. */
export function kindOfText(text: string): MessageKind {
  const word = text.length <= 400 ? PLACEHOLDER.exec(text.trim())?.[1] : undefined
  return kindOfWord(word ?? null) ?? contentKind(text)
}

/** Elements that make a message what it is whatever else it holds, the strongest first. */
const LEADING: readonly MessageKind[] = [
  'reply',
  'forward',
  'red_packet',
  'transfer',
  'location',
  'share',
  'poke',
]

/** The kind of a message by the parts of its content. */
export function kindOfContent(content: JsonObject | null, text: string): MessageKind {
  const elements = asArray(content?.get('elements')) ?? []
  const parts = elements.flatMap(element => kindOfWord(asText(asObject(element)?.get('type'))) ?? [])
  const leading = LEADING.find(kind => parts.includes(kind))
  if (leading !== undefined) return leading
  // A picture with words around it stays a text; the picture is its medium.
  const words = text.length > 10_000 ? text : text.replace(/\[[^\]]{0,300}\]/g, '')
  if (words.trim() !== '') return 'text'
  const medium = kindOfWord(asText(firstResource(content)?.get('type')))
  return medium ?? parts.find(kind => kind !== 'text') ?? kindOfText(text)
}

/** The first medium of a message. */
export function firstResource(content: JsonObject | null): JsonObject | null {
  return asObject((asArray(content?.get('resources')) ?? [])[0])
}

/** Name and place of a medium as the exporter gives them; addresses on QQ's servers expire and are no place. */
export function mediaOf(content: JsonObject | null): { name: string | null; path: string | null } | null {
  const resource = firstResource(content)
  if (resource === null) return null
  const name = firstText(resource, 'filename', 'fileName', 'name')
  const path = firstText(resource, 'localPath', 'path')
  return name === null && path === null ? null : { name, path }
}
