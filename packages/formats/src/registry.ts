import type { Parser } from './parser.ts'

/** All parsers. The order decides nothing: the highest confidence wins. */
export const PARSERS: readonly Parser[] = []
