import { readFileSync } from 'node:fs'

/** The messages of a catalogue by id. Reads the subset of PO that these files use: one msgid and one msgstr each. */
export function readCatalogue(path: string): Map<string, string> {
  const messages = new Map<string, string>()
  const entry = /^msgid ((?:".*"\n?)+)msgstr ((?:".*"\n?)+)/gm
  for (const [, id, text] of readFileSync(path, 'utf8').matchAll(entry)) {
    const key = joinLines(id as string)
    if (key === '') continue
    if (messages.has(key)) throw new Error(`twice in ${path}: ${key}`)
    messages.set(key, joinLines(text as string))
  }
  return messages
}

function joinLines(lines: string): string {
  return lines
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as string)
    .join('')
}

/** The union of all ids: a message that does not exist does not compile. */
export function messageIdsSource(ids: readonly string[]): string {
  const lines = [...ids].sort().map(id => `  | '${id}'`)
  return `// Written by scripts/write-message-ids.ts from locales/zh-CN.po.\nexport type MessageId =\n${lines.join('\n')}\n`
}
