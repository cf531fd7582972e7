import {
  type ByteSource,
  FormatError,
  type Item,
  type OpenChat,
  openChat,
  type Unread,
} from '@yuanwei/formats'
import { CommitmentSeries, toHex } from '@yuanwei/proof'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { inTenant } from '../../platform/operations/index.ts'
import { readExhibitRow } from '../evidence/index.ts'
import type { ConversationDeps } from './deps.ts'
import { type MessageRow, RowMaker, storable } from './message-row.ts'
import { type ImportRow, insertMessages } from './store.ts'

const BATCH = 2000
/** What is kept of a record that was not understood; the file itself has all of it. */
const MAX_REMAINDER_CHARS = 4000
const MAX_TITLE_CHARS = 1000
const MAX_WARNINGS = 100

export interface ReadSummary {
  readonly format: string
  readonly title: string | null
  readonly warnings: readonly string[]
  readonly messages: number
  readonly unread: number
  readonly preamble: number
  readonly messageRoot: string
}

interface Remainder {
  readonly index: number
  readonly kind: 'unread' | 'preamble'
  readonly place: string
  readonly reason: string | null
  readonly text: string
}

interface Counts {
  messages: number
  unread: number
  preamble: number
}

/**
 * Reads a file to its end in steps that are each committed. A step holds the messages and how far it came, so a
 * reading that was cut off goes on where the last step ended; reading is deterministic, so nothing doubles.
 * @throws FormatError where the file can't be read as a chat
 */
export async function readImport(
  deps: ConversationDeps,
  at: { orgId: string; zone: string; row: ImportRow; signal: AbortSignal },
): Promise<ReadSummary> {
  const { orgId, row } = at
  const { source, position } = await openExhibit(deps, orgId, row.exhibit_id, at.signal)
  const start = await inTenant(deps.db, orgId, 'read only', tx => storedCounts(tx, orgId, row.import_id))
  const chat = await openChat(source)
  const series = new CommitmentSeries('message', row.message_seed)
  const rows = new RowMaker(at.zone)
  const counts: Counts = { messages: 0, unread: 0, preamble: 0 }
  let messages: MessageRow[] = []
  let remainders: Remainder[] = []

  const step = async () => {
    await deps.fault('import.before_step')
    await inTenant(deps.db, orgId, 'read write', async tx => {
      if (messages.length > 0) await insertMessages(tx, orgId, row.import_id, messages)
      if (remainders.length > 0) await insertRemainders(tx, orgId, row.import_id, remainders)
      await saveProgress(tx, orgId, row.import_id, 'reading', position(), source.sizeBytes ?? 0, counts)
    })
    await deps.fault('import.after_step')
    messages = []
    remainders = []
  }
  for await (const item of chat.items()) {
    at.signal.throwIfAborted()
    if (item.type === 'message') {
      const made = rows.next(item.message)
      if (made.index !== counts.messages)
        throw new Error('a parser numbers its messages from 0 without a gap')
      series.add(new TextEncoder().encode(made.body))
      if (counts.messages >= start.messages) messages.push(made)
      counts.messages += 1
    } else {
      const index = counts.unread + counts.preamble
      if (index >= start.remainders) remainders.push(toRemainder(index, item))
      counts[item.type] += 1
    }
    if (messages.length + remainders.length >= BATCH) await step()
  }
  await step()
  return summary(chat, counts, series)
}

function summary(chat: OpenChat, counts: Counts, series: CommitmentSeries): ReadSummary {
  const { format, title, warnings } = chat.info()
  return {
    format,
    title: clampTitle(title),
    warnings: warnings.slice(0, MAX_WARNINGS),
    ...counts,
    messageRoot: toHex(series.root()),
  }
}

/** Trimmed and at most 1000 UTF-16 units long, never ending in half a character; null where nothing is left. */
export function clampTitle(title: string | null): string | null {
  const clamped = storable(title ?? '')
    .trim()
    .slice(0, MAX_TITLE_CHARS)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()
  return clamped || null
}

function toRemainder(index: number, item: Exclude<Item, { type: 'message' }>): Remainder {
  const place = JSON.stringify(item.type === 'unread' ? item.unread.place : item.place)
  if (item.type === 'preamble')
    return { index, kind: 'preamble', place, reason: null, text: shorten(item.text) }
  return { index, kind: 'unread', place, reason: item.unread.reason, text: shorten(textOf(item.unread)) }
}

function textOf(unread: Unread): string {
  return 'text' in unread && typeof unread.text === 'string' ? unread.text : ''
}

function shorten(text: string): string {
  return storable(text.slice(0, MAX_REMAINDER_CHARS))
}

/** The exhibit as a source; each opening decrypts anew. `position` says how far the latest opening came. */
async function openExhibit(
  deps: ConversationDeps,
  orgId: string,
  exhibitId: string,
  signal: AbortSignal,
): Promise<{ source: ByteSource; position: () => number }> {
  const place = await inTenant(deps.db, orgId, 'read only', async tx => {
    const exhibit = await readExhibitRow(tx, orgId, exhibitId)
    const dataKey = await deps.keys.open(tx, orgId, exhibit.key_id)
    return { blobId: exhibit.blob_id, dataKey, sizeBytes: exhibit.size_bytes, name: exhibit.file_name }
  })
  let read = 0
  return {
    position: () => read,
    source: {
      name: place.name,
      sizeBytes: place.sizeBytes,
      async *open() {
        read = 0
        for await (const chunk of deps.blobs.read(place)) {
          signal.throwIfAborted()
          read += chunk.length
          yield chunk
        }
      },
    },
  }
}

async function storedCounts(
  tx: Tx,
  orgId: string,
  importId: string,
): Promise<{ messages: number; remainders: number }> {
  const result = await sql<{ messages: number; remainders: number }>`
    select
      (select count(*)::int from message where org_id = ${orgId} and import_id = ${importId}) as messages,
      (select count(*)::int from import_remainder where org_id = ${orgId} and import_id = ${importId}) as remainders
  `.execute(tx)
  return result.rows[0] as { messages: number; remainders: number }
}

async function insertRemainders(
  tx: Tx,
  orgId: string,
  importId: string,
  rows: readonly Remainder[],
): Promise<void> {
  await sql`
    insert into import_remainder (org_id, import_id, index, kind, place, reason, text)
    select ${orgId}::uuid, ${importId}::uuid, * from unnest(
      ${rows.map(row => row.index)}::int[], ${rows.map(row => row.kind)}::text[],
      ${rows.map(row => row.place)}::jsonb[], ${rows.map(row => row.reason)}::text[],
      ${rows.map(row => row.text)}::text[])`.execute(tx)
}

export async function saveProgress(
  tx: Tx,
  orgId: string,
  subject: string,
  step: string,
  done: number,
  total: number,
  cursor: object,
): Promise<void> {
  const values = { step, done, total, cursor: JSON.stringify(cursor) }
  await tx
    .insertInto('progress')
    .values({ org_id: orgId, subject, ...values })
    .onConflict(conflict => conflict.columns(['org_id', 'subject']).doUpdateSet(values))
    .execute()
}

/** A file that can't be read stays as it was taken in; only the reading failed, for this reason. */
export function failureOf(cause: unknown): string | null {
  return cause instanceof FormatError ? cause.code : null
}
