/** Formats that are read. Documented in docs/guide/formats.md. */
export const READ_FORMATS = [
  'weflow-json',
  'weflow-arkme-json',
  'echotrace-json',
  'ciphertalk-json',
  'chatlab-json',
  'chatlab-jsonl',
  'qq-txt',
  'qq-clipboard',
  'qq-chat-exporter-txt',
  'qq-chat-exporter-json',
  'qq-chat-exporter-chunked',
  'whatsapp-txt',
] as const

/** Formats that are recognised and said to be not supported yet. */
export const KNOWN_FORMATS = [
  'weflow-csv',
  'weflow-txt',
  'weflow-sql',
  'wechatmsg-csv',
  'wechatmsg-txt',
  'wechatmsg-html',
  'wechatmsg-training-json',
  'pywxdump-csv',
  'pywxdump-json',
  'chatlog-json',
  'chatlog-csv',
  'chatlog-txt',
  'wecom',
  'qq-mht',
  'line',
  'telegram',
  'slack',
  'discord',
  'imessage',
  'dingtalk',
  'feishu',
  'signal',
  'instagram',
  'whatsapp-zip',
  'chat-csv',
  'chat-json',
  'xlsx',
] as const

export const FORMATS: readonly string[] = [...READ_FORMATS, ...KNOWN_FORMATS]
