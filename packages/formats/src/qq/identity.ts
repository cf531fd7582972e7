/** Who stands in a head line: the name without titles, and the account where the line has one. */
export interface Identity {
  readonly name: string
  /** A QQ number or mail address, digit by digit as in the file; null where the line has none. */
  readonly id: string | null
}

/** The account at the end: `名字(带(嵌套)括号) (0012345)` has 0012345, and the rest is the name. */
const ACCOUNT = /^(.*?)\s*(?:\((\d{3,20})\)|<([^<>\s]{1,64}@[^<>\s]{1,128}|\d{3,20})>)$/s

/** Longest name with titles and account; QQ caps names at 60 characters. */
const MAX_IDENTITY_LENGTH = 300

/** Reads `【头衔】昵称(QQ号)`, `昵称<邮箱>` or a bare name; null where nothing is left for a name. */
export function readIdentity(text: string): Identity | null {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > MAX_IDENTITY_LENGTH) return null
  const match = ACCOUNT.exec(trimmed)
  const id = match?.[2] ?? match?.[3] ?? null
  const shown = match?.[1] ?? trimmed
  // An account alone is its own name, as QQ shows people without a nickname.
  const name = withoutTitles(shown) || shown || id
  return name === null || name === '' ? null : { name, id }
}

/** Group titles such as 【管理员】 belong to the place in the group, not to the person. */
function withoutTitles(name: string): string {
  let rest = name.trim()
  while (rest.startsWith('【')) {
    const close = rest.indexOf('】')
    if (close < 0) break
    rest = rest.slice(close + 1).trim()
  }
  return rest
}

/** Accounts under which QQ writes its own notices. */
const SYSTEM_ACCOUNTS = new Set(['10000', '1000000'])

/** Whether QQ itself is the sender. */
export function isSystem({ name, id }: Identity): boolean {
  return (id !== null && SYSTEM_ACCOUNTS.has(id)) || (id === null && name === '系统消息')
}
