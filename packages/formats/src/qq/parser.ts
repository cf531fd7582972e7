import type { Parser } from '../parser.ts'
import { qqClipboardParser } from './clipboard-parser.ts'
import { qqExportParser } from './export-parser.ts'

/** Everything that QQ and QQ Chat Exporter write. */
export const qqParsers: readonly Parser[] = [qqExportParser, qqClipboardParser]
