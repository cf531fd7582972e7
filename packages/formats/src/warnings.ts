/** What holds for a file as a whole and should be seen by its reader. Stable codes, as in `unread-reasons.ts`. */
export const WARNINGS = [
  'truncated', // the file ends before its own end
  'encoding_guessed', // no mark, not UTF-8: the encoding was told by the plausibility of the text
  'encoding_mixed', // some lines are in another encoding than the rest
  'undecodable_bytes', // some bytes are no text; shown as U+FFFD
  'character_replaced', // half of a surrogate pair, or NUL: replaced by U+FFFD
  'duplicate_key', // a key of the document's top level stands there twice
  'count_mismatch', // the file announces another number of messages than it holds
  'time_unit_assumed', // seconds or milliseconds were told by magnitude
  'time_out_of_order', // messages are not in the order of their times
  'time_zone_unknown', // local times without a zone
  'date_missing', // some messages have no date
  'day_month_assumed', // d/m against m/d could not be proven
  'head_like_text', // lines within messages have the form of a head and were taken for text
  'several_conversations', // the file holds several conversations one after another
  'sender_unknown', // some messages name a sender that the file does not explain
  'empty', // no messages at all
] as const

export type Warning = (typeof WARNINGS)[number]
