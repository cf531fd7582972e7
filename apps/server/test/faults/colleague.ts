import { randomUUID } from 'node:crypto'
import { ProblemError } from '@yuanwei/client'
import type { Session } from '@yuanwei/client/session'
import type { CaseId, ExhibitId, ImportId } from '@yuanwei/contract'
import { cases, conversations, dossiers, evidence, log, timeline } from '@yuanwei/contract/staff'
import { type Chance, chatExport, contentOf, sha256Hex } from './chance.ts'
import type { KeptCase, KeptChat, KeptDossier, KeptImport, KeptUpload, Ledger } from './ledger.ts'

const SIZES_BYTES = [1, 700, 65_536, 90_001, 400_000, 1_500_000]

/** One person at work over real HTTP, who writes down what was acknowledged and asks again where no answer came. */
export class Colleague {
  readonly session: Session
  private readonly ledger: Ledger
  private readonly chance: Chance

  constructor(session: Session, ledger: Ledger, chance: Chance) {
    this.session = session
    this.ledger = ledger
    this.chance = chance
  }

  /** Sends until an answer comes. Only a lost answer is asked for again: a refusal is a failure of the test. */
  async insist<T>(send: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await send()
      } catch (cause) {
        if (!isLost(cause)) throw cause
        this.ledger.lostAnswers++
      }
    }
  }

  async openCase(title: string): Promise<KeptCase> {
    const idempotencyKey = randomUUID()
    const { caseId } = await this.insist(() =>
      this.session.call(cases.createCase, { title, kind: 'quality' }, { idempotencyKey }),
    )
    const kept = { caseId, title }
    this.ledger.cases.push(kept)
    return kept
  }

  /** Sends a file. One that is not insisted on and whose answer is lost stays `unknown`. */
  async upload(
    caseId: CaseId,
    file: { fileName: string; bytes: Buffer<ArrayBuffer> },
    insists: boolean,
  ): Promise<KeptUpload> {
    const { fileName, bytes } = file
    const kept: KeptUpload = {
      caseId,
      fileName,
      sizeBytes: bytes.length,
      sha256: sha256Hex(bytes),
      key: randomUUID(),
      fate: 'unknown',
      exhibitId: null,
      number: null,
    }
    this.ledger.uploads.push(kept)
    const send = () =>
      this.session.upload(evidence.addExhibit, { caseId, fileName }, bytes, { idempotencyKey: kept.key })
    try {
      const exhibit = await (insists ? this.insist(send) : send())
      if (exhibit.sha256 !== kept.sha256) throw new Error(`${fileName} was acknowledged with another digest`)
      kept.exhibitId = exhibit.exhibitId
      kept.number = exhibit.number
      kept.fate = 'acknowledged'
    } catch (cause) {
      if (!isLost(cause)) throw cause
      this.ledger.lostAnswers++
    }
    return kept
  }

  newFile(sizeBytes = this.chance.pick(SIZES_BYTES)): { fileName: string; bytes: Buffer<ArrayBuffer> } {
    const fileName = this.ledger.nextName('.bin')
    return { fileName, bytes: contentOf(fileName, sizeBytes) }
  }

  /** Sends a file, and one time in three does not ask again when the answer is lost. */
  uploadSome(caseId: CaseId, sizeBytes?: number): Promise<KeptUpload> {
    return this.upload(caseId, this.newFile(sizeBytes), !this.chance.oneIn(3))
  }

  /** A command that was acknowledged, sent again with its key: the same answer, and nothing new. */
  async repeatUpload(upload: KeptUpload): Promise<void> {
    const { caseId, fileName, sizeBytes, key: idempotencyKey } = upload
    const bytes = contentOf(fileName, sizeBytes)
    const again = await this.insist(() =>
      this.session.upload(evidence.addExhibit, { caseId, fileName }, bytes, { idempotencyKey }),
    )
    this.ledger.repeated++
    if (again.exhibitId !== upload.exhibitId || again.number !== upload.number)
      throw new Error(`${fileName} was taken in twice`)
  }

  async addFact(caseId: CaseId, exhibitId: ExhibitId): Promise<void> {
    const title = `事实 ${randomUUID()}`
    const idempotencyKey = randomUUID()
    const { factId } = await this.insist(() =>
      this.session.call(
        timeline.addFact,
        {
          caseId,
          when: { kind: 'instant', instant: '2026-11-06T11:47:03.000Z' },
          kind: 'event',
          title,
          sources: [{ kind: 'exhibit', exhibitId }],
        },
        { idempotencyKey },
      ),
    )
    this.ledger.facts.push({ caseId, factId, title, exhibitId })
  }

  /** Takes a chat in and has it read; resolves once the wish is acknowledged, not once it is done. */
  async startImport(caseId: CaseId, chat: KeptChat): Promise<ImportId> {
    const fileName = this.ledger.nextName('_chat.txt')
    const bytes = chatExport(chat).file
    const { exhibitId } = await this.upload(caseId, { fileName, bytes }, true)
    const idempotencyKey = randomUUID()
    const { importId } = await this.insist(() =>
      this.session.call(conversations.startImport, { exhibitId: exhibitId as ExhibitId }, { idempotencyKey }),
    )
    this.ledger.imports.push({ caseId, importId, chat })
    return importId
  }

  async readImport(caseId: CaseId, importId: ImportId) {
    const { imports } = await this.insist(() => this.session.call(conversations.listImports, { caseId }))
    return imports.find(one => one.importId === importId)
  }

  /** How far these imports and dossiers are. */
  async statesOf(wishes: readonly (KeptImport | KeptDossier)[]): Promise<string[]> {
    const caseIds = [...new Set(wishes.map(wish => wish.caseId))]
    const states = new Map<string, string>()
    for (const caseId of caseIds) {
      const { imports } = await this.insist(() => this.session.call(conversations.listImports, { caseId }))
      for (const one of imports) states.set(one.importId, one.status)
      const built = await this.insist(() => this.session.call(dossiers.listDossiers, { caseId }))
      for (const one of built.dossiers) states.set(one.dossierId, one.status)
    }
    return wishes.map(wish => states.get('importId' in wish ? wish.importId : wish.dossierId) ?? 'missing')
  }

  /** Wishes for a dossier, unless as many as may be are being built already: then those are at work. */
  async requestDossier(caseId: CaseId): Promise<void> {
    const known = this.ledger.acknowledgedIn(caseId).slice(-3)
    const exhibitIds = known.map(upload => upload.exhibitId as ExhibitId)
    const idempotencyKey = randomUUID()
    const wish = {
      caseId,
      purpose: 'court',
      // Masked, files that no check can look into would be left out.
      unmasked: true,
      reason: '法院调取',
    } as const
    try {
      const { dossierId } = await this.insist(() =>
        this.session.call(dossiers.createDossier, { ...wish, exhibitIds, spans: [] }, { idempotencyKey }),
      )
      this.ledger.dossiers.push({ caseId, dossierId, exhibitIds })
    } catch (cause) {
      if (!(cause instanceof ProblemError && cause.code === 'too_many')) throw cause
    }
  }

  async saveCheckpoint(): Promise<string> {
    const note = await this.insist(async () => (await this.session.download(log.readCheckpoint, {})).text())
    if (this.ledger.checkpoints.at(-1) !== note) this.ledger.checkpoints.push(note)
    return note
  }

  /** The receipt of an exhibit, or null while its entry waits for the sequencer. */
  async readReceipt(upload: KeptUpload): Promise<string | null> {
    const exhibitId = upload.exhibitId as ExhibitId
    try {
      return await this.insist(async () =>
        (await this.session.download(evidence.readExhibitReceipt, { exhibitId })).text(),
      )
    } catch (cause) {
      if (cause instanceof ProblemError && cause.code === 'receipt_pending') return null
      throw cause
    }
  }
}

/** No answer came, or it broke off on the way. */
export function isLost(cause: unknown): boolean {
  if (cause instanceof ProblemError) return cause.code === 'unreachable'
  return cause instanceof TypeError && /terminated|fetch failed/.test(cause.message)
}
