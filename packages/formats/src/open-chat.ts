import { detectKnown } from './known/detect-known.ts'
import type { Detection, Parser, Probe, Report } from './parser.ts'
import { probeSource } from './probe.ts'
import { PARSERS } from './registry.ts'
import { type ByteSource, FormatError, type FormatInfo, type Item } from './types.ts'

/** Below this an answer of a parser is none. */
const ENOUGH = 0.5

/** A chat whose format is known, ready to be read. */
export interface OpenChat {
  readonly format: string
  readonly encoding: string
  /**
   * The records in the order of the file. May be called again: each call reads anew, and gives the same again.
   */
  items(): AsyncGenerator<Item>
  /** What the file is as a whole. Title and warnings are those of the last reading, complete when it has ended. */
  info(): FormatInfo
}

/** A file that is recognised as a chat and not read: `code` is `not_supported_yet`. */
export class UnsupportedFormatError extends FormatError {
  /** One of `KNOWN_FORMATS`. */
  readonly format: string
  constructor(format: string) {
    super('not_supported_yet')
    this.format = format
  }
}

/**
 * Tells by content what a file is, and opens it for reading.
 * @throws FormatError `not_a_chat`; `encoding_…` for encodings that are not read
 * @throws UnsupportedFormatError for chat formats that are known and not read yet
 */
export async function openChat(source: ByteSource): Promise<OpenChat> {
  const probe = await probeSource(source)
  const found = detectFormat(probe)
  if (found === null) throw new FormatError('not_a_chat')
  if (found.parser === null) throw new UnsupportedFormatError(found.detection.format)
  return new ParsedChat(source, probe, found.parser, found.detection)
}

/** The format of a source by its content, read or not; null: no chat. Throws as `openChat` does for encodings. */
export async function identifyFormat(source: ByteSource): Promise<string | null> {
  return detectFormat(await probeSource(source))?.detection.format ?? null
}

/** The format of a probe, with its parser where there is one; null: no chat. */
export function detectFormat(probe: Probe): { parser: Parser | null; detection: Detection } | null {
  let best: { parser: Parser | null; detection: Detection } | null = null
  for (const parser of PARSERS) {
    const detection = parser.detect(probe)
    if (detection !== null && detection.confidence > (best?.detection.confidence ?? 0))
      best = { parser, detection }
  }
  const known = detectKnown(probe)
  if (known !== null && known.confidence > (best?.detection.confidence ?? 0))
    best = { parser: null, detection: known }
  return best !== null && best.detection.confidence >= ENOUGH ? best : null
}

class ParsedChat implements OpenChat {
  readonly #source: ByteSource
  readonly #probe: Probe
  readonly #parser: Parser
  readonly #detection: Detection
  #report: FileReport

  constructor(source: ByteSource, probe: Probe, parser: Parser, detection: Detection) {
    this.#source = source
    this.#probe = probe
    this.#parser = parser
    this.#detection = detection
    this.#report = new FileReport(probe)
  }

  get format(): string {
    return this.#detection.format
  }

  get encoding(): string {
    return this.#probe.encoding
  }

  items(): AsyncGenerator<Item> {
    this.#report = new FileReport(this.#probe)
    return this.#parser.read(this.#source, this.#probe, this.#detection, this.#report)
  }

  info(): FormatInfo {
    const { title, warnings } = this.#report
    return { format: this.format, encoding: this.encoding, title, warnings: [...warnings] }
  }
}

class FileReport implements Report {
  title: string | null = null
  readonly warnings = new Set<string>()
  constructor(probe: Probe) {
    if (probe.encodingGuessed) this.warnings.add('encoding_guessed')
  }
  warn(code: string): void {
    this.warnings.add(code)
  }
}
