import type { Detection, Probe } from '../parser.ts'
import { isBlank } from '../text-chat/open-record.ts'
import { type Layout, LayoutSurvey, readRecordStart } from './layout-survey.ts'
import { holdsNoticeVerb, isEncryptionNotice } from './notices.ts'
import { readRecordHead } from './to-message.ts'

/** Words in the place of a name by which a log file gives itself away. */
const LOG_LEVELS = /^(?:trace|debug|info|notice|warn|warning|error|fatal|critical|severe)$/i

interface Evidence {
  lines: number
  heads: number
  named: number
  logLevels: number
  /** Signal's exporter writes `[YYYY-MM-DD, HH:MM]`, without seconds; WhatsApp's brackets with that date have them. */
  signalHeads: number
  loose: number
  hasEncryptionNotice: boolean
  hasNoticeVerb: boolean
  beginsWithHead: boolean
}

/** A chat export of WhatsApp begins with a header (or the notice about encryption) and names senders. */
export function detectWhatsapp(probe: Probe): Detection | null {
  if (probe.shape !== 'text') return null
  const lines = probe.head.split(/\r\n|\r|\n/)
  if (!probe.complete) lines.pop()
  const survey = new LayoutSurvey()
  for (const line of lines) survey.add(line)
  const evidence = gather(lines, survey.finish())
  const confidence = weigh(evidence)
  return confidence === 0 ? null : { format: 'whatsapp-txt', confidence }
}

function gather(lines: readonly string[], layout: Layout): Evidence {
  const evidence: Evidence = {
    lines: 0,
    heads: 0,
    named: 0,
    logLevels: 0,
    signalHeads: 0,
    loose: 0,
    hasEncryptionNotice: false,
    hasNoticeVerb: false,
    beginsWithHead: false,
  }
  for (const line of lines) {
    if (isBlank(line)) continue
    evidence.lines += 1
    const start = readRecordStart(line, layout)
    const isNotice = isEncryptionNotice(line)
    if (isNotice) evidence.hasEncryptionNotice = true
    if (evidence.lines === 1 && (isNotice || start !== null)) evidence.beginsWithHead = true
    if (start === null || !start.isRealTime) continue
    const { rest, split } = readRecordHead(line, start, layout)
    evidence.heads += 1
    if (split !== null) evidence.named += 1
    if (split !== null && LOG_LEVELS.test(split.name)) evidence.logLevels += 1
    if (isEncryptionNotice(split?.text ?? rest)) evidence.hasEncryptionNotice = true
    if (split === null && holdsNoticeVerb(rest)) evidence.hasNoticeVerb = true
    if (/^\s*\[\d{4}-\d{2}-\d{2}, \d{2}:\d{2}\] /.test(line.slice(0, 40))) evidence.signalHeads += 1
    if (start.header.container === 'colon' || start.header.container === 'bare') evidence.loose += 1
  }
  return evidence
}

function weigh(found: Evidence): number {
  if (found.heads === 0 || found.logLevels * 2 > found.named) return 0
  if (found.signalHeads === found.heads) return 0
  if (found.hasEncryptionNotice) return 0.97
  // A date at the beginning of some line of a text makes no chat.
  if (!found.beginsWithHead) return found.named >= 3 && found.heads * 4 >= found.lines ? 0.7 : 0
  if (found.loose === found.heads) return found.named === found.heads ? 0.6 : 0
  if (found.hasNoticeVerb) return 0.92
  if (found.named === 0) return 0
  return found.named >= 2 ? 0.9 : 0.7
}
