import { describe, expect, it } from 'vitest'
import { encodeLegacy, encodeUtf16 } from '../../test/legacy-encode.ts'
import { memorySource, readAll, readJson } from '../../test/sources.ts'
import { session, text, weflow } from '../../test/weflow-records.ts'

const file = (...messages: unknown[]) => ({ weflow, session, messages })
const read = async (...messages: unknown[]) => await readJson(file(...messages))
const one = async (more: object) => {
  const { messages } = await read(text(more))
  const message = messages[0]
  if (message === undefined) throw new Error('not read')
  return message
}

describe('WeFlow, detailed JSON', () => {
  it('is read message by message', async () => {
    const chat = await readJson({ ...file(text({ platformMessageId: '7205759412345678901' })), avatars: {} })
    expect(chat).toMatchObject({ format: 'weflow-json', encoding: 'utf-8', title: '小店客服', warnings: [] })
    expect(chat.messages).toEqual([
      {
        index: 0,
        time: { kind: 'instant', epochMs: 1704164645000, offsetMinutes: null },
        assumed: [],
        sender: { id: 'wxid_shop', name: '小店客服', self: false },
        kind: 'text',
        text: '你好',
        rawKind: '文本消息',
        reply: null,
        media: null,
        platformId: '7205759412345678901',
        place: { pointer: '/messages/0' },
        grade: 'editable_export',
      },
    ])
    expect(chat.preamble.map(item => item.place.pointer)).toEqual(['/weflow', '/session', '/avatars'])
  })

  it('with keys in any order, and megabytes of pictures before them', async () => {
    const avatars = { a: 'A'.repeat(3_000_000) }
    const late = await readJson({ avatars, messages: [text()], session, weflow })
    expect([late.format, late.messages.length, late.title]).toEqual(['weflow-json', 1, '小店客服'])
    const padded = await readJson({ padding: 'x'.repeat(400_000), weflow, session, avatars, messages: [] })
    expect([padded.format, padded.messages.length]).toEqual(['weflow-json', 0])
  })

  it('names every type, by its word', async () => {
    const kinds = {
      文本消息: 'text',
      图片消息: 'image',
      语音消息: 'voice',
      视频消息: 'video',
      文件消息: 'file',
      动画表情: 'sticker',
      名片消息: 'contact',
      卡片式链接: 'link',
      图文消息: 'link',
      位置消息: 'location',
      红包卡片: 'red_packet',
      转账卡片: 'transfer',
      小程序分享: 'share',
      引用消息: 'reply',
      聊天记录合并转发: 'forward',
      系统消息: 'system',
    }
    const chat = await read(...Object.keys(kinds).map(type => text({ type, localType: undefined })))
    expect(chat.messages.map(message => message.kind)).toEqual(Object.values(kinds))
    expect(chat.messages.map(message => message.rawKind)).toEqual(Object.keys(kinds))
  })

  it('reads 64-bit types exactly: (subtype << 32) | type', async () => {
    const byType = async (localType: unknown) => (await one({ type: undefined, localType })).kind
    // 8 << 32 | 49 is a sticker sent as an app message, 57 << 32 | 49 a quotation, 2000 << 32 | 49 a transfer.
    expect(await byType(34359738417)).toBe('sticker')
    expect(await byType(244813135921)).toBe('reply')
    expect(await byType('8589934592049')).toBe('transfer')
    expect(await byType(10000)).toBe('system')
    expect(await byType(21474836529)).toBe('link')
    // Beyond 2^53 and unknown: kept, with its digits, as `other`.
    const raw = JSON.stringify(file(text())).replace(
      '"type":"文本消息","localType":1',
      '"localType":9223372036854775807',
    )
    const { messages } = await readAll(memorySource(raw))
    expect([messages[0]?.kind, messages[0]?.rawKind]).toEqual(['other', '9223372036854775807'])
  })

  it('keeps unknown types as `other` under their own name', async () => {
    const message = await one({ type: '未知类型(88)', localType: undefined, content: null })
    expect([message.kind, message.rawKind, message.text]).toEqual(['other', '未知类型(88)', ''])
    expect((await one({ type: '未知类型(34)', localType: undefined })).kind).toBe('voice')
    expect((await one({ type: '新的类型', localType: 3 })).kind).toBe('image')
  })

  it('takes isSend null for a system message without sender', async () => {
    const message = await one({ type: '系统消息', isSend: null, senderUsername: 'room@chatroom' })
    expect([message.kind, message.sender]).toEqual(['system', null])
    expect((await one({ type: '系统消息', isSend: 0, senderUsername: '123@chatroom' })).sender).toBeNull()
    expect((await one({ type: '系统消息', isSend: 0, senderUsername: '' })).sender).toBeNull()
    expect((await one({ type: '系统消息', isSend: 0, senderUsername: 'wxid_bob' })).sender?.id).toBe(
      'wxid_bob',
    )
  })

  it('takes a room for nobody, whatever the type', async () => {
    expect((await one({ senderUsername: '123@chatroom', isSend: 0 })).sender).toBeNull()
    const own = await one({ senderUsername: '123@chatroom', senderDisplayName: '我', isSend: 1 })
    expect(own.sender).toEqual({ id: null, name: '我', self: true })
  })

  it('in UTF-16, in GBK, with a mark, or padded with zeros after a power cut', async () => {
    const whole = JSON.stringify(file(text(), text({ content: '请问什么时候发货' })), null, 2)
    const utf8 = new TextEncoder().encode(`\ufeff${whole}`)
    for (const bytes of [
      utf8,
      encodeUtf16(whole, 'le'),
      encodeUtf16(`\ufeff${whole}`, 'be'),
      encodeLegacy(whole, 'gb18030'),
    ]) {
      expect((await readAll(memorySource(bytes, 1000))).messages.map(message => message.text)).toEqual([
        '你好',
        '请问什么时候发货',
      ])
    }
    const padded = new Uint8Array(20_000)
    padded.set(utf8)
    const chat = await readAll(memorySource(padded))
    expect([chat.messages.length, chat.unread]).toEqual([
      2,
      [{ place: { pointer: '' }, reason: 'trailing_data' }],
    ])
  })

  it('knows the exporter by isSend, as number, truth value or text', async () => {
    const self = async (isSend: unknown) => (await one({ isSend })).sender?.self
    expect([await self(1), await self(true), await self('1')]).toEqual([true, true, true])
    expect([await self(0), await self(false), await self('0')]).toEqual([false, false, false])
    expect(await self(undefined)).toBeNull()
  })

  it('reads times as seconds, milliseconds by magnitude, and text where there is no number', async () => {
    const at = async (createTime: unknown, formattedTime?: string) => {
      const { time, assumed } = await one({ createTime, formattedTime })
      return [time, assumed]
    }
    const instant = { kind: 'instant', epochMs: 1704164645000, offsetMinutes: null }
    expect(await at('1704164645')).toEqual([instant, []])
    expect(await at(1704164645000)).toEqual([instant, ['timestamp_unit']])
    expect(await at(100)).toEqual([{ ...instant, epochMs: 100_000 }, []])
    expect(await at(null, '2024-01-02 03:04:05')).toEqual([
      { kind: 'local', local: '2024-01-02T03:04:05' },
      [],
    ])
    expect(await at(0, undefined)).toEqual([{ kind: 'none' }, []])
    expect(await at('昨天', '昨天')).toEqual([{ kind: 'none' }, []])
  })

  it('says what had to be assumed about times', async () => {
    expect((await read(text({ createTime: 1704164645000 }))).warnings).toEqual(['time_unit_assumed'])
    expect((await read(text({ createTime: null, formattedTime: undefined }))).warnings).toEqual([
      'date_missing',
    ])
    expect((await read(text({ createTime: null }))).warnings).toEqual(['time_zone_unknown'])
  })

  it('finds what is answered, and media by field, path or placeholder', async () => {
    expect((await one({ replyToMessageId: 42, quotedContent: '原话' })).reply).toEqual({
      platformId: '42',
      text: '原话',
    })
    expect((await one({ type: '图片消息', mediaPath: 'media\\a.jpg' })).media).toEqual({
      name: 'a.jpg',
      path: 'media\\a.jpg',
    })
    expect((await one({ type: '图片消息', content: '[图片] images/20231115/102.jpg' })).media).toEqual({
      name: '102.jpg',
      path: 'images/20231115/102.jpg',
    })
    expect((await one({ type: '文件消息', content: '[文件] 合同.pdf' })).media).toEqual({
      name: '合同.pdf',
      path: null,
    })
    expect((await one({ type: '图片消息', content: '[图片]' })).media).toBeNull()
    expect((await one({ type: '文本消息', content: 'images/1.jpg' })).media).toBeNull()
    expect((await one({ type: '动画表情', content: '[表情]', emojiMd5: 'abc' })).media?.name).toBe('abc')
  })

  it('loses nothing of content that is no text', async () => {
    expect((await one({ content: { text: '正文', extra: 1 } })).text).toBe('正文')
    expect((await one({ content: { title: 'x', n: [1, { y: null }] } })).text).toBe(
      '{"title":"x","n":[1,{"y":null}]}',
    )
    expect((await one({ content: 7 })).text).toBe('7')
    expect((await one({ content: 'a\r\nb\rc' })).text).toBe('a\nb\nc')
  })

  it('counts what it could not read, where it stands, and reads on', async () => {
    const good = JSON.stringify(text())
    const raw = `{"weflow":{},"session":{},"messages":[${good},{"type":"文本消息",},7,null,{},{"content":1,"content":2},${good}]}`
    const chat = await readAll(memorySource(raw))
    expect(chat.messages.map(message => message.place.pointer)).toEqual(['/messages/0', '/messages/6'])
    expect(chat.unread.map(one => [one.place.pointer, one.reason])).toEqual([
      ['/messages/1', 'invalid_json'],
      ['/messages/2', 'not_an_object'],
      ['/messages/3', 'not_an_object'],
      ['/messages/4', 'not_a_message'],
      ['/messages/5', 'duplicate_key'],
    ])
  })

  it('reads a file that was cut off up to the cut', async () => {
    const whole = JSON.stringify(file(text(), text(), text()))
    const cut = whole.slice(0, whole.lastIndexOf('"content"'))
    const chat = await readAll(memorySource(cut))
    expect(chat.messages).toHaveLength(2)
    expect(chat.unread).toEqual([{ place: { pointer: '/messages/2' }, reason: 'truncated' }])
    expect(chat.warnings).toEqual(['truncated'])
  })

  it('reads both of two `messages`, and says that there are two', async () => {
    const raw = `{"weflow":{},"session":{},"messages":[${JSON.stringify(text())}],"messages":[${JSON.stringify(text())}]}`
    const chat = await readAll(memorySource(raw))
    expect([chat.messages.length, chat.warnings]).toEqual([2, ['duplicate_key']])
  })

  it('compares the number of messages with the one announced', async () => {
    const counted = { ...file(text()), session: { ...session, messageCount: 1 } }
    expect((await readJson(counted)).warnings).toEqual([])
    expect((await readJson({ ...counted, session: { ...session, messageCount: 2 } })).warnings).toEqual([
      'count_mismatch',
    ])
  })

  it('cannot be made to fail by values of the wrong kind anywhere', async () => {
    const wrong = [null, true, 0, -1, '', 'x', [], [1], {}, { a: 1 }, 1e300]
    for (const value of wrong) {
      const keys = Object.keys(text())
      const chat = await read(...keys.map(key => text({ [key]: value })))
      expect(chat.messages.length + chat.unread.length).toBe(keys.length)
      const odd = await readJson({
        weflow: value,
        session: value,
        avatars: value,
        senders: value,
        messages: [text()],
      })
      expect(odd.messages).toHaveLength(1)
    }
  })
})
