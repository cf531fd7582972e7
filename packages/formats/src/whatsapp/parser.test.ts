import { describe, expect, it } from 'vitest'
import { memorySource, readAll } from '../../test/sources.ts'
import { identifyFormat } from '../open-chat.ts'

const read = async (...lines: string[]) => await readAll(memorySource(lines.join('\n')))
const names = async (...lines: string[]) =>
  (await read(...lines)).messages.map(message => message.sender?.name ?? null)

describe('day and month over the whole file', () => {
  const days = async (...dates: string[]) => {
    const chat = await read(...dates.map(date => `${date}, 10:00 - Anna: x`))
    return {
      days: chat.messages.map(({ time }) => (time.kind === 'local' ? time.local.slice(0, 10) : time.kind)),
      isAssumed: chat.warnings.includes('day_month_assumed'),
    }
  }
  it('is proven by a number above 12, wherever it stands', async () => {
    expect(await days('3/6/18', '3/13/18')).toEqual({ days: ['2018-03-06', '2018-03-13'], isAssumed: false })
    expect(await days('3/6/18', '13/6/18')).toEqual({ days: ['2018-06-03', '2018-06-13'], isAssumed: false })
  })
  it('is proven by time that would run backward', async () => {
    // As day/month these ascend; as month/day they would go from May to March.
    expect(await days('5/3/18', '3/4/18')).toEqual({ days: ['2018-03-05', '2018-04-03'], isAssumed: false })
    expect(await days('3/5/18', '4/3/18')).toEqual({ days: ['2018-03-05', '2018-04-03'], isAssumed: false })
  })
  it('is assumed by the number that changes most, and said to be', async () => {
    // Three days of March rather than the third day of three months.
    expect(await days('3/1/18', '3/2/18', '3/4/18')).toEqual({
      days: ['2018-03-01', '2018-03-02', '2018-03-04'],
      isAssumed: true,
    })
  })
  it('is day before month where nothing tells', async () => {
    expect(await days('3/6/18')).toEqual({ days: ['2018-06-03'], isAssumed: true })
  })
  it('lists a day that does not exist as unread, with its lines', async () => {
    const chat = await read('13/6/18, 10:00 - A: x', '31/2/18, 10:00 - B: y', 'more', '14/6/18, 10:00 - A: z')
    expect(chat.messages.map(message => message.text)).toEqual(['x', 'z'])
    expect(chat.unread).toEqual([{ place: { line: 2 }, reason: 'invalid_time' }])
  })
})

describe('records', () => {
  it('keeps blank lines within a text, not those behind it', async () => {
    const chat = await read(
      '[13/6/18, 10:00:01] A: one',
      '',
      '  two',
      '',
      '',
      '[13/6/18, 10:00:02] B: ',
      '',
      '',
    )
    expect(chat.messages.map(message => message.text)).toEqual(['one\n\n  two', ''])
  })
  it('takes a pasted header of another kind for text, and says so', async () => {
    const chat = await read(
      '13/6/18, 10:00 - A: look:',
      '[12/6/18, 09:00:00] C: quoted',
      '13/6/18, 10:01 - B: ok',
      '13/6/18, 10:02 - A: yes',
    )
    expect(chat.messages.map(message => message.text)).toEqual([
      'look:\n[12/6/18, 09:00:00] C: quoted',
      'ok',
      'yes',
    ])
    expect(chat.warnings).toContain('head_like_text')
  })
  it('reads two exports in one file', async () => {
    const chat = await read(
      '13/6/18, 10:00 - A: one',
      '13/6/18, 10:01 - B: two',
      '13/6/18, 10:02 - B: three',
      '[14/6/18, 09:00:00] C: four',
      '[14/6/18, 09:00:01] D: five',
    )
    expect(chat.messages).toHaveLength(5)
  })
  it('lists text before the first header as unread, but knows the notice about encryption', async () => {
    const notice = 'Messages and calls are end-to-end encrypted.'
    const chat = await read(notice, 'lost end of a message', 'more of it', '13/6/18, 10:00 - A: x')
    expect(chat.preamble).toEqual([{ type: 'preamble', place: { line: 1 }, text: notice }])
    expect(chat.unread).toEqual([{ place: { line: 2 }, reason: 'no_head' }])
  })
})

