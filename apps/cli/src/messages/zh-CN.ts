import { serverZhCN } from './server-zh-CN.ts'
import { upkeepZhCN } from './upkeep-zh-CN.ts'

/** What the command says, in Chinese. The keys of each part are those of its command; `en.ts` mirrors them all. */
export const zhCN = {
  main: {
    usage: '用法：yuanwei <命令> [参数]',
    commands: '命令：',
    examples: '示例：',
    hint: '“yuanwei <命令> --help” 查看某一命令的说明。',
    unknownCommand: (name: string) => `没有“${name}”这个命令。“yuanwei --help” 列出所有命令。`,
    badArguments: (detail: string) => `参数有误：${detail}`,
    unknownLanguage: (name: string) => `不支持的语言“${name}”：可用 zh 或 en。`,
  },
  inspect: {
    summary: '查看聊天导出文件：是什么格式、有多少消息、哪些内容没读懂',
    help: `用法：yuanwei inspect 文件… [--json] [--messages] [--lang zh|en]

按内容（而非文件名）判断每个文件的格式，读到底并报数。不改动文件，也不联网。
若给的是文件夹：其中有分块导出的 manifest.json 时只读它，否则逐个读其中的文件（含子文件夹）。

  --json      每个文件输出一行 JSON：
              {"file","format","messages","participants","first","last","unread","warnings"}
  --messages  每条消息输出一行 JSON（统一后的消息），别无其他内容
  --lang      zh 或 en；缺省按 LANG

退出码：0 所有文件都看过了（含“尚不支持”和“不是聊天记录”的）；2 有文件打不开，或参数有误。

示例：
  yuanwei inspect 聊天.json
  yuanwei inspect --json 导出/*.txt
  yuanwei inspect --messages 聊天.json > 消息.jsonl
`,
    noFiles: '请给出至少一个文件。“yuanwei inspect --help” 查看说明。',
    cannotOpen: (file: string, why: string) => `打不开 ${file}：${why}`,
    notRegular: '不是普通文件',
    notFound: '没有这个文件',
    noPermission: '没有读取权限',
    emptyFolder: (file: string) => `${file} 里没有文件`,
    columns: {
      file: '文件',
      format: '格式',
      messages: '消息',
      participants: '人数',
      first: '最早',
      last: '最晚',
      unread: '未读懂',
    },
    unknown: '不是聊天记录',
    noDate: '无日期',
    line: (no: number) => `第 ${no} 行`,
    wholeFile: '整个文件',
    more: (count: number) => `……另有 ${count} 处，用 --json 查看全部`,
  },
  verify: {
    summary: '核验证据包和回执：有没有改动，不联网，不需要服务器',
    help: `用法：yuanwei verify 文件… [--json] [--key 公钥] [--checkpoint 文件] [--lang zh|en]

核验证据包（.asice、.zip）或回执（.json、.tlog-proof），逐项给出结论。不改动文件，也不联网。
回执后面跟着原文件时，一并比对原文件。

  --key         日志公钥（或存有公钥的文件），须取自别处；可给多次
  --checkpoint  另外保存的日志快照、以往的回执或 .tlog-proof；可给多次
  --json        每个文件输出一行 JSON，结论用代码表示
  --lang        zh 或 en；缺省按 LANG

退出码：0 没有不符；1 有一项不符；2 有文件读不了，或参数有误。

示例：
  yuanwei verify 证据包.asice
  yuanwei verify 证据包.asice --key 公钥.txt --checkpoint 回执.json
  yuanwei verify 回执.json 照片.jpg
`,
    noFiles: '请给出至少一个文件。“yuanwei verify --help” 查看说明。',
    unreadable: (file: string) => `${file} 不是证据包，也不是回执。`,
    notCheckpoint: (file: string) => `${file} 里没有日志快照。`,
    badKey: '公钥格式有误，应为“名称+8 位十六进制+Base64”。',
    dossier: '证据包',
    receipt: '回执',
  },
  ...serverZhCN,
  ...upkeepZhCN,
  formats: {
    'weflow-json': 'WeFlow（JSON）',
    'weflow-arkme-json': 'WeFlow（arkme JSON）',
    'echotrace-json': 'EchoTrace（JSON）',
    'ciphertalk-json': 'CipherTalk（JSON）',
    'chatlab-json': 'ChatLab（JSON）',
    'chatlab-jsonl': 'ChatLab（JSONL）',
    'qq-txt': 'QQ 消息记录（TXT）',
    'qq-clipboard': 'QQ 复制的聊天（文本）',
    'qq-chat-exporter-txt': 'qq-chat-exporter（TXT）',
    'qq-chat-exporter-json': 'qq-chat-exporter（JSON）',
    'qq-chat-exporter-chunked': 'qq-chat-exporter（分块）',
    'whatsapp-txt': 'WhatsApp（TXT）',
    'weflow-csv': 'WeFlow（CSV）',
    'weflow-txt': 'WeFlow（TXT）',
    'weflow-sql': 'WeFlow（SQL）',
    'wechatmsg-csv': '留痕 WeChatMsg（CSV）',
    'wechatmsg-txt': '留痕 WeChatMsg（TXT）',
    'wechatmsg-html': '留痕 WeChatMsg（HTML）',
    'wechatmsg-training-json': '留痕 WeChatMsg（训练用 JSON，无时间）',
    'pywxdump-csv': 'PyWxDump（CSV）',
    'pywxdump-json': 'PyWxDump（JSON）',
    'chatlog-json': 'chatlog（JSON）',
    'chatlog-csv': 'chatlog（CSV）',
    'chatlog-txt': 'chatlog（TXT）',
    wecom: '企业微信会话内容存档',
    'qq-mht': 'QQ 消息记录（MHT）',
    line: 'LINE（TXT）',
    telegram: 'Telegram（JSON）',
    slack: 'Slack',
    discord: 'Discord（JSON）',
    imessage: 'iMessage',
    dingtalk: '钉钉机器人消息',
    feishu: '飞书事件',
    signal: 'Signal（TXT）',
    instagram: 'Instagram（JSON）',
    'whatsapp-zip': 'WhatsApp（ZIP，请先解压）',
    'chat-csv': '聊天记录表（CSV）',
    'chat-json': '聊天记录（其他 JSON）',
    xlsx: 'Excel 表格',
  },
  reasons: {
    truncated: '文件在此处被截断',
    invalid_json: '不是有效的 JSON',
    duplicate_key: '同一个键出现两次，不同的读者会读出不同的内容',
    not_an_object: '这里应当是一条记录，却不是',
    not_a_message: '没有任何消息应有的内容',
    invalid_time: '时间无法理解',
    record_too_long: '记录过长',
    line_too_long: '行过长',
    undecodable: '有字节不是这种编码的文字',
    no_head: '不属于任何一条消息的文字',
    unknown_record: '未知种类的记录',
    trailing_data: '文件内容结束之后还有别的内容',
    missing_file: '清单所列的文件不在',
    path_traversal: '清单所列的文件在文件夹之外，已拒绝',
    too_many_unread: '未读懂之处过多，不再逐一列出',
    not_supported_yet: '尚不支持这种格式',
    not_a_chat: '不是聊天记录',
    encoding_hz: '编码为 HZ，不予读取，请先转为 UTF-8',
    encoding_iso2022cn: '编码为 ISO-2022-CN，不予读取，请先转为 UTF-8',
    encoding_euctw: '编码为 EUC-TW，不予读取，请先转为 UTF-8',
    encoding_unknown: '无法确定文字编码，请先转为 UTF-8',
  },
  warnings: {
    truncated: '文件不完整，末尾被截断',
    encoding_guessed: '编码没有标记，是按文字是否通顺推断的',
    encoding_mixed: '个别行用了另一种编码',
    undecodable_bytes: '文中有替换符 U+FFFD：有字节在这里或导出时已丢失',
    character_replaced: '有半个字符（多半是昵称被截断）或 NUL，已用 U+FFFD 代替',
    duplicate_key: '文件顶层有重复的键',
    count_mismatch: '文件声明的消息数与实际不符',
    time_unit_assumed: '时间戳的单位与格式约定不同，是按数值大小推断的',
    time_out_of_order: '消息没有按时间先后排列',
    time_zone_unknown: '时间是当地时间，时区不明',
    date_missing: '有消息没有日期',
    day_month_assumed: '日和月的先后无法从文件中证实',
    sender_unknown: '有消息的发送者在文件中没有说明',
    head_like_text: '有消息正文像是另一条消息的开头，按正文读取',
    several_conversations: '文件里前后有不止一个会话',
    empty: '没有任何消息',
  },
} as const
