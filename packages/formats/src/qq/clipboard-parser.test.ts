import { describe, expect, it } from 'vitest'
import { memorySource, readAll } from '../../test/sources.ts'
import { identifyFormat } from '../open-chat.ts'

const read = async (...lines: string[]) => await readAll(memorySource(lines.join('\n')))
const shown = async (...lines: string[]) =>
  (await read(...lines)).messages.map(({ time, sender, text }) => [
    time.kind === 'local' ? time.local : time.kind === 'time_of_day' ? time.timeOfDay : time.kind,
    sender?.name ?? null,
    sender?.id ?? null,
    text,
  ])

describe('head lines', () => {
  const CASES: readonly (readonly [string, string, string | null, string])[] = [
    ['【酒店管理层】迈克尔 史密斯 2020/3/28 19:02:31', '迈克尔 史密斯', null, '2020-03-28T19:02:31'],
    ['【骰子】守善锤 2/14/2020 9:16:17 PM', '守善锤', null, '2020-02-14T21:16:17'],
    ['守善锤 3/4/2020 6:00:32 PM', '守善锤', null, '2020-03-04T18:00:32'],
    ['守善锤 28.03.2020 9:16:17', '守善锤', null, '2020-03-28T09:16:17'],
    ['守善锤 2020年3月28日 下午 9:16:17', '守善锤', null, '2020-03-28T21:16:17'],
    ['织练取(958884) 上午 3:13:28', '织练取', '958884', '03:13:28'],
    ['【2】白菜<indo@qq.com> 3:14:30 AM', '白菜', 'indo@qq.com', '03:14:30'],
    ['织练取(958884) 下午 12:13:28', '织练取', '958884', '12:13:28'],
    ['名字(带(嵌套)括号)(0012345) 23:13:28', '名字(带(嵌套)括号)', '0012345', '23:13:28'],
  ]
  it.each(CASES)('%s', async (line, name, id, when) => {
    expect(await shown(line, '正文')).toEqual([[when, name, id, '正文']])
  })
  it('says what it had to assume', async () => {
    const chat = await read('守善锤 3/4/2020 6:00:32 PM', 'x')
    expect(chat.messages[0]?.assumed).toEqual(['day_month_order'])
    expect(chat.warnings).toContain('day_month_assumed')
  })
})

describe('days', () => {
  it('go on after midnight', async () => {
    const chat = await read(
      ...['爬行类化石 5/8/2020 11:59:47 PM', '1', ''],
      ...[' Patrick 12:03:01 AM', '2', ''],
      ...['爬行类化石 12:02:49 AM', '3', ''],
      ...['爬行类化石 12:07:49 AM', '4', ''],
    )
    expect(chat.messages.map(({ time, assumed }) => [time, assumed])).toEqual([
      [{ kind: 'local', local: '2020-05-08T23:59:47' }, ['day_month_order']],
      [{ kind: 'local', local: '2020-05-09T00:03:01' }, ['day_rollover']],
      // Twelve seconds back is a message out of order, not a day.
      [{ kind: 'local', local: '2020-05-09T00:02:49' }, ['day_rollover']],
      [{ kind: 'local', local: '2020-05-09T00:07:49' }, ['day_rollover']],
    ])
  })
  it('are told by lines of their own', async () => {
    const chat = await read(
      ...['— —  2020-2-21  — —', '', '德里奇化石  23:50:12 ', '1', '', '一零绵羊  23:50:48 ', '2', ''],
      ...['— —  2020-2-22  — —', '', 'a dark ideation  23:50:40 ', '3'],
    )
    expect(chat.messages.map(({ time, assumed }) => [time.kind === 'local' && time.local, assumed])).toEqual([
      ['2020-02-21T23:50:12', []],
      ['2020-02-21T23:50:48', []],
      ['2020-02-22T23:50:40', []],
    ])
    expect(chat.preamble.map(item => item.place.line)).toEqual([1, 9])
  })
  it('are unknown before the first', async () => {
    expect(
      await shown(
        '骰娘(87200) 4:11:31 PM',
        '成功',
        '日期: 2020-02-27',
        '8:35:36 PM你撤回了一条消息',
        ' 2020-03-03',
        'DK(2808) 12:11:41 AM',
        '.r4h',
      ),
    ).toEqual([
      ['16:11:31', '骰娘', '87200', '成功'],
      ['2020-02-27T20:35:36', null, null, '你撤回了一条消息'],
      ['2020-03-03T00:11:41', 'DK', '2808', '.r4h'],
    ])
  })
})

describe('which lines are heads and notices', () => {
  it('reads the message manager, whose heads follow one another without blank lines', async () => {
    expect(
      await shown(
        '【1】织练取(958884) 3:13:28 AM',
        '“——1。',
        '【2】白菜<indo@qq.com> 3:14:30 AM',
        '“我2”',
        '会议 9:00:00 AM',
        '"门3"',
      ),
    ).toEqual([
      ['03:13:28', '织练取', '958884', '“——1。'],
      ['03:14:30', '白菜', 'indo@qq.com', '“我2”\n会议 9:00:00 AM\n"门3"'],
    ])
  })
  it('takes a line that ends with a time for text where heads stand after blank lines', async () => {
    const chat = await read(
      '丧 9:59:54 PM',
      '会议改到',
      '明天 9:30:00 AM',
      '',
      'Paul 10:00:04 PM',
      '2',
      '',
      '丧 10:00:05 PM',
      '3',
    )
    expect(chat.messages.map(message => message.text)).toEqual(['会议改到\n明天 9:30:00 AM', '2', '3'])
    expect(chat.warnings).toContain('head_like_text')
  })
  it('reads notices that stand alone, and only those', async () => {
    const chat = await read(
      ...['丧 9:59:54 PM', '1', '', '你撤回了一条消息 重新编辑', ''],
      ...['Paul 10:00:04 PM', '我看到', '你撤回了一条消息', '', '守善锤邀请123加入了本群。', ''],
      ...['丧 10:00:05 PM', '好', '', '丧拍了拍Paul', ''],
    )
    expect(chat.messages.map(({ sender, kind, text }) => [sender?.name ?? null, kind, text])).toEqual([
      ['丧', 'text', '1'],
      [null, 'recall', '你撤回了一条消息 重新编辑'],
      ['Paul', 'text', '我看到\n你撤回了一条消息'],
      [null, 'system', '守善锤邀请123加入了本群。'],
      ['丧', 'text', '好'],
      [null, 'system', '丧拍了拍Paul'],
    ])
    expect(chat.messages[1]?.time).toEqual({ kind: 'none' })
  })
  it('lists text that no head precedes', async () => {
    const chat = await read('— —  2020-2-21  — —', '', '半句话', '', 'A  23:50:12 ', '1')
    expect(chat.unread).toEqual([{ place: { line: 3 }, reason: 'no_head' }])
    expect(chat.messages).toHaveLength(1)
  })
})

describe('what is no text of QQ', () => {
  it.each([
    ['a plan', '早饭 8:00:00\n午饭 12:00:00\n晚饭 18:00:00\n'],
    ['a note', '明天的会议 9:30:00\n请准时。\n'],
    ['a log', 'started at 2020/3/28 19:02:31\nstopped at 2020/3/28 19:02:32\n'],
    ['a poem', '床前明月光\n疑是地上霜\n'],
  ])('%s', async (_name, text) => {
    expect(await identifyFormat(memorySource(text))).not.toBe('qq-clipboard')
  })
})