describe('senders and notices', () => {
  it('has no sender for a notice, also one with a colon in it', async () => {
    expect(
      await names(
        '13/6/18, 10:00 - Anna: hello: there',
        '13/6/18, 10:01 - Ben: hi',
        '13/6/18, 10:02 - Anna changed the subject from "Trip" to "Trip: Rome"',
        '13/6/18, 10:03 - Ben hat den Betreff zu „Urlaub: Rom“ geändert',
        '13/6/18, 10:04 - 小明更改了主题：“旅行: 罗马”',
        '13/6/18, 10:05 - Кто-то написал «Поездка: Рим»',
        '13/6/18, 10:06 - Anna left',
      ),
    ).toEqual(['Anna', 'Ben', null, null, null, null, null])
  })
  it('takes the name before the notice about encryption for the name of the chat', async () => {
    const chat = await read(
      '[13/6/18, 10:00:00] Hiking: \u200eMessages and calls are end-to-end encrypted. Only people in this chat can read them.',
      '[13/6/18, 10:00:01] Anna: hi',
    )
    expect(chat.title).toBe('Hiking')
    expect(chat.messages.map(message => [message.sender?.name ?? null, message.kind])).toEqual([
      [null, 'system'],
      ['Anna', 'text'],
    ])
  })
  it('does not believe iOS that someone said a notice, and says that it does not know', async () => {
    const chat = await read(
      '[13/6/18, 10:00:00] Anna: hi',
      '[13/6/18, 10:00:01] Ben: \u200eAnna added Ben to the group',
      '[13/6/18, 10:00:02] Ben: \u200eYou added Ben',
      '[13/6/18, 10:00:03] Ben: \u200esomething that WhatsApp says in words not known here',
    )
    expect(
      chat.messages.map(({ sender, kind, assumed }) => [sender?.name ?? null, kind, assumed.at(-1)]),
    ).toEqual([
      ['Anna', 'text', 'century'],
      ['Ben', 'other', 'sender_from_text'],
      [null, 'system', 'sender_from_text'],
      ['Ben', 'other', 'sender_from_text'],
    ])
  })
  it('knows that the chat itself says nothing, in any language', async () => {
    const chat = await read(
      '[13/6/18, 10:00:00] Vandring: \u200eMeddelanden och samtal är komplett krypterade.',
      '[13/6/18, 10:00:01] Vandring: \u200eOrd som inte är kända här',
      '[13/6/18, 10:00:02] Vandring: \u200ebild utesluten',
      '[13/6/18, 10:00:03] Anna: \u200eOrd som inte är kända här',
    )
    expect(chat.messages.map(({ sender, kind }) => [sender?.name ?? null, kind])).toEqual([
      [null, 'system'],
      [null, 'system'],
      ['Vandring', 'image'],
      ['Anna', 'other'],
    ])
  })
  it('ends a name at a colon without a space where the file writes them so', async () => {
    const chat = await read(
      '[2026/7/9 02:28:09] Bob:Hi',
      '[2026/7/9 02:28:10] 小红:看 https://example.org/a:b',
      '[2026/7/9 02:28:11] Bob:\u200e图片已省略',
      '[2026/7/9 02:28:12] 你更改了群组名称',
    )
    expect(chat.messages.map(({ sender, kind, text }) => [sender?.name ?? null, kind, text])).toEqual([
      ['Bob', 'text', 'Hi'],
      ['小红', 'text', '看 https://example.org/a:b'],
      ['Bob', 'image', '\u200e图片已省略'],
      [null, 'system', '你更改了群组名称'],
    ])
  })
  it('keeps names of numbers and of people without a contact', async () => {
    expect(
      await names(
        '[13/6/18, 10:00:00] ~\u202fDana: hi',
        '[13/6/18, 10:00:01] \u202a+49\u00a0171\u00a05550100\u202c: hi',
        '[13/6/18, 10:00:02] Dr. No (work) - home: hi',
      ),
    ).toEqual(['~ Dana', '+49 171 5550100', 'Dr. No (work) - home'])
  })
})

