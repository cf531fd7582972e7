/**
 * Why content of a file was not understood. Stable codes: interfaces translate them, tests and other programs
 * compare them. A code is never renamed; new ones may be added.
 */
export const UNREAD_REASONS = [
  'truncated', // the file ends within this record, or before the end that its format announces
  'invalid_json', // the record is not valid JSON
  'duplicate_key', // a JSON object names a key twice: two readers would see two different records
  'not_an_object', // an element that should be an object is none
  'not_a_message', // an object without anything that makes it a message
  'invalid_time', // the record has a time that is none
  'record_too_long', // the record is longer than the bound
  'line_too_long', // the line is longer than the bound
  'undecodable', // bytes that are not text in the file's encoding
  'no_head', // text that belongs to no message: no head line came before it
  'unknown_record', // a record of a kind that the format does not know
  'trailing_data', // content after the end of the document
  'missing_file', // a manifest names a file that is not there
  'path_traversal', // a manifest names a file outside its folder
  'too_many_unread', // more unread records than are listed one by one
  'not_supported_yet', // a known format that this version can't read
  'not_a_chat', // the file is no chat
  'encoding_hz',
  'encoding_iso2022cn',
  'encoding_euctw',
  'encoding_unknown',
] as const

export type UnreadReason = (typeof UNREAD_REASONS)[number]
