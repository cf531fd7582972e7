import { canonicalJson, type JsonObject, type JsonValue } from '../canonical-json.ts'
import type { Gap } from '../selection.ts'
import { JsonFields } from './json-fields.ts'
import { DOSSIER_FORMAT, MAX_INDEX_BYTES } from './layout.ts'
import type { DossierLanguage } from './parts.ts'

/** Why an original is not in the dossier. */
export type LeftOut = 'masked_text' | 'not_chosen'

export interface IndexExhibit {
  readonly number: number
  readonly fileName: string
  /** Path in the bag; null where the original was left out. */
  readonly path: string | null
  readonly leftOut: LeftOut | null
  readonly sizeBytes: number
  /** null where it would let a masked text be guessed. */
  readonly sha256: string | null
  readonly mediaType: string
  readonly grade: string
  readonly addedAt: string
  readonly entry: number
  readonly source: string
  readonly purpose: string
  readonly pages: number | null
}

export interface IndexImport {
  readonly importId: string
  readonly entry: number
  readonly exhibit: number
  readonly format: string
  readonly messages: number
  readonly chosen: number
  /** Runs of messages of the import that are not shown. */
  readonly gaps: readonly Gap[]
}

export interface IndexConversation {
  readonly number: number
  readonly title: string
  readonly messages: number
  readonly chosen: number
  readonly masked: number
  readonly imports: readonly IndexImport[]
}

/** `index.json`: what the dossier holds, what was left out, and every count. */
export interface DossierIndex {
  readonly dossierId: string
  readonly caseNumber: string
  readonly caseTitle: string
  readonly createdAt: string
  readonly createdBy: string
  readonly purpose: string
  readonly language: DossierLanguage
  readonly masked: boolean
  /** Leaves of the case's stream that are listed, and how many of them without their content. */
  readonly streamCount: number
  readonly hiddenEntries: number
  readonly exhibits: readonly IndexExhibit[]
  readonly conversations: readonly IndexConversation[]
  /** Number of facts; null where the timeline was left out. */
  readonly facts: number | null
}

export function formatIndex(index: DossierIndex): string {
  return `${canonicalJson({ ...index, format: DOSSIER_FORMAT } as unknown as JsonObject)}\n`
}

/** @throws ProofError `json-*`; null where it is of another format */
export function parseIndex(source: Uint8Array): DossierIndex | null {
  const fields = JsonFields.parse(source, MAX_INDEX_BYTES)
  if (fields.text('format') !== DOSSIER_FORMAT) return null
  const language = fields.text('language')
  if (language !== 'zh-CN' && language !== 'en') return null
  const index: DossierIndex = {
    dossierId: fields.text('dossierId'),
    caseNumber: fields.text('caseNumber'),
    caseTitle: fields.text('caseTitle'),
    createdAt: fields.text('createdAt'),
    createdBy: fields.text('createdBy'),
    purpose: fields.text('purpose'),
    language,
    masked: fields.flag('masked'),
    streamCount: fields.count('streamCount'),
    hiddenEntries: fields.count('hiddenEntries'),
    exhibits: fields.list('exhibits', readExhibit),
    conversations: fields.list('conversations', readConversation),
    facts: fields.countOrNull('facts'),
  }
  fields.done()
  return index
}

function readExhibit(value: JsonValue): IndexExhibit {
  const fields = new JsonFields(value)
  const leftOut = fields.textOrNull('leftOut')
  const exhibit: IndexExhibit = {
    number: fields.count('number'),
    fileName: fields.text('fileName'),
    path: fields.textOrNull('path'),
    leftOut: leftOut === null ? null : leftOut === 'masked_text' ? 'masked_text' : 'not_chosen',
    sizeBytes: fields.count('sizeBytes'),
    sha256: fields.textOrNull('sha256'),
    mediaType: fields.text('mediaType'),
    grade: fields.text('grade'),
    addedAt: fields.text('addedAt'),
    entry: fields.count('entry'),
    source: fields.text('source'),
    purpose: fields.text('purpose'),
    pages: fields.countOrNull('pages'),
  }
  fields.done()
  return exhibit
}

function readConversation(value: JsonValue): IndexConversation {
  const fields = new JsonFields(value)
  const conversation = {
    number: fields.count('number'),
    title: fields.text('title'),
    messages: fields.count('messages'),
    chosen: fields.count('chosen'),
    masked: fields.count('masked'),
    imports: fields.list('imports', readImport),
  }
  fields.done()
  return conversation
}

function readImport(value: JsonValue): IndexImport {
  const fields = new JsonFields(value)
  const imported = {
    importId: fields.text('importId'),
    entry: fields.count('entry'),
    exhibit: fields.count('exhibit'),
    format: fields.text('format'),
    messages: fields.count('messages'),
    chosen: fields.count('chosen'),
    gaps: fields.list('gaps', readGap),
  }
  fields.done()
  return imported
}

function readGap(value: JsonValue): Gap {
  const fields = new JsonFields(value)
  const gap = { from: fields.count('from'), count: fields.count('count') }
  fields.done()
  return gap
}
