import { canonicalJson, type JsonObject } from '../canonical-json.ts'
import { type Checkpoint, openCheckpoint } from '../checkpoint.ts'
import { toHex, toUtf8 } from '../encoding.ts'
import { parseVerifierKey } from '../note-key.ts'
import { DECLARATION, formatInfo, manifestLine } from './bag-format.ts'
import { Disclosure } from './disclosure.ts'
import { requirePart } from './errors.ts'
import { formatIndex, type IndexExhibit } from './index-file.ts'
import * as layout from './layout.ts'
import { maskJson } from './mask.ts'
import { compareUtf8, safeFileName } from './names.ts'
import type { DossierParts, ExhibitPart, FactPart, Streamed } from './parts.ts'
import { type GeneratedFile, planConversation, planCustody } from './plan-records.ts'
import { formatConsistency } from './records.ts'
import { catalogueTable, timelineTable } from './tables.ts'
import { verifyText } from './verify-text.ts'
import { type MeasuredFile, measureFile, orderEntries } from './zip-writer.ts'

/** A dossier whose bag is fixed to the byte and whose seal is yet to be logged. */
export interface DossierPlan {
  /** To be part of `detail` in the payload of the `dossier.sealed` entry. */
  readonly sealDetail: {
    readonly dossierId: string
    readonly case: string
    readonly tagManifestSha256: string
    readonly streamCount: number
    readonly masked: boolean
  }
  readonly counts: {
    readonly exhibits: number
    readonly originals: number
    readonly messages: number
    readonly maskedMessages: number
    readonly custody: number
    readonly hiddenEntries: number
  }
  /** Everything under `dossier/`. */
  readonly files: readonly MeasuredFile[]
  /** The tree that the proofs in the bag lead to. */
  readonly checkpoint: Checkpoint
}

/**
 * Fixes the content of a dossier: masks, numbers, counts, measures every file, and makes the manifests. Reads
 * each stream of `parts` a few times, and writes nothing.
 * @throws DossierError `part_invalid` for parts that would not verify; ProofError for a leaf, opening, proof or
 *   checkpoint that is wrong in itself
 */
export async function planDossier(parts: DossierParts): Promise<DossierPlan> {
  const verifier = parseVerifierKey(parts.log.verifierKey)
  const checkpoint = openCheckpoint(parts.log.checkpoint, [verifier], verifier.name)
  const disclosure = new Disclosure(parts)
  const custody = await planCustody(parts, checkpoint, disclosure)
  const exhibits = planExhibits(parts.exhibits, disclosure)
  const generated: GeneratedFile[] = [...custody.files]
  const conversations = []
  for (const [i, part] of parts.conversations.entries()) {
    const planned = await planConversation(i + 1, part, parts, disclosure, custody.imports)
    generated.push(...planned.files)
    conversations.push(planned.entry)
  }
  const index = {
    dossierId: parts.dossierId,
    caseNumber: parts.caseNumber,
    caseTitle: disclosure.mask(parts.caseTitle),
    createdAt: parts.createdAt,
    createdBy: disclosure.mask(parts.createdBy),
    purpose: parts.purpose,
    language: parts.language,
    masked: parts.masked,
    streamCount: custody.streamCount,
    hiddenEntries: custody.hiddenEntries,
    exhibits,
    conversations,
    facts: parts.timeline === null ? null : parts.timeline.length,
  }
  generated.push(textFile(layout.CATALOGUE_PATH, catalogueTable(index)), ...planTimeline(parts))
  generated.push(...planTagFiles(parts), textFile(layout.INDEX_PATH, formatIndex(index)))
  const bag = await measureBag(parts, generated, await measureOriginals(parts.exhibits, exhibits))
  return {
    sealDetail: {
      dossierId: parts.dossierId,
      case: parts.caseNumber,
      tagManifestSha256: bag.tagManifestSha256,
      streamCount: custody.streamCount,
      masked: parts.masked,
    },
    counts: {
      exhibits: exhibits.length,
      originals: exhibits.filter(exhibit => exhibit.path !== null).length,
      messages: conversations.reduce((sum, { chosen }) => sum + chosen, 0),
      maskedMessages: conversations.reduce((sum, { masked }) => sum + masked, 0),
      custody: custody.streamCount,
      hiddenEntries: custody.hiddenEntries,
    },
    files: bag.files,
    checkpoint,
  }
}

function planExhibits(exhibits: readonly ExhibitPart[], disclosure: Disclosure): IndexExhibit[] {
  const numbers = new Set(exhibits.map(({ number }) => number))
  requirePart(numbers.size === exhibits.length, 'two exhibits of one number')
  return exhibits.map(exhibit => {
    const hidden = disclosure.hidesOriginal(exhibit)
    const fileName = disclosure.mask(exhibit.fileName)
    const leftOut = hidden ? 'masked_text' : exhibit.content === null ? 'not_chosen' : null
    const path = `${layout.EXHIBITS_FOLDER}${String(exhibit.number).padStart(3, '0')}-${safeFileName(fileName)}`
    return {
      number: exhibit.number,
      fileName,
      path: leftOut === null ? path : null,
      leftOut,
      sizeBytes: exhibit.sizeBytes,
      sha256: hidden ? null : exhibit.sha256,
      mediaType: exhibit.mediaType,
      grade: exhibit.grade,
      addedAt: exhibit.addedAt,
      entry: exhibit.entry,
      source: disclosure.mask(exhibit.source),
      purpose: disclosure.mask(exhibit.purpose),
      pages: exhibit.pages,
    }
  })
}

