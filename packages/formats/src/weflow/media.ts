import { firstText } from '../json/fields.ts'
import type { JsonObject } from '../json/parse.ts'
import type { Message, MessageKind } from '../types.ts'

const MEDIA_KINDS: ReadonlySet<MessageKind> = new Set(['image', 'voice', 'video', 'file', 'sticker'])

/**
 * The file that a message refers to, as the export names it: a field of its own (EchoTrace), or the content, with
 * or without a placeholder before it (`images/1.jpg`, `[图片] images/20231115/102.jpg`). The path is not checked:
 * whoever opens it passes it through `safeRelativePath` first.
 */
export function mediaOf(record: JsonObject, kind: MessageKind, text: string): Message['media'] {
  const path = firstText(record, 'mediaPath', 'mediaLocalPath')
  if (path !== null) return { name: baseName(path), path }
  if (!MEDIA_KINDS.has(kind)) return null
  const written = /^\s*(?:\[[^\]\n]{1,12}\]\s*)?([^\n"<>|?*[\]]{1,500}\.[A-Za-z0-9]{2,5})\s*$/.exec(text)?.[1]
  if (written !== undefined && !written.includes('://')) {
    const hasFolder = /[/\\]/.test(written)
    if (hasFolder) return { name: baseName(written), path: written }
    if (kind === 'file') return { name: written, path: null }
  }
  const emoji = firstText(record, 'emojiMd5')
  return emoji === null ? null : { name: emoji, path: null }
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) || path
}
