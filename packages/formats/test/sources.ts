import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ByteSource, Item, Message, Unread } from '../src/index.ts'
import { openChat } from '../src/index.ts'

/** Text or bytes as a source, handed out in chunks of a given size. */
export function memorySource(
  content: string | Uint8Array,
  chunkBytes = 64 * 1024,
  name = 'file',
): ByteSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    name,
    sizeBytes: bytes.length,
    async *open() {
      for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.slice(at, at + chunkBytes)
    },
  }
}

export interface ReadChat {
  readonly format: string
  readonly encoding: string
  readonly title: string | null
  readonly warnings: readonly string[]
  readonly items: readonly Item[]
  readonly messages: readonly Message[]
  readonly unread: readonly Unread[]
  readonly preamble: readonly Extract<Item, { type: 'preamble' }>[]
}

/** Opens a source and reads all of it. */
export async function readAll(source: ByteSource): Promise<ReadChat> {
  const chat = await openChat(source)
  const items: Item[] = []
  for await (const item of chat.items()) items.push(item)
  return {
    ...chat.info(),
    items,
    messages: items.flatMap(item => (item.type === 'message' ? [item.message] : [])),
    unread: items.flatMap(item => (item.type === 'unread' ? [item.unread] : [])),
    preamble: items.flatMap(item => (item.type === 'preamble' ? [item] : [])),
  }
}

/** A JavaScript value as a chat in JSON. */
export async function readJson(value: unknown, chunkBytes?: number): Promise<ReadChat> {
  return await readAll(memorySource(JSON.stringify(value), chunkBytes))
}

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))

/** The folder of real files, or null where it is absent. */
export const corpus: string | null = findCorpus()

function findCorpus(): string | null {
  const folder = process.env.YUANWEI_CORPUS ?? join(root, '..', 'shared', 'corpus')
  return existsSync(join(folder, 'chat')) ? folder : null
}

/** All files below a folder of the corpus, as paths relative to that folder, in order. */
export function corpusFiles(folder: string): string[] {
  if (corpus === null) return []
  const base = join(corpus, folder)
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(base, join(entry.parentPath, entry.name)))
    .sort()
}

/** A file of the corpus as a source. */
export function corpusSource(path: string): ByteSource {
  const full = join(corpus ?? '', path)
  return { name: path, sizeBytes: statSync(full).size, open: () => createReadStream(full) }
}
