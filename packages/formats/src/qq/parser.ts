import type { Parser } from '../parser.ts'
import { qqClipboardParser } from './clipboard-parser.ts'
import { qqExportParser } from './export-parser.ts'
import { qqExporterChunkedParser } from './exporter-chunked.ts'
import { qqExporterJsonParser } from './exporter-json.ts'
import { qqExporterTextParser } from './exporter-text.ts'

/** Everything that QQ and QQ Chat Exporter write. */
export const qqParsers: readonly Parser[] = [
  qqExportParser,
  qqClipboardParser,
  qqExporterTextParser,
  qqExporterJsonParser,
  qqExporterChunkedParser,
]