describe('kinds', () => {
  const CASES: readonly (readonly [string, string, string | null])[] = [
    ['<省略影音内容>', 'other', null],
    ['<已省略多媒體檔案>', 'other', null],
    ['<Media omitted>', 'other', null],
    ['圖片已略去', 'image', null],
    ['\u200eimage omitted', 'image', null],
    ['\u200eImage omitted', 'image', null],
    ['\u200eGIF omitted', 'image', null],
    ['\u200esticker omitted', 'sticker', null],
    ['\u200eaudio omitted', 'voice', null],
    ['\u200eContact card omitted', 'contact', null],
    ['\u200ereport.pdf • 3 pages \u200edocument omitted', 'file', 'report.pdf'],
    [
      '\u200e<attached: 00000012-PHOTO-2025-03-04-10-15-22.jpg>',
      'image',
      '00000012-PHOTO-2025-03-04-10-15-22.jpg',
    ],
    [
      '\u200e<附件：00000013-AUDIO-2025-03-04-10-16-01.opus>',
      'voice',
      '00000013-AUDIO-2025-03-04-10-16-01.opus',
    ],
    ['\u200e<已附加: 00000014-STICKER-2025-03-04.webp>', 'sticker', '00000014-STICKER-2025-03-04.webp'],
    ['\u200eAnna.vcf <pièce jointe : Anna.vcf>', 'contact', 'Anna.vcf'],
    ['IMG-20210428-WA0001.jpg (file attached)', 'image', 'IMG-20210428-WA0001.jpg'],
    ['VID-20210428-WA0001.mp4 (Datei angehängt)', 'video', 'VID-20210428-WA0001.mp4'],
    ['合同.pdf (文件附件)', 'file', '合同.pdf'],
    ['PTT-20210428-WA0001.opus (in no known language)', 'voice', 'PTT-20210428-WA0001.opus'],
    ['This message was deleted', 'recall', null],
    ['\u200eYou deleted this message.', 'recall', null],
    ['此訊息已刪除', 'recall', null],
    ['这条消息已删除。', 'recall', null],
    ['Diese Nachricht wurde gelöscht.', 'recall', null],
    ['location: https://maps.google.com/?q=52.5,13.4', 'location', null],
    ['位置：https://maps.google.com/?q=52.5,13.4', 'location', null],
    ['live location shared', 'location', null],
    ['\u200eMissed voice call, Tap to call back', 'call', null],
    ['\u200eVideo call. No answer', 'call', null],
    // Sentences that only mention these are sentences.
    ['I think this message was deleted by mistake', 'text', null],
    ['the image omitted a detail', 'text', null],
    ['Video call. No answer', 'text', null],
    ['he said (file attached) twice', 'text', null],
    ['see a.pdf (page 3)', 'text', null],
    ['<b>bold: not attached</b>', 'text', null],
  ]
  it.each(CASES)('%s is %s', async (text, kind, name) => {
    const [message] = (await read(`[13/6/18, 10:00:00] Anna: ${text}`)).messages
    expect([message?.kind, message?.media?.name ?? null, message?.text]).toEqual([kind, name, text])
    expect(message?.sender?.name).toBe('Anna')
  })
  it('keeps the caption below an attachment', async () => {
    const [message] = (await read('13/6/18, 10:00 - A: a.jpg (file attached)', 'Caption', 'of two lines'))
      .messages
    expect([message?.kind, message?.text]).toEqual(['image', 'a.jpg (file attached)\nCaption\nof two lines'])
  })
  it('marks polls and edited texts', async () => {
    const chat = await read(
      '[13/6/18, 10:00:00] A: \u200ePOLL:',
      'Lunch?',
      '\u200eOPTION: Pizza (2 votes)',
      '\u200eOPTION: Soup (0 votes)',
      '[13/6/18, 10:00:01] A: Moved to 3 pm \u200e<This message was edited>',
      '[13/6/18, 10:00:02] A: 改到三点 <此消息已编辑>',
    )
    expect(chat.messages.map(({ kind, rawKind }) => [kind, rawKind])).toEqual([
      ['other', 'poll'],
      ['text', 'edited'],
      ['text', 'edited'],
    ])
  })
})

describe('what is no chat of WhatsApp', () => {
  const detect = async (text: string) => await identifyFormat(memorySource(text))
  it.each([
    ['a text that mentions a time', 'On 12/03/24, 14:32 we met for lunch.\nIt was great.\n'],
    ['a text that begins with one', '12/03/24, 14:32 - we met for lunch.\nIt was great.\n'],
    ['a log', '2024-01-02 03:04:05 - INFO: started\n2024-01-02 03:04:06 - ERROR: stopped: disk full\n'],
    ['a log of another kind', '2024-01-02 03:04:05 INFO: started\n2024-01-02 03:04:06 main: stopped\n'],
    ['a diary', '13.6.2018\n21:25 - dinner: soup\n22:00 - bed\n'],
    ['a table', '13.6.2018;21:25;Anna: x\n'],
  ])('%s', async (_name, text) => {
    expect(await detect(text)).not.toBe('whatsapp-txt')
  })
})
