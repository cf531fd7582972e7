import { verifyConsistency } from '../verify-tree.ts'
import { type Committed, checkCustody } from './check-custody.ts'
import { checkExcerpts } from './check-excerpts.ts'
import { checkOriginals } from './check-originals.ts'
import { checkKey, checkOutside, checkTime, checkWitnesses, NO_TRUST, type Trust } from './check-outside.ts'
import { checkSeal, type SealContext } from './check-seal.ts'
import { detectFile } from './detect.ts'
import { DossierError } from './errors.ts'
import { type DossierIndex, parseIndex } from './index-file.ts'
import * as layout from './layout.ts'
import { readLines } from './lines.ts'
import type { ConsistencyPart } from './parts.ts'
import type { ByteSource } from './ports.ts'
import { attempt, DossierReading, type Progress } from './reading.ts'
import { parseConsistency } from './records.ts'
import {
  type Facts,
  type LimitCode,
  makeReport,
  type Report,
  VerdictBuilder,
  type VerdictId,
} from './report.ts'
import { openContainer } from './zip-reader.ts'

const NO_PROGRESS: Progress = () => undefined

/**
 * Verifies a dossier: separate verdicts, none of which stands for another. Reads every byte of it and holds
 * little: a line, a directory, the index.
 * @param trust what the reader has from elsewhere
 * @throws DossierError `unreadable` when the file is not a zip at all; ProofError `key-malformed` for a key of the
 *   reader's that is none
 */
export async function verifyDossier(
  source: ByteSource,
  trust: Trust = NO_TRUST,
  progress: Progress = NO_PROGRESS,
): Promise<Report> {
  if ((await detectFile(source)) !== 'dossier') throw new DossierError('unreadable', 'not a dossier')
  const verdicts = new Verdicts()
  const opened = await openContainer(source)
  if (opened.fault !== null) {
    verdicts.get('container').bad(opened.fault.code, opened.fault.place)
    verdicts.close('container_damaged')
    checkKey(verdicts.get('key'), null, trust)
    return makeReport('dossier', verdicts.finish(), limitsOf(null, null, false), {})
  }
  const reading = new DossierReading(source, opened.entries, verdicts.get('container'), progress)
  await reading.checkEntries()
  await reading.checkBag(verdicts.get('bytes'))
  const index = await readIndex(reading, verdicts.get('bytes'))
  if (index !== null) checkCoverage(reading, verdicts.get('bytes'), index)
  const seal = await checkSeal(reading, verdicts.get('logged'), index)
  checkKey(verdicts.get('key'), seal?.key ?? null, trust)
  if (seal === null) verdicts.close('not_reached')
  else await checkBehindSeal(reading, verdicts, seal, index, trust)
  const keyKnown = trust.keys.length > 0
  return makeReport('dossier', verdicts.finish(), limitsOf(index, seal, keyKnown), factsOf(index, seal))
}

const ORDER: readonly (readonly [VerdictId, string])[] = [
  ['container', 'canonical'],
  ['bytes', 'all_match'],
  ['logged', 'sealed'],
  ['key', 'key_known'],
  ['append_only', 'consistent'],
  ['witnessed', 'witnessed'],
  ['time', 'stamped'],
  ['custody', 'complete'],
  ['originals', 'unchanged'],
  ['excerpts', 'in_place'],
]

class Verdicts {
  private readonly builders = new Map(ORDER.map(([id]) => [id, new VerdictBuilder(id)]))

  get(id: VerdictId): VerdictBuilder {
    return this.builders.get(id) as VerdictBuilder
  }

  /** Marks what depends on something that failed. */
  close(code: 'container_damaged' | 'not_reached'): void {
    const from = code === 'container_damaged' ? 1 : 4
    for (const [id] of ORDER.slice(from)) this.get(id).unknown(code)
  }

  finish() {
    return ORDER.map(([id, code]) => this.get(id).finish(code))
  }
}

