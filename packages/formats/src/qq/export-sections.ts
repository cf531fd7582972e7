import { isBlank } from '../text-chat/open-record.ts'
import type { Line } from '../text-lines.ts'
import {
  type Banner,
  type ExportHead,
  isBannerLine,
  isExportTitle,
  opensBanner,
  readExportHead,
  toBanner,
} from './export-lines.ts'
import { isSystem } from './identity.ts'

/** A piece of an export, in the order of the file. */
export type ExportPiece =
  | { readonly kind: 'banner'; readonly banner: Banner; readonly section: number }
  | {
      readonly kind: 'line'
      readonly line: Line
      readonly head: ExportHead | null
      /** Whether a blank line, a banner or nothing stands before it. */
      readonly isAfterGap: boolean
      readonly section: number
    }

/** A banner has at most a title and five lines. */
const MAX_BANNER_LINES = 8

/** Takes an export apart into banners and lines. Both readings of the file use it, so that they agree on sections. */
export class ExportSplitter {
  #pending: Line[] = []
  #section = 0
  #isAfterGap = true
  #sawHead = false;

  *push(line: Line): Generator<ExportPiece> {
    if (this.#pending.length > 0) {
      if (isBannerLine(line.text) && this.#pending.length < MAX_BANNER_LINES) {
        this.#pending.push(line)
        return
      }
      yield* this.#settle()
    }
    if (opensBanner(line.text, !this.#sawHead)) this.#pending.push(line)
    else yield this.#line(line)
  }

  *end(): Generator<ExportPiece> {
    yield* this.#settle()
  }

  /** Lines that only looked like a banner are part of a message. */
  *#settle(): Generator<ExportPiece> {
    const lines = this.#pending
    this.#pending = []
    const first = lines[0]
    if (first === undefined) return
    const banner = toBanner(
      lines.map(line => line.text),
      first.no,
    )
    const isReal = banner.counterpart !== null || !this.#sawHead || isExportTitle(first.text)
    if (!isReal) {
      for (const line of lines) yield this.#line(line)
      return
    }
    if (banner.counterpart !== null && this.#sawHead) this.#section += 1
    this.#isAfterGap = true
    yield { kind: 'banner', banner, section: this.#section }
  }

  #line(line: Line): ExportPiece {
    const head = line.state === 'too_long' ? null : readExportHead(line.text)
    if (head !== null) this.#sawHead = true
    const isAfterGap = this.#isAfterGap
    this.#isAfterGap = isBlank(line.text)
    return { kind: 'line', line, head, isAfterGap, section: this.#section }
  }
}

/** What a section of an export is like; from it follows which of its lines are heads. */
export interface SectionStyle {
  /** Heads name accounts: then a line without one is no head. */
  readonly hasAccounts: boolean
  /** Every head stands after a blank line: then a line that does not is part of a text. */
  readonly hasGaps: boolean
}

interface Tally {
  accounts: number
  hasRules: boolean
  /** Lines of the form of a head, with an account and without; the first of a section proves nothing about gaps. */
  readonly named: GapCount
  readonly bare: GapCount
}

interface GapCount {
  heads: number
  afterGap: number
  inside: number
}

/** What speaks for a text being an export of the message manager. */
export interface ExportEvidence {
  readonly hasTitle: boolean
  readonly heads: number
  readonly accounts: number
  /** Heads with hours as only QQ writes them; heads with the leading zero that other programs write. */
  readonly ownHours: number
  readonly paddedHours: number
  readonly linesBeforeFirst: number
  readonly headsWithoutText: number
  /** Names in quotation marks: WeFlow's text export writes them so. */
  readonly quotedNames: number
  readonly hasGaps: boolean
}

/** Reads the pieces of an export once and tells the style of every section. Memory grows with sections only. */
export class SectionSurvey {
  readonly #tallies: Tally[] = []
  readonly #seen = {
    hasTitle: false,
    heads: 0,
    accounts: 0,
    ownHours: 0,
    paddedHours: 0,
    linesBeforeFirst: 0,
    headsWithoutText: 0,
    quotedNames: 0,
  }
  #isAfterHead = false

  add(piece: ExportPiece): void {
    const tally = this.#tally(piece.section)
    if (piece.kind === 'banner') {
      if (piece.banner.hasRules) tally.hasRules = true
      if (piece.banner.counterpart !== null || piece.banner.lines.some(isExportTitle))
        this.#seen.hasTitle = true
    } else if (piece.head !== null) {
      if (this.#isAfterHead) this.#seen.headsWithoutText += 1
      this.#isAfterHead = true
      this.#count(piece.head, tally, piece.isAfterGap)
    } else {
      this.#isAfterHead = false
      if (this.#seen.heads === 0 && !isBlank(piece.line.text)) this.#seen.linesBeforeFirst += 1
    }
  }

  #count(head: ExportHead, tally: Tally, isAfterGap: boolean): void {
    const seen = this.#seen
    seen.heads += 1
    if (head.hasOwnHour) seen.ownHours += 1
    else if (head.clock.hour < 10) seen.paddedHours += 1
    if (/^'.*'$/.test(head.identity.name)) seen.quotedNames += 1
    if (head.identity.id !== null && !isSystem(head.identity)) {
      seen.accounts += 1
      tally.accounts += 1
    }
    const gaps = head.identity.id === null ? tally.bare : tally.named
    gaps.heads += 1
    if (gaps.heads === 1) return
    if (isAfterGap) gaps.afterGap += 1
    else gaps.inside += 1
  }

  #tally(section: number): Tally {
    const known = this.#tallies[section]
    if (known !== undefined) return known
    const count = () => ({ heads: 0, afterGap: 0, inside: 0 })
    const tally: Tally = { accounts: 0, hasRules: false, named: count(), bare: count() }
    this.#tallies[section] = tally
    return tally
  }

  styleOf(section: number): SectionStyle {
    const tally = this.#tally(section)
    const hasAccounts = tally.accounts > 0
    const { afterGap, inside } = hasAccounts ? tally.named : tally.bare
    return { hasAccounts, hasGaps: afterGap >= 1 && (tally.hasRules || afterGap >= inside) }
  }

  get evidence(): ExportEvidence {
    return { ...this.#seen, hasGaps: this.styleOf(0).hasGaps }
  }
}

/**
 * Whether a line of the form of a head is one. In a section that names accounts a line without account is text; in a
 * section whose heads stand after blank lines a line within a text is text, also where someone pasted an export.
 */
export function isHead(piece: ExportPiece, style: SectionStyle): boolean {
  if (piece.kind === 'banner' || piece.head === null) return false
  if (style.hasAccounts && piece.head.identity.id === null) return false
  return piece.isAfterGap || !style.hasGaps
}
