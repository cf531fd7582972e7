import { type RecordLine, readRecordLines } from '../chatlab/read-lines.ts'
import { asArray, asNumber, asObject, firstText } from '../json/fields.ts'
import { sampleObjects } from '../json/outline.ts'
import type { JsonObject, JsonValue } from '../json/parse.ts'
import { itemOfPart, readJsonParts } from '../json/read-parts.ts'
import type { Detection, Parser, Probe, Report } from '../parser.ts'
import { safeRelativePath } from '../safe-relative-path.ts'
import { type ByteSource, FormatError, type Item, type Place } from '../types.ts'
import { contextOf, isRecord, namesExporter, takeHead } from './exporter-json.ts'
import { type ExporterContext, isExporterMessage, toMessage } from './exporter-message.ts'

/** QQ Chat Exporter's chunks: a `manifest.json` that names JSON Lines files, and one of those files alone. */
export const qqExporterChunkedParser: Parser = { formats: ['qq-chat-exporter-chunked'], detect, read }

const FORMAT = 'qq-chat-exporter-chunked'

function detect(probe: Probe): Detection | null {
  const outline = probe.json
  if (outline === null) return null
  const records = sampleObjects(outline, null)
  if (outline.root === 'lines') {
    return records.length > 0 && records.every(isRecord) ? { format: FORMAT, confidence: 0.85 } : null
  }
  if (outline.root !== 'object' || outline.keys.has('messages')) return null
  const metadata = outline.keys.get('metadata')
  const isChunked = firstText(asObject(metadata), 'format') === 'chunked-jsonl'
  const hasList = outline.keys.has('chunked')
  if (isChunked && (hasList || outline.keys.has('chatInfo'))) return { format: FORMAT, confidence: 0.97 }
  if (!hasList || !outline.keys.has('chatInfo')) return null
  return { format: FORMAT, confidence: namesExporter(metadata) ? 0.95 : 0.85 }
}

/** A file that the manifest names. */
interface Chunk {
  readonly pointer: string
  /** Accepted by `safeRelativePath`; null where the entry names none. */
  readonly path: string | null
  readonly announced: number | null
}

async function* read(source: ByteSource, probe: Probe, _: Detection, report: Report): AsyncGenerator<Item> {
  const context = contextOf(probe.json, probe, report)
  const counter = { index: 0 }
  if (probe.json?.root === 'lines') {
    yield* readRecords(readRecordLines(source, probe.encoding, report), {}, counter, context)
    return
  }
  const manifest = await readManifest(source, probe, report)
  yield* manifest.items
  for (const chunk of manifest.chunks) yield* readChunk(source, chunk, counter, context)
  if (manifest.announced !== null && manifest.announced !== counter.index) report.warn('count_mismatch')
}

interface Manifest {
  readonly items: readonly Item[]
  readonly chunks: readonly Chunk[]
  readonly announced: number | null
}

/**
 * Reads the whole manifest first: a path that leaves its folder refuses the file before anything is read.
 * @throws FormatError `path_traversal`
 */
async function readManifest(source: ByteSource, probe: Probe, report: Report): Promise<Manifest> {
  const items: Item[] = []
  const chunks: Chunk[] = []
  let announced: number | null = null
  for await (const part of readJsonParts(source, probe.encoding, 'messages', report)) {
    if (part.kind === 'record') {
      items.push({ type: 'unread', unread: { place: { pointer: part.pointer }, reason: 'unknown_record' } })
      continue
    }
    items.push(itemOfPart(part))
    if (part.kind !== 'head') continue
    announced = takeHead(part.key, part.value, report) ?? announced
    if (part.key === 'chunked') chunks.push(...chunksOf(part.value))
  }
  return { items, chunks, announced }
}

function chunksOf(value: JsonValue | undefined): Chunk[] {
  const chunked = asObject(value)
  const folder = firstText(chunked, 'chunksDir') ?? 'chunks'
  return (asArray(chunked?.get('chunks')) ?? []).map((entry, at) => {
    const pointer = `/chunked/chunks/${at}`
    const object = asObject(entry)
    const named = pathOf(object, folder)
    const announced = asNumber(object?.get('count')) ?? asNumber(object?.get('messages'))
    return { pointer, path: named === null ? null : safePath(named, pointer), announced }
  })
}

/** `relativePath` since 5.5, `file` before it; `fileName` is relative to the folder of chunks. */
function pathOf(entry: JsonObject | null, folder: string): string | null {
  const fileName = firstText(entry, 'fileName')
  return firstText(entry, 'relativePath', 'file') ?? (fileName === null ? null : `${folder}/${fileName}`)
}

function safePath(path: string, pointer: string): string {
  try {
    return safeRelativePath(path)
  } catch (error) {
    if (error instanceof FormatError) throw new FormatError(error.code, { pointer })
    throw error
  }
}

async function* readChunk(
  source: ByteSource,
  chunk: Chunk,
  counter: { index: number },
  context: ExporterContext,
): AsyncGenerator<Item> {
  if (chunk.path === null) {
    yield { type: 'unread', unread: { place: { pointer: chunk.pointer }, reason: 'unknown_record' } }
    return
  }
  const file = (await source.sibling?.(chunk.path)) ?? null
  if (file === null) {
    const place = { pointer: chunk.pointer, file: chunk.path }
    yield { type: 'unread', unread: { place, reason: 'missing_file' } }
    return
  }
  const before = counter.index
  const lines = readRecordLines(file, 'utf-8', context.report)
  yield* readRecords(lines, { file: chunk.path }, counter, context)
  if (chunk.announced !== null && chunk.announced !== counter.index - before)
    context.report.warn('count_mismatch')
}

async function* readRecords(
  lines: AsyncIterable<RecordLine>,
  where: Place,
  counter: { index: number },
  context: ExporterContext,
): AsyncGenerator<Item> {
  for await (const line of lines) {
    const place = { ...where, line: line.no }
    if (line.kind === 'comment') {
      yield { type: 'preamble', place, text: line.text }
    } else if (line.kind === 'unread') {
      yield { type: 'unread', unread: { place, reason: line.reason } }
    } else if (isExporterMessage(line.record)) {
      yield { type: 'message', message: toMessage(line.record, counter.index, place, context) }
      counter.index += 1
    } else {
      yield { type: 'unread', unread: { place, reason: 'not_a_message' } }
    }
  }
}
