import { digest } from '#digest'
import { canonicalJson, type JsonValue } from '../canonical-json.ts'
import { commitItem } from '../commitment.ts'
import { toUtf8 } from '../encoding.ts'
import { parseCanonicalJson } from '../strict-json.ts'
import { maskIdentifiers, maskJson } from './mask.ts'
import type { DossierParts, ExhibitPart, MessagePart } from './parts.ts'
import type { MessageRecord } from './records.ts'

/**
 * What a masked dossier may say. An opening (`r` and the text, or `r` beside a masked text) lets anyone try
 * all numbers until the commitment fits, and so does a plain digest of a text whose rest is known: eleven
 * digits are quickly tried. So what was masked keeps its commitment and nothing else.
 */
export class Disclosure {
  private readonly masked: boolean
  private readonly hiddenDigests: ReadonlySet<string>

  constructor(parts: Pick<DossierParts, 'masked' | 'exhibits'>) {
    this.masked = parts.masked
    this.hiddenDigests = new Set(
      parts.exhibits.filter(exhibit => this.hidesOriginal(exhibit)).map(exhibit => exhibit.sha256),
    )
  }

  /** Text of the caller as it is shown. */
  mask(text: string): string {
    return this.masked ? maskIdentifiers(text) : text
  }

  /** Whether an original, and its digest, stay out because its text cannot be masked. */
  hidesOriginal(exhibit: ExhibitPart): boolean {
    return this.masked && isTextType(exhibit.mediaType)
  }

  /** Whether the payload of an entry may be shown. */
  opensEntry(payload: string): boolean {
    if (!this.masked) return true
    const digests = payload.match(/[0-9a-f]{64}/g) ?? []
    return !digests.some(hex => this.hiddenDigests.has(hex)) && !isTouched(parseCanonicalJson(payload))
  }

  /** A message as it is shown, open or masked. */
  showMessage(part: MessagePart): MessageRecord {
    const message = parseCanonicalJson(part.message)
    const place = {
      thread: part.threadPosition,
      importId: part.importId,
      position: part.position,
      path: part.path,
    }
    if (!this.masked || !isTouched(message)) {
      return { ...place, content: { kind: 'open', message: part.message, r: part.r } }
    }
    const commitment = commitItem('message', part.r, digest.sha256(toUtf8(part.message)))
    return { ...place, content: { kind: 'masked', masked: maskJson(message), commitment } }
  }
}

function isTouched(value: JsonValue): boolean {
  return canonicalJson(maskJson(value)) !== canonicalJson(value)
}

/** Pictures, sound, film and PDF cannot be masked here but are chosen by eye; all else is taken for text. */
function isTextType(mediaType: string): boolean {
  return !/^(?:image\/(?!svg)|audio\/|video\/|application\/pdf$)/.test(mediaType)
}
