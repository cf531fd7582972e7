import { describe, expect, it } from 'vitest'
import { memorySource, readAll } from '../../test/sources.ts'
import { identifyFormat } from '../open-chat.ts'

const SIGNED = [
  '[QQChatExporter V5 / https://github.com/shuakami/qq-chat-exporter]',
  '[本软件是免费的开源项目~ 如果您是买来的，请立即退款！如果有帮助到您，欢迎给我点个Star~]',
  '',
  '===============================================',
  '           QQ聊天记录导出文件',
  '===============================================',
  '',
  '聊天名称: 示例群',
  '聊天类型: 群聊',
]
const CLOSED = (count: number) => [
  '===============================================',
  '              导出完成',
  '===============================================',
  `总计导出 ${count} 条消息`,
  '导出时间: 2024-01-02 00:00:00',
]
const readText = async (...lines: string[]) => await readAll(memorySource(lines.join('\n')))

describe('text of QQ Chat Exporter', () => {
  it('reads numbered records with type, resources, mentions and the answered message', async () => {
    const chat = await readText(
      ...[...SIGNED, '消息总数: 3', '', '', '[1]', '[群主] Alice (PM):', '时间: 2023-11-15 06:15:23'],
      ...['类型: image', '内容: [image消息]', '资源: 1 个文件', '  - image: one.jpg', '', ''],
      ...[
        '[2]',
        'Bob:',
        '时间: 2023-11-15 06:15:24',
        '内容: [回复 : hi]',
        'thanks',
        '',
        'bye',
        '提及: Alice',
        '回复: Alice - hi',
        '',
        '',
      ],
      ...['[3]', '系统:', '时间: 2023-11-15 06:15:25', '类型: 系统消息', '内容: Bob撤回了一条消息', ''],
      ...CLOSED(3),
    )
    expect([chat.format, chat.title, chat.warnings]).toEqual([
      'qq-chat-exporter-txt',
      '示例群',
      ['time_zone_unknown'],
    ])
    expect(
      chat.messages.map(({ time, sender, kind, text, media, reply }) => [
        time.kind === 'local' && time.local,
        sender?.name ?? null,
        kind,
        text,
        media?.name ?? null,
        reply?.text ?? null,
      ]),
    ).toEqual([
      ['2023-11-15T06:15:23', 'Alice (PM)', 'image', '[image消息]', 'one.jpg', null],
      ['2023-11-15T06:15:24', 'Bob', 'reply', '[回复 : hi]\nthanks\n\nbye', null, 'hi'],
      ['2023-11-15T06:15:25', null, 'recall', 'Bob撤回了一条消息', null, null],
    ])
    expect(chat.unread).toEqual([])
    expect(chat.preamble.map(item => item.place.line)).toEqual([1, 39])
  })
  it('reads records without numbers, as the exporter writes them by default', async () => {
    const chat = await readText(
      ...[...SIGNED, '', '', 'Alice:', '时间: 2024-01-01 00:01:40', '内容: Anyone?', '', ''],
      ...['Bob:', '时间: 0', '内容: 第一行', '', 'Carol:', '第二行', '', ''],
      ...['Bob:', '时间: 2024-01-01 00:02:45', '资源: 1 个文件', '  - audio: voice.silk', ''],
      ...CLOSED(3),
    )
    expect(chat.messages.map(({ time, kind, text, media }) => [time.kind, kind, text, media?.name])).toEqual([
      ['local', 'text', 'Anyone?', undefined],
      ['none', 'text', '第一行\n\nCarol:\n第二行', undefined],
      ['local', 'voice', '', 'voice.silk'],
    ])
  })
  it('takes what only looks like a field or a record for text', async () => {
    const chat = await readText(
      ...[
        ...SIGNED,
        '',
        '',
        '[1]',
        'Alice:',
        '时间: 2023-11-15 06:15:23',
        '内容: 第一行',
        '时间: 这不是下一个消息',
      ],
      ...['', '[1]', 'Bob:', '时间: 2023-11-15 06:15:00', '内容: 引用的', ''],
      ...[
        '[2]',
        'Bob:',
        '时间: 2023-11-15 06:16:23',
        '内容: 正文',
        '资源: 2 个文件',
        '  - image: one.jpg',
        '仍是正文',
        '',
      ],
      ...CLOSED(2),
    )
    expect(chat.messages.map(({ text, media }) => [text, media])).toEqual([
      ['第一行\n时间: 这不是下一个消息\n\n[1]\nBob:\n时间: 2023-11-15 06:15:00\n内容: 引用的', null],
      ['正文\n资源: 2 个文件\n  - image: one.jpg\n仍是正文', null],
    ])
  })
  it('says that records are missing, and that the end is', async () => {
    const record = (n: number) => [`[${n}]`, 'A:', '时间: 2023-11-15 06:15:23', '内容: x', '']
    const gap = await readText(...SIGNED, '', ...record(1), ...record(3), ...CLOSED(2))
    expect([gap.messages.length, gap.warnings.includes('count_mismatch')]).toEqual([2, true])
    const cut = await readText(...SIGNED, '', ...record(1))
    expect([cut.messages.length, cut.warnings.includes('truncated')]).toEqual([1, true])
  })
  it('does not take labels without the signature for an export', async () => {
    const text = '聊天名称: x\n\nAlice:\n时间: 2023-11-15 06:15:23\n内容: y\n'
    expect(await identifyFormat(memorySource(text))).not.toBe('qq-chat-exporter-txt')
  })
})
