import type { DossierLanguage } from './parts.ts'

/** The words inside the tables of a dossier. They are part of what is sealed, so a change is a new version. */
export interface DossierWords {
  readonly catalogue: readonly string[]
  readonly timeline: readonly string[]
  readonly messages: readonly string[]
  /** Words for the codes of grades, kinds and times; a code without a word is shown as it is. */
  readonly codes: Readonly<Record<string, string>>
  readonly leftOut: Readonly<Record<'masked_text' | 'not_chosen', string>>
  readonly proven: Readonly<Record<'open' | 'masked', string>>
  readonly gap: (count: number) => string
  readonly exhibit: (number: number) => string
  readonly message: (conversation: number, number: number) => string
  readonly messageNotShown: (number: number) => string
  readonly fact: (number: number) => string
}

const ZH_CN: DossierWords = {
  catalogue: [
    '序号',
    '证据名称',
    '证据来源',
    '页数',
    '大小（字节）',
    '证明目的',
    'SHA-256',
    '归入时间',
    '经手编号',
    '类型',
    '来源等级',
    '文件',
    '说明',
  ],
  timeline: ['序号', '时间', '时间依据', '类别', '事实', '经过', '依据', '起因', '经手编号'],
  messages: [
    '对话序号',
    '来源证据',
    '来源内序号',
    '时间',
    '发送人',
    '类型',
    '内容（据导入文件重排，非截图）',
    '来源等级',
    '核验',
  ],
  codes: {
    official_archive: '官方存档',
    editable_export: '可编辑的导出',
    screenshot: '截图',
    manual: '人工录入',
    original_file: '原始文件',
    event: '事件',
    customer: '客户',
    promise: '承诺',
    evidence: '证据',
    money: '钱款',
    risk: '风险',
    delivery: '物流',
    instant: '时刻（含时区）',
    local: '当地时间，时区不明',
    time_of_day: '只有钟点',
    none: '时间不明',
    text: '文字',
    image: '图片',
    voice: '语音',
    video: '视频',
    file: '文件',
    sticker: '表情',
    link: '链接',
    location: '位置',
    red_packet: '红包',
    transfer: '转账',
    poke: '拍一拍',
    call: '通话',
    share: '分享',
    reply: '引用回复',
    forward: '合并转发',
    contact: '名片',
    system: '系统消息',
    recall: '撤回',
    other: '其他',
  },
  leftOut: { masked_text: '含个人号码的文本原件，遮蔽版不附', not_chosen: '未选入本卷' },
  proven: { open: '原文可核', masked: '位置可核，号码已遮' },
  gap: count => `（此处省略 ${count} 条）`,
  exhibit: number => `证据 ${number}`,
  message: (conversation, number) => `对话 ${conversation} 第 ${number} 条`,
  messageNotShown: number => `对话第 ${number} 条（未选入本卷）`,
  fact: number => `事实 ${number}`,
}

const EN: DossierWords = {
  catalogue: [
    'No.',
    'Exhibit',
    'Source',
    'Pages',
    'Size (bytes)',
    'Purpose of proof',
    'SHA-256',
    'Taken in at',
    'Custody no.',
    'Type',
    'Grade',
    'File',
    'Note',
  ],
  timeline: ['No.', 'Time', 'Kind of time', 'Kind', 'Fact', 'Account', 'Sources', 'Causes', 'Custody no.'],
  messages: [
    'No. in thread',
    'From exhibit',
    'No. in source',
    'Time',
    'Sender',
    'Kind',
    'Content (re-set from an imported file, not a screenshot)',
    'Grade',
    'Check',
  ],
  codes: {
    official_archive: 'official archive',
    editable_export: 'editable export',
    screenshot: 'screenshot',
    manual: 'entered by hand',
    original_file: 'original file',
    event: 'event',
    customer: 'customer',
    promise: 'promise',
    evidence: 'evidence',
    money: 'money',
    risk: 'risk',
    delivery: 'delivery',
    instant: 'instant, zone known',
    local: 'local time, zone unknown',
    time_of_day: 'time of day only',
    none: 'time unknown',
    text: 'text',
    image: 'image',
    voice: 'voice',
    video: 'video',
    file: 'file',
    sticker: 'sticker',
    link: 'link',
    location: 'location',
    red_packet: 'red packet',
    transfer: 'transfer',
    poke: 'poke',
    call: 'call',
    share: 'share',
    reply: 'reply',
    forward: 'forwarded chat',
    contact: 'contact card',
    system: 'system message',
    recall: 'recalled',
    other: 'other',
  },
  leftOut: {
    masked_text: 'text original with personal numbers, not part of a masked dossier',
    not_chosen: 'not chosen for this dossier',
  },
  proven: { open: 'text can be checked', masked: 'position can be checked, numbers masked' },
  gap: count => (count === 1 ? '(1 message left out here)' : `(${count} messages left out here)`),
  exhibit: number => `exhibit ${number}`,
  message: (conversation, number) => `conversation ${conversation}, message ${number}`,
  messageNotShown: number => `message ${number} of the conversation (not chosen for this dossier)`,
  fact: number => `fact ${number}`,
}

/** The word for a code of a table. */
export function wordFor(words: DossierWords, code: string): string {
  return Object.hasOwn(words.codes, code) ? (words.codes[code] as string) : code
}

export function wordsOf(language: DossierLanguage): DossierWords {
  return language === 'en' ? EN : ZH_CN
}
