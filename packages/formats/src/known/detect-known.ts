import type { Detection, Probe } from '../parser.ts'
import { detectKnownBinary } from './binary.ts'
import { detectKnownCsv } from './csv.ts'
import { detectKnownJson } from './json.ts'
import { detectKnownText } from './text.ts'

/** The most likely of the formats that are recognised and not read yet. */
export function detectKnown(probe: Probe): Detection | null {
  const found = [detectKnownJson, detectKnownCsv, detectKnownText, detectKnownBinary].map(detect =>
    detect(probe),
  )
  return found.reduce(
    (best, one) => (one !== null && one.confidence > (best?.confidence ?? 0) ? one : best),
    null,
  )
}
