import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type Language, type Notice, Refusal } from './platform/sentences.ts'

/** The checkout, whatever folder the command was called in. */
export const repositoryFolder = resolve(import.meta.dirname, '..', '..', '..')

const roleNames = ['web', 'worker', 'sequencer'] as const
export type RoleName = (typeof roleNames)[number]

const isPostgresUrl = (text: string) => /^postgres(ql)?:\/\//.test(text)
const isWebUrl = (text: string) => /^https?:\/\/[^/]+/.test(text) && URL.canParse(text)

/** Every environment variable that the server reads; there is no other reader of process.env. */
const variables = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  HOST: z.string().default('127.0.0.1'),
  YUANWEI_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  YUANWEI_PUBLIC_URL: z.string().refine(isWebUrl, 'not an http(s) URL').optional(),
  YUANWEI_DATA: z.string().default(join(repositoryFolder, 'data')),
  DATABASE_URL: z.string().refine(isPostgresUrl, 'not a postgres:// URL').optional(),
  YUANWEI_ROLE: z
    .string()
    .transform(text => text.split(','))
    .pipe(z.array(z.enum(roleNames)).min(1))
    .optional(),
  YUANWEI_LANG: z.enum(['zh-CN', 'en']).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  YUANWEI_CORPUS: z.string().default(join(repositoryFolder, '..', 'shared', 'corpus')),
})
type Variables = z.infer<typeof variables>
export type VariableName = keyof Variables
export const variableNames = Object.keys(variables.shape) as VariableName[]

export type Config = {
  port: number
  host: string
  /** Where browsers reach the server, without a slash at the end; undefined: as the request says. */
  publicUrl: string | undefined
  /** How many proxies of the operator's own stand in front of the server. */
  proxies: number
  dataFolder: string
  /** The owner of an outside database; undefined: the embedded one. Holds a password: never print it. */
  databaseUrl: string | undefined
  /** What this process does; all of it unless told otherwise. */
  roles: readonly RoleName[]
  /** Of what is said to the operator on the console. */
  language: Language
  logLevel: Variables['LOG_LEVEL']
  corpusFolder: string
  /** Said once the log is open. */
  notices: readonly Notice[]
}

/** Read by the command `yuanwei` alone, and often set for a whole shell. */
const ofTheCommand = new Set(['YUANWEI_LOGIN', 'YUANWEI_PASSWORD'])

type Environment = Readonly<Record<string, string | undefined>>

// An empty variable means "not set": compose files and shells make them easily.
function given(env: Environment): Record<string, string> {
  const wanted = variableNames.flatMap(name => {
    const value = env[name]?.trim()
    return value ? [[name, value] as const] : []
  })
  return Object.fromEntries(wanted)
}

function consoleLanguage(env: Environment): Language {
  return /^en\b|^en_/.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'en' : 'zh-CN'
}

/**
 * Reads the settings. `role` is what `--role` said and wins over the variable.
 * Throws the Refusal `setting_invalid` with the name and never the value, which may be a secret.
 */
export function readConfig(env: Environment = process.env, role?: string): Config {
  const parsed = variables.safeParse({ ...given(env), ...(role ? { YUANWEI_ROLE: role } : {}) })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Refusal('setting_invalid', { name: String(issue?.path[0]), reason: issue?.message ?? '' })
  }
  const values = parsed.data
  const unknown = Object.keys(env).filter(
    name => name.startsWith('YUANWEI_') && !(name in variables.shape) && !ofTheCommand.has(name),
  )
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.YUANWEI_PUBLIC_URL?.replace(/\/+$/, ''),
    proxies: values.YUANWEI_PROXIES,
    dataFolder: resolve(values.YUANWEI_DATA),
    databaseUrl: values.DATABASE_URL,
    roles: values.YUANWEI_ROLE ?? roleNames,
    language: values.YUANWEI_LANG ?? consoleLanguage(env),
    logLevel: values.LOG_LEVEL,
    corpusFolder: resolve(values.YUANWEI_CORPUS),
    notices: unknown.map(name => ({ code: 'setting_unknown', params: { name } })),
  }
}

/** One line of `yuanwei config`; `value` is undefined where nothing is set and nothing is assumed. */
export type Setting = {
  name: VariableName
  value: string | undefined
  source: 'environment' | 'default'
  meaning: string
}

const meanings: Record<VariableName, Record<Language, string>> = {
  PORT: {
    'zh-CN': '网页服务的端口；0 为任选一个空闲端口',
    en: 'port of the web server; 0 takes any free one',
  },
  HOST: {
    'zh-CN': '监听的地址；要让别的机器访问，设为 0.0.0.0，并在前面配置 HTTPS',
    en: 'address to listen on; 0.0.0.0 lets other machines in: put HTTPS in front',
  },
  YUANWEI_PROXIES: {
    'zh-CN': '前面有几层自己的反向代理；据此从 X-Forwarded-For 取来访地址（限速用），0 为不信任何代理',
    en: 'how many reverse proxies of your own stand in front: the caller’s address (for limits) is taken from X-Forwarded-For accordingly; 0 trusts none',
  },
  YUANWEI_PUBLIC_URL: {
    'zh-CN': '浏览器访问本系统的网址；经反向代理时必须设置',
    en: 'the URL under which browsers reach this installation; needed behind a proxy',
  },
  YUANWEI_DATA: {
    'zh-CN': '数据文件夹：内置数据库、证据原件、密钥、日志瓦片',
    en: 'data folder: embedded database, evidence, keys, tiles of the log',
  },
  DATABASE_URL: {
    'zh-CN': '外部 PostgreSQL（15 或更新）所有者账户的连接串；不设则用内置数据库',
    en: 'owner of an outside PostgreSQL (15 or newer); without it the embedded one runs',
  },
  YUANWEI_ROLE: {
    'zh-CN': '本进程的分工：web、worker、sequencer，逗号分隔；默认全部',
    en: 'what this process does: web, worker, sequencer, separated by commas; all by default',
  },
  YUANWEI_LANG: {
    'zh-CN': '控制台语言：zh-CN 或 en；默认依系统区域设置',
    en: 'language of the console: zh-CN or en; by default as the locale says',
  },
  LOG_LEVEL: {
    'zh-CN': '日志级别：fatal、error、warn、info、debug、trace、silent',
    en: 'level of the log: fatal, error, warn, info, debug, trace, silent',
  },
  YUANWEI_CORPUS: {
    'zh-CN': '测试所用真实样例的文件夹；运行时不用',
    en: 'folder of real samples for the tests; not used when running',
  },
}

/** All settings as they stand, for people: passwords are masked. Meanings in the console's language or the given one. */
export function describeConfig(env: Environment = process.env, language?: Language): Setting[] {
  const config = readConfig(env)
  const set = given(env)
  const defaults = variables.parse({}) as Record<VariableName, unknown>
  return variableNames.map(name => {
    const value = set[name] ?? defaults[name]
    return {
      name,
      value: value === undefined ? undefined : maskPassword(String(value)),
      source: name in set ? 'environment' : 'default',
      meaning: meanings[name][language ?? config.language],
    }
  })
}

/** `user:password@` in a URL and `password=` in its query become `***`. */
export function maskPassword(text: string): string {
  return text
    .replace(/^(\w+:\/\/[^:@/?#]*):[^/?#]*@/, '$1:***@')
    .replace(/([?&](?:password|sslpassword)=)[^&#]*/gi, '$1***')
}
