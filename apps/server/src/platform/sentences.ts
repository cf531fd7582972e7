/**
 * What the server says to its operator on the console, before or beside the structured log. Every text of
 * that kind stands here, in both languages; `{name}` is filled from the parameters.
 */
export const sentences = {
  setting_invalid: {
    'zh-CN': '环境变量 {name} 的值不可用：{reason}',
    en: 'The environment variable {name} has a value that cannot be used: {reason}',
  },
  setting_unknown: {
    'zh-CN': '不认识环境变量 {name}，已忽略。',
    en: 'The environment variable {name} is not known and was ignored.',
  },
  data_folder_in_use: {
    'zh-CN':
      '数据文件夹 {folder} 正由另一个原委进程（{holder}）使用。请先结束它，或用 YUANWEI_DATA 指定别的文件夹。',
    en: 'The data folder {folder} is in use by another Yuanwei process ({holder}). End it first, or choose another folder with YUANWEI_DATA.',
  },
  nothing_kept: {
    'zh-CN': '{folder} 里还没有原委的数据。先运行 npm start，或用 YUANWEI_DATA 指定数据文件夹。',
    en: 'There are no data of Yuanwei in {folder} yet. Run npm start first, or name the data folder with YUANWEI_DATA.',
  },
  master_key_missing: {
    'zh-CN': '{folder} 中已有数据，却没有主密钥 {file}。没有它，已存的证据无法打开。请从备份放回该文件。',
    en: 'There are data in {folder} but no master key {file}. Stored evidence cannot be opened without it. Put the file back from a backup.',
  },
  master_key_damaged: {
    'zh-CN': '主密钥 {file} 应为 32 字节，实为 {length} 字节。请从备份放回该文件。',
    en: 'The master key {file} should have 32 bytes and has {length}. Put the file back from a backup.',
  },
  master_key_differs: {
    'zh-CN': '数据库的密码不是由这把主密钥（{file}）得出的：数据与密钥不属于同一套安装。请放回原来的密钥。',
    en: 'The passwords of the database were not made from this master key ({file}): data and key are of different installations. Put the right key back.',
  },
  platform_unsupported: {
    'zh-CN':
      '内置数据库没有适用于 {platform} 的程序。请用 DATABASE_URL 指定一个 PostgreSQL 15 或更新版本的数据库。',
    en: 'The embedded database has no program for {platform}. Name a PostgreSQL 15 or newer with DATABASE_URL.',
  },
  database_account_missing: {
    'zh-CN': 'PostgreSQL 不能以 root 运行，而系统账户 {account} 无法建立：{reason}',
    en: 'PostgreSQL cannot run as root, and the system account {account} could not be made: {reason}',
  },
  database_moved: {
    'zh-CN': '账户 {account} 进不去 {closed}，因此数据库放在 {place}。备份时请一并备份。',
    en: 'The account {account} cannot enter {closed}; the database is therefore kept in {place}. Include it in backups.',
  },
  database_closed: {
    'zh-CN': '数据库在 {place}，但账户 {account} 进不去 {closed}。请放开该文件夹的通行权限（chmod o+x）。',
    en: 'The database is in {place}, but the account {account} cannot enter {closed}. Allow passing through that folder (chmod o+x).',
  },
  database_missing: {
    'zh-CN': '{pointer} 说数据库在 {place}，那里却没有。请从备份放回，切勿另起空库。',
    en: '{pointer} says that the database is in {place}, but it is not there. Put it back from a backup.',
  },
  database_foreign: {
    'zh-CN': '{place} 属于另一个系统账户（uid {uid}）。请以该账户或 root 启动。',
    en: '{place} belongs to another system account (uid {uid}). Start as that account or as root.',
  },
  database_other_version: {
    'zh-CN': '{place} 是 PostgreSQL {found} 的数据，此版本的原委用的是 {wanted}。请先按文档升级。',
    en: '{place} holds data of PostgreSQL {found}; this Yuanwei runs {wanted}. Upgrade it first as documented.',
  },
  database_start_failed: {
    'zh-CN': '内置数据库没能启动：{reason}',
    en: 'The embedded database did not start: {reason}',
  },
  database_died: {
    'zh-CN': '内置数据库意外结束（{reason}）。日志：{log}',
    en: 'The embedded database ended unexpectedly ({reason}). Its log: {log}',
  },
  orphan_stopped: {
    'zh-CN': '上次未正常结束：已停下遗留的数据库进程 {pid}。',
    en: 'The last run did not end properly: the database process {pid} that it left behind was stopped.',
  },
  database_unreachable: {
    'zh-CN': '连不上 DATABASE_URL 指定的数据库（{server}）：{reason}',
    en: 'The database named by DATABASE_URL ({server}) cannot be reached: {reason}',
  },
  database_too_old: {
    'zh-CN': '数据库是 PostgreSQL {found}，需要 15 或更新版本。',
    en: 'The database is PostgreSQL {found}; 15 or newer is needed.',
  },
  database_not_utf8: {
    'zh-CN': '数据库的编码是 {found}，需要 UTF8。',
    en: 'The encoding of the database is {found}; UTF8 is needed.',
  },
  owner_lacks_right: {
    'zh-CN': 'DATABASE_URL 的账户 {owner} 不能建立角色。请由管理员执行：ALTER ROLE {owner} CREATEROLE;',
    en: 'The account {owner} of DATABASE_URL may not create roles. Have an administrator run: ALTER ROLE {owner} CREATEROLE;',
  },
  role_too_mighty: {
    'zh-CN': '数据库角色 {role} 能绕过行级安全，租户隔离因此失效。请收回其 SUPERUSER 与 BYPASSRLS。',
    en: 'The database role {role} can bypass row-level security, which keeps tenants apart. Take SUPERUSER and BYPASSRLS from it.',
  },
  migration_changed: {
    'zh-CN': '迁移 {name} 在执行之后被改动过。迁移只增不改：请恢复原文件，改动另写新迁移。',
    en: 'The migration {name} was changed after it had been applied. Restore the file and put the change into a new migration.',
  },
  migration_missing: {
    'zh-CN': '数据库执行过迁移 {name}，程序里却没有这个文件。',
    en: 'The database has had the migration {name}, which this program does not have.',
  },
  migration_failed: {
    'zh-CN': '迁移 {name} 没有成功，未留下任何改动：{reason}',
    en: 'The migration {name} failed and left no change: {reason}',
  },
  database_newer: {
    'zh-CN': '数据库比程序新（已有迁移 {name}）。请使用相同或更新版本的程序。',
    en: 'The database is newer than this program (it has had the migration {name}). Use the same version or a newer one.',
  },
  database_older: {
    'zh-CN': '数据库比程序旧（还没有迁移 {name}）。请先用这一版启动一次服务（npm start），它会升级数据库。',
    en: 'The database is older than this program (it has not had the migration {name}). Start the server of this version once (npm start): it upgrades the database.',
  },
  port_in_use: {
    'zh-CN': '{host} 的端口 {port} 已被占用。请结束占用它的程序，或用 PORT 指定别的端口。',
    en: 'Port {port} of {host} is in use. End the program that has it, or choose another with PORT.',
  },
  serving: {
    'zh-CN': '原委已就绪：{url}',
    en: 'Yuanwei is ready: {url}',
  },
  setup_code: {
    'zh-CN': '首次设置：在浏览器打开 {url}，输入一次性代码 {code}（每次启动都会更换，用后作废）。',
    en: 'First-run set-up: open {url} in a browser and enter the one-time code {code} (new at each start, void once used).',
  },
  stopping: {
    'zh-CN': '正在停止……',
    en: 'Stopping …',
  },
  stopped: {
    'zh-CN': '已停止。',
    en: 'Stopped.',
  },
  log_rolled_back: {
    'zh-CN':
      '存证日志所签署或存放的，比数据库所知道的多：数据库被恢复到了较早的状态。为不让已确认的记录消失，服务不予启动。请放回与日志一致的数据库备份。',
    en: 'More was signed or stored in the evidence log than the database knows of: the database was put back to an earlier state. So that nothing acknowledged vanishes, the server does not start. Restore a database that matches the log.',
  },
  log_forked: {
    'zh-CN': '数据库的内容与存证日志已签署的内容不同。服务不予启动：请查明数据库被谁、何时改动。',
    en: 'The database holds other content than what the evidence log has signed. The server does not start: find out who changed the database, and when.',
  },
  log_key_missing: {
    'zh-CN': '存证日志的签名密钥（keys/log.key）不见了，而日志并非空白。请从备份放回密钥。',
    en: 'The signing key of the evidence log (keys/log.key) is gone, and the log is not empty. Put the key back from a backup.',
  },
  log_key_mismatch: {
    'zh-CN': '存证日志的签名密钥不是此前签署日志的那一把。请放回原来的密钥。',
    en: 'The signing key of the evidence log is not the one that signed it so far. Put the right key back.',
  },
  log_signer_lost: {
    'zh-CN': '签名者的记录（signer/）不见了，或比已公布的检查点更旧。请从备份放回。',
    en: 'The memory of the signer (signer/) is gone or older than the published checkpoint. Put it back from a backup.',
  },
  log_damaged: {
    'zh-CN': '存证日志的数据库与文件互相矛盾。请运行 yuanwei fsck 查看何处不一致。',
    en: 'Database and files of the evidence log contradict each other. Run yuanwei fsck to see where.',
  },
} as const satisfies Record<string, { 'zh-CN': string; en: string }>

export type Language = 'zh-CN' | 'en'
export type SentenceCode = keyof typeof sentences
export type SentenceParams = Readonly<Record<string, string | number>>
/** Something the operator should read, which stops nothing. */
export type Notice = { code: SentenceCode; params: SentenceParams }

export function say(code: SentenceCode, params: SentenceParams, language: Language): string {
  return sentences[code][language].replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(params[name] ?? whole),
  )
}

/** The server will not run like this; `say` has the sentence, and `message` is its English form. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: SentenceCode
  readonly params: SentenceParams

  constructor(code: SentenceCode, params: SentenceParams = {}, options?: ErrorOptions) {
    super(say(code, params, 'en'), options)
    this.code = code
    this.params = params
  }

  say(language: Language): string {
    return say(this.code, this.params, language)
  }
}
