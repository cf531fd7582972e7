import { fromUtf8, ProofError, parseProof, parseReceipt } from '@yuanwei/proof'
import {
  type ByteSource,
  DossierError,
  detectFile,
  type Report,
  type Trust,
  verifyDossier,
  verifyReceiptFile,
} from '@yuanwei/proof/dossier'

export type CheckedFile =
  | { readonly name: string; readonly outcome: 'report'; readonly report: Report }
  | { readonly name: string; readonly outcome: 'failed' | 'unreadable' }

export type ShowProgress = (name: string, fraction: number) => void

/** A file of the browser as a source; only the slice that is asked for is ever in memory. */
export function fileSource(file: Blob): ByteSource {
  return {
    sizeBytes: file.size,
    read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
  }
}

/**
 * Checks files one after the other. Beside a single receipt a file that is no receipt is its original.
 * @throws ProofError `key-malformed`
 */
export async function checkFiles(
  files: readonly File[],
  trust: Trust,
  showProgress: ShowProgress,
): Promise<CheckedFile[]> {
  const found = []
  for (const file of files) found.push({ file, kind: await kindOf(file) })
  const receipts = found.filter(({ kind }) => kind === 'receipt')
  const others = found.filter(({ kind }) => kind !== 'receipt')
  const [receipt] = receipts
  const [original] = others
  if (receipt && original && receipts.length === 1 && others.length === 1) {
    return [await checkOne(receipt.file, 'receipt', original.file, trust, showProgress)]
  }
  const checked: CheckedFile[] = []
  for (const { file, kind } of found) checked.push(await checkOne(file, kind, null, trust, showProgress))
  return checked
}

async function kindOf(file: File): Promise<'dossier' | 'receipt' | null> {
  try {
    return await detectFile(fileSource(file))
  } catch {
    return null
  }
}

async function checkOne(
  file: File,
  kind: 'dossier' | 'receipt' | null,
  original: File | null,
  trust: Trust,
  showProgress: ShowProgress,
): Promise<CheckedFile> {
  const { name } = file
  const progress = (readBytes: number, totalBytes: number) => showProgress(name, readBytes / totalBytes)
  try {
    if (kind === null) return { name, outcome: 'unreadable' }
    const source = fileSource(file)
    const report =
      kind === 'dossier'
        ? await verifyDossier(source, trust, progress)
        : await verifyReceiptFile(source, trust, original === null ? null : fileSource(original), progress)
    return { name, outcome: 'report', report }
  } catch (error) {
    if (error instanceof ProofError && error.code === 'key-malformed') throw error
    const isUnreadable = error instanceof DossierError && error.code === 'unreadable'
    return { name, outcome: isUnreadable ? 'unreadable' : 'failed' }
  }
}

const MAX_CHECKPOINT_BYTES = 4 * 1024 * 1024

/** The signed checkpoint in a file: as it is, or inside a receipt or proof. Null where there is none. */
export async function readCheckpoint(file: Blob): Promise<string | null> {
  if (file.size > MAX_CHECKPOINT_BYTES) return null
  try {
    const text = fromUtf8(new Uint8Array(await file.arrayBuffer()))
    if (text.startsWith('c2sp.org/tlog-proof@')) return parseProof(text).checkpoint
    if (text.trimStart().startsWith('{')) return parseProof(parseReceipt(text).proof).checkpoint
    return /^\S+\n\d+\n\S+\n\n— /.test(text) ? text : null
  } catch (error) {
    if (error instanceof ProofError) return null
    throw error
  }
}