async function measureOriginals(
  exhibits: readonly ExhibitPart[],
  entries: readonly IndexExhibit[],
): Promise<MeasuredFile[]> {
  const files: MeasuredFile[] = []
  for (const [i, exhibit] of exhibits.entries()) {
    const path = entries[i]?.path
    if (exhibit.content === null || path === null || path === undefined) continue
    const file = await measureFile(layout.BAG_FOLDER + path, exhibit.content)
    const same = file.sizeBytes === exhibit.sizeBytes && toHex(file.sha256) === exhibit.sha256
    requirePart(same, 'the original is not what was taken in', path)
    files.push(file)
  }
  return files
}

function planTimeline(parts: DossierParts): GeneratedFile[] {
  if (parts.timeline === null) return []
  const facts = parts.timeline as unknown as JsonObject[]
  const shown = parts.masked ? facts.map(maskJson) : facts
  return [
    textFile(layout.TIMELINE_JSON_PATH, `${canonicalJson(shown)}\n`),
    textFile(layout.TIMELINE_CSV_PATH, timelineTable(shown as unknown as FactPart[], parts.language)),
  ]
}

function planTagFiles(parts: DossierParts): GeneratedFile[] {
  const consistency = parts.consistency ?? []
  return [
    textFile(layout.DECLARATION_PATH, DECLARATION),
    textFile(layout.VERIFY_TEXT_PATH, verifyText()),
    textFile(layout.LOG_KEY_PATH, `${parts.log.verifierKey}\n`),
    textFile(layout.CHECKPOINT_PATH, parts.log.checkpoint),
    ...(consistency.length > 0
      ? [textFile(layout.CONSISTENCY_PATH, consistency.map(formatConsistency).join(''))]
      : []),
  ]
}

async function measureBag(
  parts: DossierParts,
  generated: readonly GeneratedFile[],
  originals: readonly MeasuredFile[],
): Promise<{ files: readonly MeasuredFile[]; tagManifestSha256: string }> {
  const made = [await measureFile(layout.BAG_FOLDER + layout.VERIFY_PAGE_PATH, () => [parts.verifierHtml])]
  for (const file of generated) made.push(await measure(file))
  const payload = [...made, ...originals].filter(isPayload)
  const tags = made.filter(file => !isPayload(file))
  tags.push(await measure(textFile(layout.INFO_PATH, bagInfo(parts, payload))))
  tags.push(await measure(textFile(layout.MANIFEST_PATH, manifest(payload))))
  const tagManifest = await measure(textFile(layout.TAG_MANIFEST_PATH, manifest(tags)))
  return {
    files: orderEntries([...payload, ...tags, tagManifest]),
    tagManifestSha256: toHex(tagManifest.sha256),
  }
}

function bagInfo(parts: DossierParts, payload: readonly MeasuredFile[]): string {
  const sizeBytes = payload.reduce((sum, file) => sum + file.sizeBytes, 0)
  return formatInfo([
    ['Bag-Software-Agent', 'Yuanwei'],
    ['Bagging-Date', parts.createdAt.slice(0, 10)],
    ['External-Identifier', parts.dossierId],
    ['Internal-Sender-Identifier', parts.caseNumber],
    ['Payload-Oxum', `${sizeBytes}.${payload.length}`],
  ])
}

function manifest(files: readonly MeasuredFile[]): string {
  return files
    .map(file => ({ path: file.name.slice(layout.BAG_FOLDER.length), sha256: toHex(file.sha256) }))
    .sort((a, b) => compareUtf8(a.path, b.path))
    .map(({ path, sha256 }) => manifestLine(sha256, path))
    .join('')
}

function isPayload(file: MeasuredFile): boolean {
  return file.name.startsWith(`${layout.BAG_FOLDER}data/`)
}

function textFile(path: string, text: string): GeneratedFile {
  return { path, lines: () => [text] }
}

function measure(file: GeneratedFile): Promise<MeasuredFile> {
  return measureFile(layout.BAG_FOLDER + file.path, () => encodeLines(file.lines))
}

const BATCH_CHARACTERS = 64 * 1024

/** Encodes lines in batches, so that a long history does not become a million tiny writes. */
async function* encodeLines(lines: Streamed<string>): AsyncGenerator<Uint8Array> {
  let batch = ''
  for await (const line of lines()) {
    batch += line
    if (batch.length < BATCH_CHARACTERS) continue
    yield toUtf8(batch)
    batch = ''
  }
  if (batch !== '') yield toUtf8(batch)
}
