import type { Messages } from './messages.ts'
import { serverEn } from './server-en.ts'
import { upkeepEn } from './upkeep-en.ts'

export const en: Messages = {
  main: {
    usage: 'Usage: yuanwei <command> [arguments]',
    commands: 'Commands:',
    examples: 'Examples:',
    hint: '"yuanwei <command> --help" explains a command.',
    unknownCommand: name => `There is no command "${name}". "yuanwei --help" lists all of them.`,
    badArguments: detail => `Wrong arguments: ${detail}`,
    unknownLanguage: name => `Unknown language "${name}": use zh or en.`,
  },
  inspect: {
    summary: 'look at chat exports: their format, how many messages, what was not understood',
    help: `Usage: yuanwei inspect FILE… [--json] [--messages] [--lang zh|en]

Tells each file's format by its content (not by its name), reads it to the end and counts. Changes nothing and
uses no network. Given a folder: reads only its manifest.json if that is a chunked export, else every file in it
(and in the folders below).

  --json      one line of JSON a file:
              {"file","format","messages","participants","first","last","unread","warnings"}
  --messages  one line of JSON a message (normalised), and nothing else
  --lang      zh or en; by default as LANG says

Exit code: 0 all files were looked at ("not supported yet" and "no chat" included); 2 a file could not be
opened, or the arguments are wrong.

Examples:
  yuanwei inspect chat.json
  yuanwei inspect --json exports/*.txt
  yuanwei inspect --messages chat.json > messages.jsonl
`,
    noFiles: 'Name at least one file. "yuanwei inspect --help" explains more.',
    cannotOpen: (file, why) => `Cannot open ${file}: ${why}`,
    notRegular: 'not a regular file',
    notFound: 'no such file',
    noPermission: 'no permission to read it',
    emptyFolder: file => `${file} holds no files`,
    columns: {
      file: 'File',
      format: 'Format',
      messages: 'Messages',
      participants: 'People',
      first: 'First',
      last: 'Last',
      unread: 'Not read',
    },
    unknown: 'no chat',
    noDate: 'no date',
    line: no => `line ${no}`,
    wholeFile: 'whole file',
    more: count => `… and ${count} more; --json lists them all`,
  },
  verify: {
    summary: 'check dossiers and receipts: was anything changed? No network, no server',
    help: `Usage: yuanwei verify FILE… [--json] [--key KEY] [--checkpoint FILE] [--lang zh|en]

Checks a dossier (.asice, .zip) or a receipt (.json, .tlog-proof) and gives separate verdicts. Changes nothing and uses
no network. An original file after its receipt is compared with it.

  --key         the key of the log, or a file that holds it, from elsewhere; may be given more than once
  --checkpoint  a checkpoint that you kept, an earlier receipt or a .tlog-proof; may be given more than once
  --json        one JSON object a file and line, with verdicts as codes
  --lang        zh or en; by default from LANG

Exit codes: 0 nothing fails; 1 a verdict fails; 2 a file cannot be read, or wrong arguments.

Examples:
  yuanwei verify dossier.asice
  yuanwei verify dossier.asice --key log-key.txt --checkpoint receipt.json
  yuanwei verify receipt.json photo.jpg
`,
    noFiles: 'Give at least one file. "yuanwei verify --help" explains.',
    unreadable: file => `${file} is neither a dossier nor a receipt.`,
    notCheckpoint: file => `There is no checkpoint in ${file}.`,
    badKey: 'The key is malformed: expected "name+8 hex digits+Base64".',
    dossier: 'dossier',
    receipt: 'receipt',
  },
  ...serverEn,
  ...upkeepEn,
  formats: {
    'weflow-json': 'WeFlow (JSON)',
    'weflow-arkme-json': 'WeFlow (arkme JSON)',
    'echotrace-json': 'EchoTrace (JSON)',
    'ciphertalk-json': 'CipherTalk (JSON)',
    'chatlab-json': 'ChatLab (JSON)',
    'chatlab-jsonl': 'ChatLab (JSONL)',
    'qq-txt': 'QQ message record (TXT)',
    'qq-clipboard': 'QQ, copied text',
    'qq-chat-exporter-txt': 'qq-chat-exporter (TXT)',
    'qq-chat-exporter-json': 'qq-chat-exporter (JSON)',
    'qq-chat-exporter-chunked': 'qq-chat-exporter (chunked)',
    'whatsapp-txt': 'WhatsApp (TXT)',
    'weflow-csv': 'WeFlow (CSV)',
    'weflow-txt': 'WeFlow (TXT)',
    'weflow-sql': 'WeFlow (SQL)',
    'wechatmsg-csv': 'WeChatMsg (CSV)',
    'wechatmsg-txt': 'WeChatMsg (TXT)',
    'wechatmsg-html': 'WeChatMsg (HTML)',
    'wechatmsg-training-json': 'WeChatMsg (training JSON, no times)',
    'pywxdump-csv': 'PyWxDump (CSV)',
    'pywxdump-json': 'PyWxDump (JSON)',
    'chatlog-json': 'chatlog (JSON)',
    'chatlog-csv': 'chatlog (CSV)',
    'chatlog-txt': 'chatlog (TXT)',
    wecom: 'WeCom conversation archive',
    'qq-mht': 'QQ message record (MHT)',
    line: 'LINE (TXT)',
    telegram: 'Telegram (JSON)',
    slack: 'Slack',
    discord: 'Discord (JSON)',
    imessage: 'iMessage',
    dingtalk: 'DingTalk robot message',
    feishu: 'Feishu event',
    signal: 'Signal (TXT)',
    instagram: 'Instagram (JSON)',
    'whatsapp-zip': 'WhatsApp (ZIP; unpack it first)',
    'chat-csv': 'chat table (CSV)',
    'chat-json': 'chat (other JSON)',
    xlsx: 'Excel workbook',
  },
  reasons: {
    truncated: 'the file is cut off here',
    invalid_json: 'not valid JSON',
    duplicate_key: 'a key stands there twice: two readers would read two different records',
    not_an_object: 'no record where one should be',
    not_a_message: 'nothing in it makes it a message',
    invalid_time: 'the time makes no sense',
    record_too_long: 'the record is too long',
    line_too_long: 'the line is too long',
    undecodable: 'bytes that are no text in this encoding',
    no_head: 'text that belongs to no message',
    unknown_record: 'a record of an unknown kind',
    trailing_data: 'something follows the end of the document',
    missing_file: 'a file that the manifest names is not there',
    path_traversal: 'refused: the manifest names a file outside its folder',
    too_many_unread: 'too many to be listed one by one',
    not_supported_yet: 'this format is not supported yet',
    not_a_chat: 'this is no chat',
    encoding_hz: 'encoded as HZ, which is not read: convert it to UTF-8 first',
    encoding_iso2022cn: 'encoded as ISO-2022-CN, which is not read: convert it to UTF-8 first',
    encoding_euctw: 'encoded as EUC-TW, which is not read: convert it to UTF-8 first',
    encoding_unknown: 'the encoding could not be told: convert it to UTF-8 first',
  },
  warnings: {
    truncated: 'the file is not complete: its end is missing',
    encoding_guessed: 'the encoding bears no mark; it was told by how the text reads',
    encoding_mixed: 'some lines are in another encoding',
    undecodable_bytes: 'U+FFFD stands in the text: bytes were lost here or by the exporter',
    character_replaced: 'half a character (mostly a name cut off) or NUL was replaced by U+FFFD',
    duplicate_key: 'the document has a key twice at its top level',
    count_mismatch: 'the file announces another number of messages than it holds',
    time_unit_assumed: 'the unit of the timestamps is not that of the format; it was told by magnitude',
    time_out_of_order: 'the messages are not in the order of their times',
    time_zone_unknown: 'times are local times, their zone is unknown',
    date_missing: 'some messages have no date',
    day_month_assumed: 'the order of day and month could not be proven from the file',
    sender_unknown: 'some messages name a sender that the file does not explain',
    head_like_text: 'a line within a message looks like the head of another one; it was read as text',
    several_conversations: 'the file holds several conversations one after another',
    empty: 'no messages at all',
  },
}
