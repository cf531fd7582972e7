import { concatBytes, fromUtf8 } from '../encoding.ts'
import { DossierError } from './errors.ts'

/** A line of a JSONL file beyond this is refused. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024
const NEWLINE = 0x0a

/**
 * The lines of a text in strict UTF-8 where every line, the last one too, ends with `\n`. Holds one line.
 * @throws DossierError `size_limit`, `unreadable` (a last line without its end); ProofError `encoding-utf8`
 */
export async function* readLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let open: Uint8Array[] = []
  let openBytes = 0
  for await (const piece of stream) {
    let from = 0
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, from)) {
      open.push(piece.subarray(from, end))
      yield fromUtf8(open.length === 1 ? (open[0] as Uint8Array) : concatBytes(...open))
      open = []
      openBytes = 0
      from = end + 1
    }
    if (from === piece.length) continue
    // The piece may be a buffer that its source uses again.
    open.push(piece.slice(from))
    openBytes += piece.length - from
    if (openBytes > MAX_LINE_BYTES)
      throw new DossierError('size_limit', `a line beyond ${MAX_LINE_BYTES} bytes`)
  }
  if (openBytes > 0) throw new DossierError('unreadable', 'the last line has no end')
}
