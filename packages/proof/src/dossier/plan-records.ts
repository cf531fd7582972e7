import { digest } from '#digest'
import type { TreeHead } from '../checkpoint.ts'
import { commitItem } from '../commitment.ts'
import { fromHex, toUtf8 } from '../encoding.ts'
import { decodeLeaf } from '../leaf.ts'
import { checkOpening } from '../receipt.ts'
import { gapsBetween } from '../selection.ts'
import { parseCanonicalJson } from '../strict-json.ts'
import { leafHash } from '../tree-hash.ts'
import { verifyInclusion } from '../verify-tree.ts'
import type { Disclosure } from './disclosure.ts'
import { requirePart } from './errors.ts'
import type { IndexConversation } from './index-file.ts'
import { CUSTODY_PATH, FIRST_STREAM_NUMBER, messagesPath, messagesTablePath, PROOFS_PATH } from './layout.ts'
import type { ConversationPart, DossierParts, ImportPart, MessagePart, Streamed } from './parts.ts'
import { type ImportPayload, readImportPayload } from './payloads.ts'
import { formatCustody, formatMessage, formatProofRecord, shownMessage } from './records.ts'
import { MessagesTable } from './tables.ts'

/** A generated file: its text is made anew at each call. */
export interface GeneratedFile {
  readonly path: string
  readonly lines: Streamed<string>
}

export interface CustodyPlan {
  readonly files: readonly GeneratedFile[]
  readonly streamCount: number
  readonly hiddenEntries: number
  /** What the imports of the case committed to, by `n`. */
  readonly imports: ReadonlyMap<number, ImportPayload>
}

/**
 * The two files of the custody history, and what they count. Every leaf is checked once here: a dossier that
 * would not verify is better refused than sealed.
 */
export async function planCustody(
  parts: DossierParts,
  head: TreeHead,
  disclosure: Disclosure,
): Promise<CustodyPlan> {
  const imports = new Map<number, ImportPayload>()
  let streamCount = 0
  let hiddenEntries = 0
  let stream: string | null = null
  for await (const part of parts.custody()) {
    const place = `${CUSTODY_PATH}:${streamCount + 1}`
    const leaf = decodeLeaf(part.leaf)
    stream ??= leaf.s
    requirePart(leaf.s === stream, 'a leaf of another stream', place)
    requirePart(leaf.n === FIRST_STREAM_NUMBER + streamCount, `the leaf has the number ${leaf.n}`, place)
    const hash = leafHash(toUtf8(part.leaf))
    verifyInclusion({ index: part.index, size: head.size, leafHash: hash, root: head.root, proof: part.path })
    if (part.opening !== null) {
      checkOpening(leaf, part.opening)
      const imported = readImportPayload(parseCanonicalJson(part.opening.payload))
      if (imported !== null) imports.set(leaf.n, imported)
    }
    if (!isOpened(part.opening, disclosure)) hiddenEntries++
    streamCount++
  }
  requirePart(streamCount > 0, 'a stream without leaves')
  const files: GeneratedFile[] = [
    {
      path: CUSTODY_PATH,
      lines: async function* () {
        for await (const part of parts.custody())
          yield formatCustody(part, isOpened(part.opening, disclosure))
      },
    },
    {
      path: PROOFS_PATH,
      lines: async function* () {
        let n = FIRST_STREAM_NUMBER
        for await (const { index, path } of parts.custody()) yield formatProofRecord({ index, n: n++, path })
      },
    },
  ]
  return { files, streamCount, hiddenEntries, imports }
}

function isOpened(opening: { payload: string } | null, disclosure: Disclosure): boolean {
  return opening !== null && disclosure.opensEntry(opening.payload)
}

/** The files of one conversation and its entry in the index. */
export async function planConversation(
  number: number,
  part: ConversationPart,
  parts: DossierParts,
  disclosure: Disclosure,
  committed: CustodyPlan['imports'],
): Promise<{ files: GeneratedFile[]; entry: IndexConversation }> {
  const place = messagesPath(number)
  const imports = new Map(part.imports.map(item => [item.importId, item]))
  const positions = new Map(part.imports.map(item => [item.importId, new Set<number>()]))
  let chosen = 0
  let masked = 0
  let last = -1
  for await (const message of part.messages()) {
    const source = imports.get(message.importId)
    const seen = positions.get(message.importId)
    requirePart(
      source !== undefined && seen !== undefined,
      'a message of an import that is not listed',
      place,
    )
    requirePart(message.threadPosition > last, 'messages out of order', place)
    requirePart(message.threadPosition < part.messageCount, 'a place beyond the thread', place)
    requirePart(message.position < source.messages, 'a place beyond the import', place)
    requirePart(!seen.has(message.position), 'a message twice', place)
    checkMessage(message, source, committed.get(source.entry))
    if (disclosure.showMessage(message).content.kind === 'masked') masked++
    seen.add(message.position)
    last = message.threadPosition
    chosen++
  }
  const entry: IndexConversation = {
    number,
    title: disclosure.mask(part.title),
    messages: part.messageCount,
    chosen,
    masked,
    imports: part.imports.map(item => {
      const shown = [...(positions.get(item.importId) ?? [])].sort((a, b) => a - b)
      return { ...pickImport(item), chosen: shown.length, gaps: gapsBetween(shown, item.messages) }
    }),
  }
  return { files: conversationFiles(number, part, parts, disclosure), entry }
}

function checkMessage(message: MessagePart, source: ImportPart, committed: ImportPayload | undefined): void {
  const place = `import ${source.importId}`
  requirePart(committed?.importId === source.importId, 'the entry of the import is not in the custody', place)
  requirePart(committed.messages === source.messages, 'the import has another number of messages', place)
  const commitment = commitItem('message', message.r, digest.sha256(toUtf8(message.message)))
  verifyInclusion({
    index: message.position,
    size: committed.messages,
    leafHash: leafHash(commitment),
    root: fromHex(committed.messageRoot, 32),
    proof: message.path,
  })
}

function pickImport({ importId, entry, exhibit, format, messages }: ConversationPart['imports'][number]) {
  return { importId, entry, exhibit, format, messages }
}

function conversationFiles(
  number: number,
  part: ConversationPart,
  parts: DossierParts,
  disclosure: Disclosure,
): GeneratedFile[] {
  const exhibits = new Map(part.imports.map(item => [item.importId, item.exhibit]))
  return [
    {
      path: messagesPath(number),
      lines: async function* () {
        for await (const message of part.messages()) {
          yield formatMessage(message, disclosure.showMessage(message).content)
        }
      },
    },
    {
      path: messagesTablePath(number),
      lines: async function* () {
        const table = new MessagesTable(parts.language, part.messageCount, exhibits)
        yield table.head()
        for await (const message of part.messages()) {
          const record = disclosure.showMessage(message)
          yield table.row(record, shownMessage(record))
        }
        yield table.end()
      },
    },
  ]
}
