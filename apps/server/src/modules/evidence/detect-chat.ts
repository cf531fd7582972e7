import { FormatError, openChat, UnsupportedFormatError } from '@yuanwei/formats'
import type { BlobStore, StoredBlob } from '../../platform/blobs/index.ts'
import type { Exhibit } from './store.ts'

/** Pictures may stand before the first message for megabytes; no chat is known that hides for longer. */
const LOOK_BYTES = 512 * 1024 * 1024
const MAY_BE_CHAT = /^(text\/|application\/(json|zip|x-ndjson|octet-stream))/

/** The chat format in a stored file, or null. Read before the transaction begins: it may take seconds. */
export async function detectChat(
  blobs: BlobStore,
  blob: StoredBlob,
  fileName: string,
  mediaType: string,
): Promise<string | null> {
  if (!MAY_BE_CHAT.test(mediaType)) return null
  const end = Math.min(blob.sizeBytes, LOOK_BYTES)
  const source = {
    name: fileName,
    sizeBytes: blob.sizeBytes,
    open: () => blobs.read(blob, { start: 0, end }),
  }
  try {
    return (await openChat(source)).format
  } catch (cause) {
    if (cause instanceof UnsupportedFormatError) return cause.format
    if (cause instanceof FormatError) return null
    throw cause
  }
}

/** A chat export can be edited before it comes in, and stays marked so; every other file is what was handed over. */
export function gradeOf(chatFormat: string | null): Exhibit['grade'] {
  return chatFormat === null ? 'original_file' : 'editable_export'
}
