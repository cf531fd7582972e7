/** What `yuanwei fsck` and `yuanwei config` say, in Chinese; `upkeep-en.ts` mirrors it. */
export const upkeepZhCN = {
  fsck: {
    summary: '检查本机保存的一切：日志、记录、证据文件是否互相一致',
    help: `用法：yuanwei fsck [--deep] [--json] [--lang zh|en]

把保存的内容重新读一遍，互相比对：日志的每一条、瓦片、签名；每一条记录与它记入日志时的内容；证据与证据包的文件。
什么都不改动。服务运行与否都可以；服务停着时，会为检查临时启动内置数据库。
须在服务所在的机器上、以同一个系统账户、同样的环境变量（YUANWEI_DATA、DATABASE_URL）运行。

  --deep      连内容一起读：逐字节核对每个文件的 SHA-256，重新计算每次读入的消息的根
  --json      输出一行 JSON：{"clean","findingCount","findings","counts"}
  --lang      zh 或 en；缺省按 LANG

退出码：0 没有发现问题；1 发现问题；2 没能检查。

示例：
  yuanwei fsck
  yuanwei fsck --deep --json
`,
    noArguments: '这个命令不带参数。“yuanwei fsck --help” 查看说明。',
    cannot: (why: string) => `没能检查：${why}`,
    noPermission: (path: string) => `没能检查：没有读取 ${path} 的权限。请用运行服务的系统账户执行。`,
    more: (count: number) => `……另有 ${count} 处，未列出`,
    clean: '没有发现问题。',
    found: (count: number) => `发现 ${count} 处问题。请先保留现状（复制数据文件夹），再查明原因。`,
    counts: {
      leaves: '日志条目',
      tiles: '瓦片',
      pending: '等待归入',
      exhibits: '证据',
      imports: '读入',
      messages: '消息（重新核算）',
      facts: '事实',
      dossiers: '证据包',
      unnamedFiles: '中断的上传留下的文件',
    },
    findings: {
      head_differs: '日志头与各条目算出的不一致',
      leaf_missing: '日志中间缺了条目',
      leaf_hash_differs: '日志条目的内容与它的哈希不符',
      leaf_malformed: '日志条目不合规范',
      bundle_missing: '日志的条目文件缺失',
      bundle_differs: '日志的条目文件与数据库不符',
      tile_missing: '日志的瓦片文件缺失',
      tile_differs: '日志的瓦片文件与数据库不符',
      database_behind: '已签署或存放的比数据库知道的多：数据库被恢复到了较早的状态',
      checkpoint_missing: '检查点或验证公钥缺失',
      signature_bad: '检查点的签名不对或无法读取',
      signed_root_differs: '签署过的根与现有条目算出的不同',
      stream_gap: '编号不连续：有条目被去掉或插入',
      entry_missing: '日志条目所承诺的记录不在了',
      entry_differs: '记录与日志条目所承诺的不符',
      entry_unlogged: '有记录既不在日志里，也不在等待之列',
      exhibit_differs: '证据的登记内容与归入时不同',
      import_differs: '读入的结果与归入时不同',
      message_differs: '消息与读入时不同',
      fact_differs: '事实与记入时不同',
      dossier_differs: '证据包的登记内容与制作时不同',
      key_lost: '文件的密钥不在或打不开',
      blob_missing: '文件缺失',
      blob_size_differs: '文件长度不对',
      blob_damaged: '文件已损坏',
      blob_digest_differs: '文件内容不是归入时的内容',
    },
  },
  config: {
    summary: '列出所有设置：现在的值、从哪里来、什么意思',
    help: `用法：yuanwei config [--json] [--lang zh|en]

列出服务所读的每个环境变量：现在的值、是否设置过、什么意思。密码不显示。不需要服务在运行。

  --json      输出一行 JSON：[{"name","value","source","meaning"}]
  --lang      zh 或 en；缺省按 LANG

退出码：0 正常；2 有设置的值不可用，或参数有误。

示例：
  yuanwei config
  PORT=9000 yuanwei config --json
`,
    noArguments: '这个命令不带参数。“yuanwei config --help” 查看说明。',
    columns: { name: '名称', value: '值', source: '来源', meaning: '说明' },
    sources: { environment: '环境变量', default: '缺省' },
    unset: '（未设）',
  },
} as const
