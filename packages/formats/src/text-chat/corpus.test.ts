import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodeLegacy, encodeUtf16 } from '../../test/legacy-encode.ts'
import { corpus, corpusFiles, corpusSource, memorySource, readAll } from '../../test/sources.ts'
import { inspectFile } from '../inspect.ts'
import { identifyFormat } from '../open-chat.ts'

interface Row {
  readonly format: string
  readonly messages: number
  readonly participants: number
  readonly first: string | null
  readonly last: string | null
  readonly unread: number
  readonly why: string
}

/**
 * Counted by hand in the files themselves, not taken from the output of this package. `messages` counts heads and
 * notices, `participants` everyone but the system, `first` and `last` the earliest and latest dated message.
 */
const COUNTS: Readonly<Record<string, Row>> = {
  'qq/chatlab-fixture-admin-prefix-id54616383589.txt': {
    ...{ format: 'qq-txt', messages: 2, participants: 2, unread: 0 },
    ...{ first: '2024-01-02T03:04:05', last: '2024-01-02T03:05:06' },
    why: 'title and 消息对象 on lines 1–2; heads of 10001 and 10002 on lines 3 and 5, without blank lines between',
  },
  'qq/chatlab-fixture-qq-group-id55281602053.txt': {
    ...{ format: 'qq-txt', messages: 2, participants: 2, unread: 0 },
    ...{ first: '2024-01-02T03:04:05', last: '2024-01-02T03:05:06' },
    why: 'as above, without 【管理员】',
  },
  'qq/clipboard-24h-slash-id32315680995.txt': {
    ...{ format: 'qq-clipboard', messages: 1, participants: 1, unread: 0 },
    ...{ first: '2020-03-28T19:02:31', last: '2020-03-28T19:02:31' },
    why: 'one head with year, month, day; one line of text',
  },
  'qq/clipboard-timeonly-ampm-recall-id32315680995.txt': {
    ...{ format: 'qq-clipboard', messages: 5, participants: 2, unread: 0, first: null, last: null },
    why: 'heads on lines 1, 4 (without text) and 10; notices stand alone on lines 6 (a recall) and 8; no date anywhere',
  },
  'qq/clipboard-us-datetime-id32315680995.txt': {
    ...{ format: 'qq-clipboard', messages: 8, participants: 4, unread: 0 },
    ...{ first: '2020-02-14T21:16:13', last: '2020-02-14T21:17:31' },
    why: 'heads on lines 1, 4, 10, 15, 19 by four people (one twice); notices on lines 8, 13, 17; 14 is no month',
  },
  'qq/export-12h-ampm-group-id32315680995.txt': {
    ...{ format: 'qq-txt', messages: 9, participants: 4, unread: 0 },
    ...{ first: '2019-09-23T20:43:38', last: '2019-09-24T09:16:35' },
    why: 'nine heads, three of them 系统消息 (10000 once, 1000000 twice); 87200175, 28084825, 36226407, 106505723; the one of 8:46:18 PM has no text',
  },
  'qq/export-12h-email-id32315680995.txt': {
    ...{ format: 'qq-txt', messages: 3, participants: 3, unread: 0 },
    ...{ first: '2020-03-04T00:12:29', last: '2020-03-04T00:13:41' },
    why: 'three heads, 12 AM is midnight; the third has a mail address for an account',
  },
  'qq/export-private-no-uin-id32315680995.txt': {
    ...{ format: 'qq-txt', messages: 2, participants: 2, unread: 0 },
    ...{ first: '2017-01-19T20:20:27', last: '2017-01-19T20:22:24' },
    why: 'two heads without accounts',
  },
  'qq/mobile-copy-date-separators-id32315680995.txt': {
    ...{ format: 'qq-clipboard', messages: 2, participants: 2, unread: 0 },
    ...{ first: '2020-02-21T23:50:12', last: '2020-02-22T23:50:40' },
    why: 'a date line before each of two heads',
  },
  'qq/msgmanager-date-lines-system-id32315680995.txt': {
    ...{ format: 'qq-clipboard', messages: 3, participants: 2, unread: 0 },
    ...{ first: '2020-02-27T20:35:36', last: '2020-03-03T00:11:41' },
    why: 'heads on lines 1 and 6, a recall with its time on line 4; the first stands before any date, so it has none',
  },
  'qq/recoded-utf16le-bom-crlf.txt': {
    ...{ format: 'qq-txt', messages: 9, participants: 4, unread: 0 },
    ...{ first: '2019-09-23T20:43:38', last: '2019-09-24T09:16:35' },
    why: 'the group export above in UTF-16',
  },
  'qq/recoded-utf8-bom-crlf.txt': {
    ...{ format: 'qq-txt', messages: 9, participants: 4, unread: 0 },
    ...{ first: '2019-09-23T20:43:38', last: '2019-09-24T09:16:35' },
    why: 'the group export above with a byte order mark',
  },
  'whatsapp-misc/android-nl-dash-date-issue4.txt': {
    ...{ format: 'whatsapp-txt', messages: 4, participants: 1, unread: 0 },
    ...{ first: '2023-12-03T12:34:00', last: '2023-12-03T12:34:00' },
    why: 'four headers, all of [name]; Dutch writes the day first, and nothing in the file speaks against it',
  },
  'whatsapp-misc/android-zh-body-contains-date.txt': {
    ...{ format: 'whatsapp-txt', messages: 2, participants: 2, unread: 0 },
    ...{ first: '2024-03-12T14:32:00', last: '2024-03-12T14:33:00' },
    why: 'John and Mary; the date within the first text begins no record',
  },
  'whatsapp-misc/attachments.txt': {
    ...{ format: 'whatsapp-txt', messages: 5, participants: 1, unread: 0 },
    ...{ first: '2018-06-03T13:55:00', last: '2018-06-03T13:55:00' },
    why: 'five headers, the last with a second line; 3/6/18 by the rule day first',
  },
  'whatsapp-misc/multiline-system-empty.txt': {
    ...{ format: 'whatsapp-txt', messages: 3, participants: 2, unread: 0 },
    ...{ first: '2017-02-03T18:42:00', last: '2018-06-23T13:55:00' },
    why: 'headers on lines 1, 4 and 6 (empty text); line 3 is a time without name and so text; Loris and Luke, line 4 is a notice; 23/06 proves the day first; the latest stands first',
  },
  'whatsapp-misc/prose-mentions-date.txt': {
    ...{ format: 'unknown', messages: 0, participants: 0, unread: 1, first: null, last: null },
    why: 'prose: no line begins with a time',
  },
  'whatstk/chats/whatsapp/pokemon.txt': {
    ...{ format: 'whatsapp-txt', messages: 20, participants: 8, unread: 0 },
    ...{ first: '2016-04-15T15:04:00', last: '2016-10-31T12:23:00' },
    why: '20 lines that are not empty; 1 (with the name of the group) and 2 are about encryption; Ash Ketchum, Brock, Misty, Prof. Oak, Jessie & James, Raichu, Meowth, Wobbuffet',
  },
  'whatstk/chats/whatsapp/lorem.txt': {
    ...{ format: 'whatsapp-txt', messages: 500, participants: 4, unread: 0 },
    ...{ first: '2020-01-15T02:22:56', last: '2020-05-11T22:32:48' },
    why: '500 lines, all with a header (grep -c); 4 names (cut, sort -u); 15-01-20 to 11-05-20 ascend only as day, month, year',
  },
  'whatstk/chats/whatsapp/lorem-2000.txt': {
    ...{ format: 'whatsapp-txt', messages: 2000, participants: 4, unread: 0 },
    ...{ first: '2019-04-16T02:09:00', last: '2020-06-13T00:00:00' },
    why: '2000 lines in order (sort -c), 4 names',
  },
  'whatstk/chats/whatsapp/lorem-merge-part1.txt': {
    ...{ format: 'whatsapp-txt', messages: 300, participants: 4, unread: 0 },
    ...{ first: '2019-10-20T10:16:00', last: '2020-01-10T00:00:00' },
    why: '300 lines in order, 4 names',
  },
  'whatstk/chats/whatsapp/lorem-merge-part2.txt': {
    ...{ format: 'whatsapp-txt', messages: 300, participants: 5, unread: 0 },
    ...{ first: '2020-06-20T10:16:00', last: '2020-09-10T00:00:00' },
    why: '300 lines in order; Maria2 is a fifth name',
  },
  'chatlab-fixtures/与Alice的 WhatsApp 聊天.txt': {
    ...{ format: 'whatsapp-txt', messages: 2, participants: 2, unread: 0 },
    ...{ first: '2024-01-02T03:04:00', last: '2024-01-02T03:05:00' },
    why: 'the notice on line 1 has no time: preamble',
  },
  ...Object.fromEntries(
    ['[mmddyy]_24hrs', 'ddmmyy_24hrs', 'mmddyy_24hrs', 'mmddyyyy_12hrs', 'yyyymmdd_24hrs'].map(name => [
      `chat-miner/test/whatsapp/test_${name}.txt`,
      {
        ...{ format: 'whatsapp-txt', messages: 9, participants: 5, unread: 0 },
        ...{ first: '2019-01-01T11:25:00', last: '2021-12-30T22:01:00' },
        why: '9 headers in 11 lines: 7 messages (one is only a full stop after the colon), 2 notices; John Doe, Jahn Doe, John-John Doe, John Doe 🤓, 🤓',
      },
    ]),
  ),
}

