/** Where things lie in a dossier. Final: dossiers are handed out and cannot be migrated. */
export const MIMETYPE = 'application/vnd.etsi.asic-e+zip'
export const DOSSIER_FORMAT = 'yuanwei/dossier/v1'
export const SEAL_FORMAT = 'yuanwei/seal/v1'
export const SEAL_WORD = 'dossier.sealed'
export const EXHIBIT_WORD = 'exhibit.added'
export const IMPORT_WORD = 'conversation.imported'

/** `n` of the first leaf of a stream. */
export const FIRST_STREAM_NUMBER = 1

export const MIMETYPE_PATH = 'mimetype'
export const SEAL_PATH = 'META-INF/dossier-leaf.json'
export const SEAL_PROOF_PATH = 'META-INF/dossier.tlog-proof'
/** The bag; the paths below are relative to it. */
export const BAG_FOLDER = 'dossier/'

export const DECLARATION_PATH = 'bagit.txt'
export const INFO_PATH = 'bag-info.txt'
export const MANIFEST_PATH = 'manifest-sha256.txt'
export const TAG_MANIFEST_PATH = 'tagmanifest-sha256.txt'
export const INDEX_PATH = 'index.json'
export const VERIFY_TEXT_PATH = 'VERIFY.txt'
export const VERIFY_PAGE_PATH = 'verify.html'
export const LOG_KEY_PATH = 'policy/log-key.txt'
export const CHECKPOINT_PATH = 'proofs/checkpoint'
export const PROOFS_PATH = 'proofs/proofs.jsonl'
export const CONSISTENCY_PATH = 'proofs/consistency.jsonl'
export const CUSTODY_PATH = 'data/custody.jsonl'
export const CATALOGUE_PATH = 'data/catalogue.csv'
export const TIMELINE_JSON_PATH = 'data/timeline.json'
export const TIMELINE_CSV_PATH = 'data/timeline.csv'
export const EXHIBITS_FOLDER = 'data/exhibits/'

export function messagesPath(conversation: number): string {
  return `data/conversations/${String(conversation).padStart(2, '0')}/messages.jsonl`
}

export function messagesTablePath(conversation: number): string {
  return `data/conversations/${String(conversation).padStart(2, '0')}/messages.csv`
}

/** Files of the bag that the checks know whatever is in the index. */
export const KNOWN_PATHS: ReadonlySet<string> = new Set([
  DECLARATION_PATH,
  INFO_PATH,
  MANIFEST_PATH,
  TAG_MANIFEST_PATH,
  INDEX_PATH,
  VERIFY_TEXT_PATH,
  VERIFY_PAGE_PATH,
  LOG_KEY_PATH,
  CHECKPOINT_PATH,
  PROOFS_PATH,
  CONSISTENCY_PATH,
  CUSTODY_PATH,
  CATALOGUE_PATH,
  TIMELINE_JSON_PATH,
  TIMELINE_CSV_PATH,
])

/** Bounds that a reader applies before it holds something in memory. */
export const MAX_INDEX_BYTES = 64 * 1024 * 1024
export const MAX_SEAL_BYTES = 64 * 1024 * 1024
export const MAX_BETWEEN = 10_000