async function readIndex(reading: DossierReading, verdict: VerdictBuilder): Promise<DossierIndex | null> {
  const bytes = await reading.bytes(layout.BAG_FOLDER + layout.INDEX_PATH, layout.MAX_INDEX_BYTES)
  if (bytes === null) return null
  return attempt(verdict, 'index_malformed', layout.INDEX_PATH, () => {
    const index = parseIndex(bytes)
    if (index === null) verdict.bad('index_malformed', layout.INDEX_PATH)
    return index
  })
}

/**
 * A file that no check knows was sealed with the rest, but what it says rests on nothing. A later version may
 * bring some; the reader has to be told all the same.
 */
function checkCoverage(reading: DossierReading, verdict: VerdictBuilder, index: DossierIndex): void {
  const known = new Set<string | null>(index.exhibits.map(({ path }) => path))
  for (const { number } of index.conversations) {
    known.add(layout.messagesPath(number)).add(layout.messagesTablePath(number))
  }
  for (const path of reading.paths()) {
    const isKnown = layout.KNOWN_PATHS.has(path) || known.has(path)
    if (!isKnown && !path.startsWith(layout.EXHIBITS_FOLDER)) verdict.unknown('file_uncovered', path)
  }
}

async function checkBehindSeal(
  reading: DossierReading,
  verdicts: Verdicts,
  seal: SealContext,
  index: DossierIndex | null,
  trust: Trust,
): Promise<void> {
  await checkAppendOnly(reading, verdicts, seal, trust)
  checkWitnesses(verdicts.get('witnessed'), seal.otherSignatures)
  checkTime(verdicts.get('time'), seal.record.timestamps, seal.leaf.at)
  const committed: Committed = await checkCustody(reading, verdicts.get('custody'), seal, index)
  if (index === null) {
    verdicts.get('originals').unknown('not_reached')
    verdicts.get('excerpts').unknown('not_reached')
    return
  }
  checkOriginals(reading, verdicts.get('originals'), index, committed)
  await checkExcerpts(reading, verdicts.get('excerpts'), index, committed)
}

async function checkAppendOnly(
  reading: DossierReading,
  verdicts: Verdicts,
  seal: SealContext,
  trust: Trust,
): Promise<void> {
  const verdict = verdicts.get('append_only')
  const { bagHead, head, record, key } = seal
  await attempt(verdict, 'log_forked', layout.SEAL_PATH, () =>
    verifyConsistency({
      oldSize: bagHead.size,
      oldRoot: bagHead.root,
      size: head.size,
      root: head.root,
      proof: record.consistency,
    }),
  )
  const proofs: ConsistencyPart[] = []
  const stream = reading.stream(layout.CONSISTENCY_PATH)
  if (stream !== null && trust.checkpoints.length > 0) {
    await attempt(verdict, 'record_malformed', layout.CONSISTENCY_PATH, async () => {
      for await (const line of readLines(stream)) proofs.push(parseConsistency(line))
    })
  }
  checkOutside(verdict, [bagHead, head], key, trust, proofs)
}

function factsOf(index: DossierIndex | null, seal: SealContext | null): Facts {
  return {
    caseNumber: index?.caseNumber ?? null,
    caseTitle: index?.caseTitle ?? null,
    createdAt: index?.createdAt ?? null,
    createdBy: index?.createdBy ?? null,
    purpose: index?.purpose ?? null,
    masked: index?.masked ?? null,
    origin: seal?.head.origin ?? null,
    sealedAt: seal?.leaf.at ?? null,
  }
}

function limitsOf(index: DossierIndex | null, seal: SealContext | null, keyKnown: boolean): LimitCode[] {
  const limits: LimitCode[] = ['truth', 'before_intake', 'authorship']
  if (seal !== null) limits.push('keeper_clock', 'single_keeper')
  if (!keyKnown) limits.push('key_unconfirmed')
  if (index === null) return limits
  const messages = index.conversations.reduce((sum, { chosen }) => sum + chosen, 0)
  const gaps = index.conversations.some(({ messages, chosen }) => chosen < messages)
  if (messages > 0) limits.push('rerendered')
  if (gaps || index.exhibits.some(({ path }) => path === null)) limits.push('left_out')
  if (index.conversations.some(({ masked }) => masked > 0)) limits.push('masked_text')
  if (index.hiddenEntries > 0) limits.push('hidden_entries')
  return limits
}
