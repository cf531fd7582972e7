/** Phrases in lower case, found by how a text begins: a text that begins otherwise costs one look-up. */
export class PhraseIndex {
  readonly #byFirst = new Map<string, string[]>()

  constructor(phrases: readonly string[]) {
    for (const phrase of phrases) {
      const first = phrase.charAt(0)
      this.#byFirst.set(first, [...(this.#byFirst.get(first) ?? []), phrase])
    }
  }

  /** The longest phrase that the text begins with, in any case; null where there is none. */
  startOf(text: string): string | null {
    const candidates = this.#byFirst.get(text.charAt(0).toLowerCase())
    if (candidates === undefined) return null
    const lower = text.toLowerCase()
    return candidates.reduce<string | null>(
      (found, phrase) => (lower.startsWith(phrase) && phrase.length > (found?.length ?? 0) ? phrase : found),
      null,
    )
  }
}

/** Phrases out of a text that parts them by `|`, over as many lines as it takes. */
export function phrases(text: string): readonly string[] {
  return text.split('|').map(phrase => phrase.trim())
}
