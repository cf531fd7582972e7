/**
 * What a caller hands over to build a dossier. Everything that can be large is a function that yields it
 * anew at each call: the builder reads every stream twice (once to measure, once to write) and refuses a
 * source that gave other bytes the second time.
 */

/** Yields the same values in the same order at every call. */
export type Streamed<T> = () => Iterable<T> | AsyncIterable<T>

export type DossierLanguage = 'zh-CN' | 'en'

export interface DossierParts {
  readonly dossierId: string
  /** `YW-2026-1042`. */
  readonly caseNumber: string
  readonly caseTitle: string
  /** ISO 8601 instant in UTC. Becomes content, never a file date. */
  readonly createdAt: string
  readonly createdBy: string
  /** A code of the contract (`mediation`, `court`, …). */
  readonly purpose: string
  /** Language of the headings in the CSV files. */
  readonly language: DossierLanguage
  /** Phone, ID and bank numbers are hidden wherever they occur. The builder does the hiding. */
  readonly masked: boolean
  readonly log: {
    /** Note verifier key `origin+hash+base64`, as it stands in the settings of the installation. */
    readonly verifierKey: string
    /** Signed checkpoint whose tree holds every leaf of `custody`. */
    readonly checkpoint: string
  }
  /** Every leaf of the case's stream, n = 0, 1, 2 … without a gap. */
  readonly custody: Streamed<CustodyPart>
  readonly exhibits: readonly ExhibitPart[]
  readonly conversations: readonly ConversationPart[]
  /** null: the timeline is left out. */
  readonly timeline: readonly FactPart[] | null
  /** Proofs from earlier published checkpoints to `log.checkpoint`, so that old receipts can be compared offline. */
  readonly consistency?: readonly ConsistencyPart[]
  /** The single-file verifier, as `buildVerifier()` makes it. */
  readonly verifierHtml: Uint8Array
}

export interface OpeningPart {
  /** 32 bytes. */
  readonly r: Uint8Array
  /** JCS text whose UTF-8 bytes were committed to. */
  readonly payload: string
}

export interface CustodyPart {
  /** Index in the log. */
  readonly index: number
  /** Leaf text exactly as logged. */
  readonly leaf: string
  /** null: hidden (erased, or not the reader's to see). */
  readonly opening: OpeningPart | null
  /** RFC 6962 inclusion path in the tree of `log.checkpoint` (of the seal's checkpoint for `SealParts.between`). */
  readonly path: readonly Uint8Array[]
}

export interface ExhibitPart {
  /** 1, 2, 3 … within the case; unique. */
  readonly number: number
  readonly fileName: string
  readonly sizeBytes: number
  /** Lower-case hex, as in the payload of its entry. */
  readonly sha256: string
  readonly mediaType: string
  readonly grade: string
  readonly addedAt: string
  /** `n` of its `exhibit.added` leaf. */
  readonly entry: number
  /** Where it came from, in words: 证据来源. */
  readonly source: string
  /** What it is to prove: 证明目的. */
  readonly purpose: string
  readonly pages: number | null
  /** The original; null: not chosen. Text originals are left out of masked dossiers even if given. */
  readonly content: Streamed<Uint8Array> | null
}

export interface ConversationPart {
  readonly title: string
  /** Messages of the whole thread. */
  readonly messageCount: number
  /** The imports that the thread was merged from. */
  readonly imports: readonly ImportPart[]
  /** The chosen messages, by ascending `threadPosition`. */
  readonly messages: Streamed<MessagePart>
}

export interface ImportPart {
  readonly importId: string
  /** `n` of its `conversation.imported` leaf, whose payload names `messageRoot` and `messages`. */
  readonly entry: number
  /** Number of the exhibit that it was read from. */
  readonly exhibit: number
  readonly format: string
  /** Messages in the import: the size of the message tree. */
  readonly messages: number
}

export interface MessagePart {
  /** 0-based place in the thread. */
  readonly threadPosition: number
  readonly importId: string
  /** 0-based place in the import's message tree. */
  readonly position: number
  /** JCS text as committed. */
  readonly message: string
  /** `r_i`, 32 bytes. */
  readonly r: Uint8Array
  /** RFC 6962 inclusion path in the import's message tree. */
  readonly path: readonly Uint8Array[]
}

export type FactWhen =
  | { readonly kind: 'instant'; readonly instant: string }
  | { readonly kind: 'local'; readonly local: string }
  | { readonly kind: 'time_of_day'; readonly timeOfDay: string }
  | { readonly kind: 'none' }

export type FactSourcePart =
  | { readonly kind: 'exhibit'; readonly exhibit: number }
  /** `conversation` counts from 1 in the order of `DossierParts.conversations`; null where the message was not chosen. */
  | { readonly kind: 'message'; readonly conversation: number | null; readonly threadPosition: number }

export interface FactPart {
  /** 1, 2, 3 … in the order of the timeline. */
  readonly number: number
  readonly when: FactWhen
  /** Where it is sorted: local times read in the organisation's zone. */
  readonly shownAt: string | null
  readonly kind: string
  readonly title: string
  readonly body: string
  readonly sources: readonly FactSourcePart[]
  /** Numbers of the facts that caused it. */
  readonly causes: readonly number[]
  /** `n` of the leaf of its last edit; null where unknown. */
  readonly entry: number | null
}

export interface ConsistencyPart {
  readonly from: number
  readonly to: number
  readonly hashes: readonly Uint8Array[]
}

/** What the log answers once the seal entry stands in it. */
export interface SealParts {
  /** Leaf text of the `dossier.sealed` entry. */
  readonly leaf: string
  readonly opening: OpeningPart
  /** `c2sp.org/tlog-proof@v1` text: index, path, signed checkpoint. */
  readonly proof: string
  /** Leaves of the same stream with `streamCount ≤ n < seal.n`, logged while the bag was made; usually none. */
  readonly between: readonly Omit<CustodyPart, 'opening'>[]
  /** Consistency proof from `log.checkpoint` to the seal's checkpoint; empty where the sizes are equal. */
  readonly consistency: readonly Uint8Array[]
}
