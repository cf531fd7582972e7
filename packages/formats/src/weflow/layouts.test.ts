import { describe, expect, it } from 'vitest'
import { readJson } from '../../test/sources.ts'
import { session, text, weflow } from '../../test/weflow-records.ts'

describe('WeFlow, arkme-json', () => {
  const senders = [
    { senderID: 1, wxid: 'wxid_self', displayName: '', nickname: '我自己', groupNickname: '群名片-我' },
    { senderID: 2, wxid: 'wxid_alice', displayName: '爱丽丝备注', nickname: 'Alice' },
  ]
  const compact = (senderID: unknown, isSend: unknown) => ({
    localId: 1,
    createTime: 1700000000,
    type: '文本消息',
    localType: 1,
    content: '好',
    isSend,
    senderID,
  })
  const head = { weflow: { ...weflow, format: 'arkme-json' }, session: { ...session, type: '群聊' } }
  const expected = [
    { id: 'wxid_self', name: '群名片-我', self: true },
    { id: 'wxid_alice', name: '爱丽丝备注', self: false },
  ]

  it('finds senders in its table, before or behind the messages', async () => {
    const messages = [compact(1, true), compact('2', false)]
    for (const value of [
      { ...head, senders, messages },
      { ...head, messages, senders, groupMembers: [{ wxid: 'x' }] },
    ]) {
      const chat = await readJson(value)
      expect(chat.format).toBe('weflow-arkme-json')
      expect(chat.messages.map(message => message.sender)).toEqual(expected)
      expect(chat.warnings).toEqual([])
    }
  })

  it('and does so too where only the messages tell which layout it is', async () => {
    const chat = await readJson({
      weflow,
      session,
      messages: [compact(1, true)],
      padding: 'x'.repeat(300_000),
      senders,
    })
    expect(chat.messages[0]?.sender?.id).toBe('wxid_self')
  })

  it('says so where the table lacks a sender', async () => {
    const chat = await readJson({ ...head, senders, messages: [compact(9, 0)] })
    expect(chat.messages[0]?.sender).toEqual({ id: '9', name: null, self: false })
    expect(chat.warnings).toEqual(['sender_unknown'])
  })
})

describe('EchoTrace', () => {
  it('is known without any name of its own', async () => {
    const avatars = { wxid_shop: { displayName: '小店客服', base64: '/9j/4AAQ' } }
    const chat = await readJson({
      session,
      exportTime: '2026-02-03T10:20:30',
      avatars,
      mediaBase: 'media',
      messages: [text({ mediaPath: 'images/1.jpg' })],
    })
    expect([chat.format, chat.messages.length, chat.title]).toEqual(['echotrace-json', 1, '小店客服'])
    expect(chat.messages[0]?.media?.path).toBe('images/1.jpg')
  })

  it('and so is the same layout without anything that tells who wrote it', async () => {
    expect((await readJson({ session, messages: [text()] })).format).toBe('weflow-json')
  })
})

describe('CipherTalk', () => {
  const exportInfo = {
    version: '0.0.2',
    exportedAt: 1700000000,
    generator: 'CipherTalk',
    format: 'detailed-json',
  }

  it('is read, with its quotations and the owner in place of isSend', async () => {
    const quote = { sourceMessageId: '987654321', content: '你好呀' }
    const messages = [
      text({ isSend: undefined, quote, type: '引用消息' }),
      text({ isSend: undefined, senderUsername: 'wxid_self', senderDisplayName: '我' }),
      text({ type: '转账消息', localType: 2000, content: '[微信转账] 100 元' }),
      text({ type: undefined, localType: undefined, chatLabType: 2 }),
    ]
    const chat = await readJson({
      exportInfo,
      session: { ...session, ownerId: 'wxid_self', isGroup: false },
      messages,
    })
    expect(chat.format).toBe('ciphertalk-json')
    expect(chat.messages.map(message => [message.kind, message.sender?.self])).toEqual([
      ['reply', false],
      ['text', true],
      ['transfer', false],
      ['voice', false],
    ])
    expect(chat.messages[0]?.reply).toEqual({ platformId: '987654321', text: '你好呀' })
  })
})