describe.skipIf(corpus === null)('real files of QQ and WhatsApp', () => {
  const folders = ['qq', 'whatsapp-misc', 'whatstk/chats', 'chat-miner/test/whatsapp']
  const files = folders.flatMap(folder =>
    corpusFiles(`chat/${folder}`)
      .filter(file => file.endsWith('.txt'))
      .map(file => `${folder}/${file}`),
  )

  it('are all counted', () => {
    console.log(`${files.length} files of QQ and WhatsApp`)
    expect(files.filter(file => COUNTS[file] === undefined)).toEqual([])
    expect(files.length).toBe(Object.keys(COUNTS).length - 1)
  })

  it.each(Object.entries(COUNTS))('%s', async (file, row) => {
    const found = await inspectFile(corpusSource(`chat/${file}`))
    expect(
      {
        ...{ format: found.format, messages: found.messages, participants: found.participants },
        ...{ first: found.first, last: found.last, unread: found.unread.length },
      },
      row.why,
    ).toEqual({
      ...{ format: row.format, messages: row.messages, participants: row.participants },
      ...{ first: row.first, last: row.last, unread: row.unread },
    })
  })

  it('says that prose is no chat', async () => {
    const found = await inspectFile(corpusSource('chat/whatsapp-misc/prose-mentions-date.txt'))
    expect(found.unread).toEqual([{ place: {}, reason: 'not_a_chat' }])
  })

  it.each(['gb18030', 'utf-16le', 'utf-16be'] as const)('reads the group export in %s', async encoding => {
    const file = 'chat/qq/export-12h-ampm-group-id32315680995.txt'
    const text = readFileSync(join(corpus ?? '', file), 'utf8')
    const bytes =
      encoding === 'gb18030'
        ? encodeLegacy(text, encoding)
        : encodeUtf16(`\ufeff${text}`, encoding === 'utf-16le' ? 'le' : 'be')
    const chat = await readAll(memorySource(bytes))
    const plain = await readAll(corpusSource(file))
    expect(chat.encoding).toBe(encoding)
    const assumed = encoding === 'gb18030' ? ['encoding'] : []
    expect(chat.messages).toEqual(plain.messages.map(message => ({ ...message, assumed })))
  })

  it('claims no file of another family', async () => {
    const others = corpusFiles('chat').filter(file => COUNTS[file] === undefined)
    const claimed: string[] = []
    for (const file of others) {
      const format = await identifyFormat(corpusSource(`chat/${file}`)).catch(() => null)
      if (format !== null && /^(?:qq-(?:txt|clipboard|chat)|whatsapp)/.test(format)) claimed.push(file)
    }
    console.log(`${others.length} files of other families`)
    expect(claimed).toEqual([])
  })
})

interface Target {
  readonly timestamp: string
  readonly author: string
  readonly message: string
}

/** chat-miner's expected values; it leaves out notices and the message that is only a full stop, and joins lines by a space. */
describe.skipIf(corpus === null)('expected values of chat-miner', () => {
  const folder = 'chat/chat-miner/test/whatsapp'
  const targets =
    corpus === null
      ? []
      : (JSON.parse(readFileSync(join(corpus, folder, 'target.json'), 'utf8')) as Target[]).toReversed()
  it.each(corpusFiles(folder).filter(file => file.endsWith('.txt')))('%s', async file => {
    const chat = await readAll(corpusSource(`${folder}/${file}`))
    const found = chat.messages
      .filter(message => message.sender !== null && message.text !== '.')
      .map(({ time, sender, text }) => ({
        timestamp: time.kind === 'local' ? time.local : null,
        author: sender?.name,
        message: text.replaceAll('\n', ' '),
      }))
    expect(found).toEqual(targets)
  })
})
