import type { Translate } from '../../shell/language.tsx'

export interface PlaceInFile {
  readonly line?: number | undefined
  readonly pointer?: string | undefined
  readonly file?: string | undefined
}

/** Where in the source file a record stands, so that anyone can look it up there. */
export function placeText(t: Translate, place: PlaceInFile): string {
  const parts = [
    place.file ?? null,
    place.line === undefined ? null : t('place.line', { line: place.line }),
    place.pointer === undefined ? null : t('place.pointer', { pointer: place.pointer || '/' }),
  ]
  return parts.filter(Boolean).join(' · ')
}
