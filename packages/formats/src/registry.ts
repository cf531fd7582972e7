import { chatlabParser } from './chatlab/parser.ts'
import type { Parser } from './parser.ts'
import { qqParsers } from './qq/parser.ts'
import { weflowParser } from './weflow/parser.ts'
import { whatsappParser } from './whatsapp/parser.ts'

/** All parsers. The order decides nothing: the highest confidence wins. */
export const PARSERS: readonly Parser[] = [weflowParser, chatlabParser, ...qqParsers, whatsappParser]
