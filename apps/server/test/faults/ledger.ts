import type { CaseId, DossierId, ExhibitId, FactId, ImportId } from '@yuanwei/contract'

export interface KeptCase {
  readonly caseId: CaseId
  readonly title: string
}

/** A file that was sent. `unknown`: the answer was lost and nobody asked again, so it is there once or not at all. */
export interface KeptUpload {
  readonly caseId: CaseId
  readonly fileName: string
  readonly sizeBytes: number
  readonly sha256: string
  readonly key: string
  fate: 'unknown' | 'acknowledged'
  exhibitId: ExhibitId | null
  number: number | null
}

export interface KeptFact {
  readonly caseId: CaseId
  readonly factId: FactId
  readonly title: string
  readonly exhibitId: ExhibitId
}

/** Which messages of a made-up chat a file holds: `from` … `to` − 1. */
export interface KeptChat {
  readonly name: string
  readonly from: number
  readonly to: number
  /** How many of them no earlier file of the case held. */
  readonly added: number
}

export interface KeptImport {
  readonly caseId: CaseId
  readonly importId: ImportId
  readonly chat: KeptChat
}

export interface KeptDossier {
  readonly caseId: CaseId
  readonly dossierId: DossierId
  readonly exhibitIds: readonly ExhibitId[]
}

export interface KeptReceipt {
  readonly sha256: string
  readonly text: string
}

/** What the server has acknowledged, kept by a process that nobody kills. */
export class Ledger {
  readonly cases: KeptCase[] = []
  readonly uploads: KeptUpload[] = []
  readonly facts: KeptFact[] = []
  readonly imports: KeptImport[] = []
  readonly dossiers: KeptDossier[] = []
  readonly receipts: KeptReceipt[] = []
  /** Signed checkpoints in the order in which they were seen. */
  readonly checkpoints: string[] = []
  /** Requests whose answer was lost: each may have left a file that no row names. */
  lostAnswers = 0
  repeated = 0
  private files = 0

  /** A file name that nobody else has. */
  nextName(ending: string): string {
    return `${String(++this.files).padStart(5, '0')}${ending}`
  }

  acknowledgedIn(caseId: CaseId): KeptUpload[] {
    return this.uploads.filter(upload => upload.caseId === caseId && upload.fate === 'acknowledged')
  }

  summary(): string {
    const of = (fate: KeptUpload['fate']) => this.uploads.filter(upload => upload.fate === fate).length
    return [
      `${this.cases.length} cases`,
      `${of('acknowledged')} exhibits acknowledged and ${of('unknown')} unknown`,
      `${this.facts.length} facts`,
      `${this.imports.length} imports`,
      `${this.dossiers.length} dossiers`,
      `${this.receipts.length} receipts`,
      `${this.checkpoints.length} checkpoints`,
      `${this.lostAnswers} answers lost`,
      `${this.repeated} commands repeated`,
    ].join(', ')
  }
}
