/** What the commands say that need a running server, in Chinese; `server-en.ts` mirrors it. */
export const serverZhCN = {
  server: {
    badAddress: (given: string) =>
      `--server “${given}” 不是网址，应如 https://yuanwei.example 或 http://127.0.0.1:8080。`,
    unencrypted: (url: string) => `注意：${url} 未加密，口令会以明文经过网络。请改用 https。`,
    noCredentials:
      '需要登录：请设置环境变量 YUANWEI_LOGIN 与 YUANWEI_PASSWORD，或在终端里运行本命令，届时会询问。',
    askLogin: '登录名：',
    askPassword: '口令（不显示）：',
    interrupted: '已中断。服务器上已经开始的工作会继续完成。',
    unreachable: (url: string) =>
      `连不上 ${url}。这个命令需要正在运行的原委：在本机运行 npm start，或用 --server 给出它的网址。`,
    refused: (code: string) => `服务器拒绝了（${code}）。`,
    caseNeeded: '请用 --case 给出案件编号，例如 --case YW-2026-0001。',
    badCase: (name: string) => `“${name}” 不是案件编号（应如 YW-2026-0001），也不是案件 ID。`,
    noCase: (name: string) => `没有案件 ${name}，或你无权查看它。`,
  },
  import: {
    summary: '把聊天导出文件收入案件并读入消息（需要正在运行的原委）',
    help: `用法：yuanwei import 文件… --case 编号 [--note 说明] [--server 网址] [--json] [--lang zh|en]

把聊天导出文件作为证据收入案件，读入其中的消息，等它读完，报出各项数目。
案件里已有同名且内容相同的文件时不再上传，已读过的不再重读：中断之后照样再运行一次即可。
上传之前先在本机把所有文件看一遍，只要有一个不是聊天记录或尚不支持，就什么都不上传。
文件多时请一次给出：登录次数有限制（15 分钟 10 次）。

  --case      案件编号（YW-2026-0001）或 ID
  --note      写在证据上的说明
  --server    原委的网址；缺省为 http://127.0.0.1:8080（设了 PORT 则用它）
  --json      每个文件输出一行 JSON：{"case","exhibit","uploaded","import"}
  --lang      zh 或 en；缺省按 LANG

登录：取环境变量 YUANWEI_LOGIN 与 YUANWEI_PASSWORD，没有就在终端询问；结束时退出登录。

退出码：0 已读完；1 被拒绝或没能读完；2 没能开始（参数、文件、网络、登录）；130 被中断。

示例：
  yuanwei import 聊天.json --case YW-2026-0001
  yuanwei import 导出/*.txt --case YW-2026-0001
  yuanwei import _chat.txt --case YW-2026-0001 --note "客户发来的导出" --json
`,
    noFiles: '请给出至少一个文件。“yuanwei import --help” 查看说明。',
    notChat: (file: string) => `${file} 不是聊天记录，没有上传。`,
    notYet: (file: string, format: string) => `${file} 的格式（${format}）尚不支持读入，没有上传。`,
    chunked: (file: string) =>
      `${file} 是分块导出的清单，内容在别的文件里；服务器尚不能读入分块导出，没有上传。请在导出工具里改选单文件 JSON。`,
    unreadable: (file: string, code: string) => `${file} 读不出来（${code}），没有上传。`,
    uploading: (part: string) => `上传 ${part}`,
    reading: (step: string, part: string, messages: number) => `${step} ${part}，${messages} 条消息`,
    steps: {
      waiting: '等待读取',
      reading: '读取',
      merging: '并入会话',
      done: '完成',
      failed: '失败',
    },
    caseLine: (number: string, title: string) => `案件 ${number} ${title}`,
    exhibitLine: (number: number, file: string, uploaded: boolean) =>
      uploaded ? `证据 ${number} 号：${file}，已收入` : `证据 ${number} 号：${file}，案件中已有，未再上传`,
    logged: (number: number) => `已归入存证日志：本案第 ${number} 条 · 单方保管`,
    pending: '正在归入存证日志',
    failed: (why: string) => `没有读完：${why}`,
    counts: {
      messages: '消息',
      added: '新增',
      paired: '已有',
      differing: '其中文字不同',
      unread: '未读懂',
      preamble: '消息之前',
    },
  },
  dossier: {
    summary: '把整个案件做成证据包并取回（需要正在运行的原委）',
    help: (
      purposes: string,
    ) => `用法：yuanwei dossier 编号 -o 文件 [--purpose 用途] [--unmasked --reason 理由]
      [--force] [--dossier-lang zh|en] [--server 网址] [--json] [--lang zh|en]

把案件的全部证据、全部消息和时间线做成一个证据包，等它做好，取回并核对 SHA-256。
手机号、证件号、银行卡号缺省打码，含号码的文字类原件（如聊天导出）因此不附。文件完整且核对无误之后才以所给的名字出现。

  -o, --output    存成哪个文件；已有同名文件时不覆盖，除非 --force
  --purpose       用途，缺省 internal：
                  ${purposes}
  --unmasked      不打码；须有相应权限，并用 --reason 写明理由，理由会记入日志
  --dossier-lang  证据包所用的语言：zh 或 en，缺省 zh
  --server        原委的网址；缺省为 http://127.0.0.1:8080（设了 PORT 则用它）
  --json          输出一行 JSON：{"case","file","dossier"}
  --lang          本命令所用的语言：zh 或 en；缺省按 LANG

登录：取环境变量 YUANWEI_LOGIN 与 YUANWEI_PASSWORD，没有就在终端询问；结束时退出登录。

退出码：0 已取回；1 被拒绝、没能做成或核对不符；2 没能开始（参数、文件、网络、登录）；130 被中断。

示例：
  yuanwei dossier YW-2026-0001 -o 证据包.asice --purpose mediation
  yuanwei dossier YW-2026-0001 -o 证据包.asice --purpose court --unmasked --reason "法院要求提供完整号码"
`,
    oneCase: '请给出一个案件编号。“yuanwei dossier --help” 查看说明。',
    outputNeeded: '请用 -o 给出存成哪个文件。',
    badPurpose: (given: string, all: string) => `没有“${given}”这种用途；可用：${all}。`,
    reasonNeeded: '--unmasked 须用 --reason 写明理由。',
    exists: (file: string) => `${file} 已存在，没有覆盖。换个名字，或加 --force。`,
    noFolder: (folder: string) => `没有文件夹 ${folder}。`,
    isFolder: (file: string) => `${file} 是文件夹，请写出文件名。`,
    building: (part: string) => `正在制作证据包 ${part}`,
    fetching: (part: string) => `正在取回 ${part}`,
    failed: (why: string) => `证据包没有做成（${why}）。`,
    digestDiffers:
      '取回的内容与服务器记录的 SHA-256 不符，没有保存。请重试；若再次不符，请在服务器上运行 yuanwei fsck --deep。',
    cannotWrite: (why: string) => `写不了文件：${why}`,
    made: (file: string, exhibits: number, messages: number, masked: boolean, sha256: string) =>
      `${file}
列入证据 ${exhibits} 件，消息 ${messages} 条，${masked ? '号码已打码，文字类原件因此不附' : '号码未打码'}
SHA-256 ${sha256}
核验：yuanwei verify ${file}
`,
  },
  problems: {
    not_signed_in: '登录已失效，请重新运行。',
    csrf_mismatch: '服务器不认可这次请求的来源。请直接使用它自己的网址。',
    forbidden: '你的角色没有这项权限。请找有权限的同事，或请负责人调整角色。',
    not_found: '没有找到，或你无权查看。',
    input_invalid: '服务器不接受所给的内容。',
    body_too_large: '文件太大：单个文件最大 4 GiB。',
    content_type_unsupported: '服务器不接受这种内容。命令与服务器的版本是否一致？',
    idempotency_key_reused: '这次请求与先前的一次冲突，请重试。',
    already_done: '这件事已经做过了。',
    rate_limited: '尝试过于频繁，请稍后再试。',
    too_busy: '服务器正忙，请稍后再试。',
    shutting_down: '服务器正在停止，请等它重新启动后再试。',
    log_halted: '存证日志已停住，暂时不能收入任何内容。请在服务器上运行 yuanwei fsck。',
    internal: '服务器内部出错，详情见服务器日志。',
    sign_in_failed: '登录名或口令不对。',
    upload_incomplete: '上传中断了，没有收入。请重试。',
    file_empty: '文件是空的。',
    case_closed: '案件已结案，不能再收入证据。请先在网页上重新打开它。',
    too_many: '超出了数量上限。',
    not_a_chat: '服务器认为这不是聊天记录。文件已作为证据收入，但没有读入消息。',
    format_not_supported_yet: '服务器尚不支持这种格式。文件已作为证据收入，但没有读入消息。',
    import_running: '这个文件正在读入。',
    dossier_empty: '案件里还没有可放进证据包的内容。',
    reason_required: '不打码须写明理由。',
    source_not_in_case: '案件内容刚刚有变动，请重试。',
    stale_version: '有对话刚刚增加了消息，请重试。',
    dossier_pending: '证据包还没有做好。',
    dossier_failed: '证据包没有做成。',
    content_missing: '服务器上的文件缺失或损坏。请在服务器上运行 yuanwei fsck --deep。',
    range_unsatisfiable: '请求的范围超出了文件。',
  },
} as const
