import { cases, conversations, evidence } from '@yuanwei/contract/staff'
import { beforeAll, describe, expect, test } from 'vitest'
import { eventually, type SignedIn, withSystem } from '../harness/system.ts'

const world = withSystem()
let owner: SignedIn
beforeAll(async () => {
  owner = await world.found('合并')
})

interface Line {
  readonly at: number
  readonly who: string
  readonly text: string
  readonly id?: string
}
const START = 1_793_000_000

/** A ChatLab file: the same chat may come with platform ids or without. */
function chatlab(lines: readonly Line[], title = '客户群'): string {
  return JSON.stringify({
    chatlab: { version: '0.0.2', exportedAt: START },
    meta: { name: title, platform: 'wechat', type: 'group' },
    members: [...new Set(lines.map(line => line.who))].map(who => ({ platformId: who, accountName: who })),
    messages: lines.map(line => ({
      sender: line.who,
      accountName: line.who,
      timestamp: START + line.at,
      type: 0,
      content: line.text,
      ...(line.id ? { platformMessageId: line.id } : {}),
    })),
  })
}

/** A WeFlow file of a private chat; `who: null` is the exporter himself. */
function weflow(title: string, lines: readonly { at: number; who: string | null; text: string }[]): string {
  return JSON.stringify({
    weflow: { version: '1.0.3', exportedAt: START, generator: 'WeFlow' },
    session: {
      wxid: 'wxid_session',
      nickname: title,
      displayName: title,
      type: '私聊',
      lastTimestamp: START,
    },
    messages: lines.map(({ at, who, text }, i) => ({
      localId: i + 1,
      createTime: START + at,
      type: '文本消息',
      localType: 1,
      content: text,
      isSend: who === null ? 1 : 0,
      senderUsername: who ?? 'wxid_shop',
      senderDisplayName: who ?? '山雨窑',
    })),
  })
}

async function importFile(caseId: string, fileName: string, text: string, conversationId?: string | null) {
  const exhibit = await owner.upload(
    evidence.addExhibit,
    { caseId, fileName },
    new TextEncoder().encode(text),
  )
  const started = await owner.call(conversations.startImport, {
    exhibitId: exhibit.exhibitId,
    ...(conversationId ? { conversationId: conversationId as never } : {}),
  })
  const { imports } = await eventually(
    () => owner.call(conversations.listImports, { caseId }),
    answer => answer.imports.some(each => each.importId === started.importId && each.finishedAt !== null),
  )
  const done = imports.find(each => each.importId === started.importId)
  if (!done) throw new Error('the import vanished')
  return done
}

async function threadTexts(conversationId: string | null) {
  const { messages } = await owner.call(conversations.readMessages, {
    conversationId: conversationId as never,
  })
  return messages.map(message => message.text)
}

/** The same lines as WhatsApp writes them: local time of the organisation's zone, names and no ids. */
function whatsapp(lines: readonly Line[]): string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  const at = (seconds: number) => format.format((START + seconds) * 1000).replaceAll('-', '/')
  return lines.map(line => `[${at(line.at)}] ${line.who}: ${line.text}\n`).join('')
}

const openCase = async (title: string) =>
  (await owner.call(cases.createCase, { title, kind: 'other' })).caseId

describe('two files of one chat', () => {
  test('within one file nothing merges', async () => {
    const caseId = await openCase('同一文件')
    const twice = { at: 0, who: '甲', text: '在吗' }
    const done = await importFile(caseId, 'a.json', chatlab([twice, twice, twice]))
    expect(done).toMatchObject({ status: 'done', messages: 3, added: 3 })
    expect(await threadTexts(done.conversationId)).toEqual(['在吗', '在吗', '在吗'])
  })

  test('equal messages pair one to one, and the larger count stays', async () => {
    const caseId = await openCase('较大者留')
    const again = { at: 5, who: '乙', text: '好的' }
    const first = await importFile(
      caseId,
      'a.json',
      chatlab([{ at: 0, who: '甲', text: '一' }, again, again]),
    )
    const second = await importFile(
      caseId,
      'b.json',
      chatlab([again, again, again, { at: 9, who: '甲', text: '二' }]),
    )
    expect(second).toMatchObject({ messages: 4, added: 2, conversationId: first.conversationId })
    expect(await threadTexts(first.conversationId)).toEqual(['一', '好的', '好的', '好的', '二'])
    const third = await importFile(caseId, 'c.json', chatlab([again]))
    expect(third).toMatchObject({ messages: 1, added: 0 })
    expect(await threadTexts(first.conversationId)).toEqual(['一', '好的', '好的', '好的', '二'])
  })

  test('the same file again adds nothing', async () => {
    const caseId = await openCase('再来一次')
    const text = chatlab([
      { at: 0, who: '甲', text: '一', id: '9007199254740993' },
      { at: 1, who: '乙', text: '二', id: '9007199254740995' },
    ])
    const first = await importFile(caseId, 'a.json', text)
    const second = await importFile(caseId, 'a.json', text)
    expect(second).toMatchObject({
      messages: 2,
      added: 0,
      differing: 0,
      conversationId: first.conversationId,
    })
    expect(await threadTexts(first.conversationId)).toEqual(['一', '二'])
  })

  test('a platform id decides: same id with another text is shown as differing, another id is another message', async () => {
    const caseId = await openCase('以编号为准')
    const first = await importFile(
      caseId,
      'a.json',
      chatlab([{ at: 0, who: '甲', text: '退一赔三', id: '11' }]),
    )
    const second = await importFile(
      caseId,
      'b.json',
      chatlab([
        { at: 0, who: '甲', text: '不退', id: '11' },
        { at: 0, who: '甲', text: '退一赔三', id: '12' },
      ]),
    )
    expect(second).toMatchObject({ messages: 2, added: 1, differing: 1 })
    const { messages } = await owner.call(conversations.readMessages, {
      conversationId: first.conversationId as never,
    })
    expect(messages.map(message => [message.text, message.differing.map(each => each.text)])).toEqual([
      ['退一赔三', ['不退']],
      ['退一赔三', []],
    ])
  })

  test('a file without ids pairs with one that has them, by sender, time and text', async () => {
    const caseId = await openCase('有无编号')
    await importFile(
      caseId,
      'a.json',
      chatlab([
        { at: 0, who: '甲', text: '一', id: '21' },
        { at: 1, who: '乙', text: '二', id: '22' },
      ]),
    )
    const second = await importFile(
      caseId,
      'b.json',
      chatlab([
        { at: 1, who: '乙', text: '二' },
        { at: 2, who: '甲', text: '三' },
      ]),
    )
    expect(second).toMatchObject({ messages: 2, added: 1 })
    expect(await threadTexts(second.conversationId)).toEqual(['一', '二', '三'])
  })

  test('another exporter of the same chat meets the first: nothing stands twice', async () => {
    const caseId = await openCase('两种导出')
    const lines = [
      { at: 0, who: '甲', text: '收到了吗' },
      { at: 60, who: '乙', text: '收到了，杯口有裂纹' },
      { at: 120, who: '甲', text: '请拍张照片' },
      { at: 180, who: '乙', text: '好的' },
    ]
    const weflow = JSON.stringify({
      weflow: { version: '1.0', exportedAt: START, generator: 'WeFlow' },
      session: { wxid: '乙', nickname: '乙', displayName: '乙', type: '私聊', messageCount: lines.length },
      messages: lines.map((line, i) => ({
        localId: i + 1,
        createTime: START + line.at,
        type: '文本消息',
        localType: 1,
        content: line.text,
        isSend: line.who === '甲' ? 1 : 0,
        senderUsername: line.who,
        senderDisplayName: line.who,
      })),
    })
    const first = await importFile(caseId, 'weflow.json', weflow)
    const second = await importFile(
      caseId,
      'chatlab.json',
      chatlab([...lines, { at: 240, who: '甲', text: '谢谢' }]),
    )
    expect(first).toMatchObject({ status: 'done', messages: 4, added: 4 })
    expect(second).toMatchObject({ messages: 5, added: 1, conversationId: first.conversationId })
  })

  test('another chat of the same case is another conversation', async () => {
    const caseId = await openCase('两个会话')
    const first = await importFile(caseId, 'a.json', chatlab([{ at: 0, who: '甲', text: '一' }], '甲群'))
    const second = await importFile(caseId, 'b.json', chatlab([{ at: 0, who: '丙', text: '一' }], '丙群'))
    expect(second.conversationId).not.toBe(first.conversationId)
    expect((await owner.call(cases.readCase, { caseId: caseId as never })).messageCount).toBe(2)
  })

  test('a later part without overlap continues the chat of the same name', async () => {
    const caseId = await openCase('续')
    const first = await importFile(caseId, 'a.json', chatlab([{ at: 0, who: '甲', text: '一' }]))
    const second = await importFile(caseId, 'b.json', chatlab([{ at: 86_400, who: '甲', text: '二' }]))
    expect(second.conversationId).toBe(first.conversationId)
    expect(await threadTexts(first.conversationId)).toEqual(['一', '二'])
  })
})

describe('which conversation a file continues', () => {
  const greeting = { at: 0, who: null, text: '您好，请问有什么可以帮您？' }

  test('one equal greeting does not join the chats of two customers, whatever they are called', async () => {
    const caseId = await openCase('同一问候')
    const lin = weflow('客户', [greeting, { at: 1, who: 'wxid_lin', text: '茶壶裂了' }])
    const wang = weflow('客户', [greeting, { at: 2, who: 'wxid_wang', text: '还没收到' }])
    const first = await importFile(caseId, 'lin.json', lin)
    const second = await importFile(caseId, 'wang.json', wang)
    expect(second).toMatchObject({ status: 'done', added: 2 })
    expect(second.conversationId).not.toBe(first.conversationId)
    const again = await importFile(caseId, 'wang-2.json', wang)
    expect(again).toMatchObject({ added: 0, conversationId: second.conversationId })
  })

  test('what is said a hundred times over is one message in common', async () => {
    const caseId = await openCase('反复')
    const often = (who: string) => [
      ...Array.from({ length: 20 }, () => greeting),
      ...['一', '二', '三'].map((text, i) => ({ at: i + 1, who, text })),
    ]
    const first = await importFile(caseId, 'a.json', weflow('甲', often('wxid_a')))
    const second = await importFile(caseId, 'b.json', weflow('乙', often('wxid_b')))
    expect(second.conversationId).not.toBe(first.conversationId)
  })

  test('three messages in common do join, also under another title', async () => {
    const caseId = await openCase('三条')
    const common = ['一', '二', '三'].map((text, i) => ({ at: i, who: 'wxid_lin', text }))
    const more = Array.from({ length: 9 }, (_, i) => ({ at: 100 + i, who: 'wxid_lin', text: `后 ${i}` }))
    const first = await importFile(caseId, 'a.json', weflow('林女士', common))
    const second = await importFile(caseId, 'b.json', weflow('林', [...common, ...more]))
    expect(second).toMatchObject({ added: 9, conversationId: first.conversationId })
  })

  test('another family is another conversation, unless it was named', async () => {
    const caseId = await openCase('两种来源')
    const lines = ['一', '二', '三'].map((text, i) => ({ at: i, who: '甲', text }))
    const first = await importFile(caseId, 'a.json', weflow('客户', lines))
    const other = await importFile(caseId, '_chat.txt', whatsapp(lines))
    expect(other.conversationId).not.toBe(first.conversationId)
    const named = await importFile(caseId, '_chat-2.txt', whatsapp(lines), first.conversationId)
    expect(named).toMatchObject({ added: 0, conversationId: first.conversationId })
  })
})

describe('a file', () => {
  test('with a title without end is read like any other', async () => {
    const caseId = await openCase('长标题')
    const done = await importFile(
      caseId,
      'a.json',
      chatlab([{ at: 0, who: '甲', text: '一' }], '群'.repeat(1500)),
    )
    expect(done).toMatchObject({ status: 'done', messages: 1 })
    const { title } = await owner.call(conversations.readConversation, {
      conversationId: done.conversationId as never,
    })
    expect(title).toBe('群'.repeat(1000))
  })

  test('leaves one entry, which its import names, with the shape that it committed to', async () => {
    const caseId = await openCase('凭据')
    const done = await importFile(caseId, 'a.json', chatlab([{ at: 0, who: '甲', text: '一' }]))
    const { rows } = await world.database.owner.query(
      `select e.word, e.payload::jsonb #>> '{detail,messageShape}' as shape, e.payload::jsonb #>> '{detail,importId}' as import
       from import i join log_entry e on e.org_id = i.org_id and e.entry_id = i.entry_id where i.import_id = $1`,
      [done.importId],
    )
    expect(rows).toEqual([{ word: 'conversation.imported', shape: '1', import: done.importId }])
  })

  test('that is no chat is said not to be one', async () => {
    const caseId = await openCase('不是聊天')
    const exhibit = await owner.upload(
      evidence.addExhibit,
      { caseId, fileName: 'note.txt' },
      new TextEncoder().encode('今天天气很好。\n没有别的。\n'),
    )
    expect(exhibit).toMatchObject({ chatFormat: null, importable: false, grade: 'original_file' })
    await expect(
      owner.call(conversations.startImport, { exhibitId: exhibit.exhibitId }),
    ).rejects.toMatchObject({
      code: 'not_a_chat',
    })
  })

  test('with records that can not be read says how many and where', async () => {
    const caseId = await openCase('未读懂')
    const good = JSON.parse(chatlab([{ at: 0, who: '甲', text: '一' }]))
    good.messages.push('not a message', {
      sender: '甲',
      accountName: '甲',
      timestamp: START + 3,
      type: 0,
      content: '二',
    })
    const done = await importFile(caseId, 'a.json', JSON.stringify(good))
    expect(done).toMatchObject({ messages: 2, unread: 1, added: 2 })
    const rest = await owner.call(conversations.readImportRemainder, { importId: done.importId })
    // Head, description and the one member stand before the messages: they are none, and are counted as such.
    expect(rest.records.map(record => [record.kind, record.place.pointer])).toEqual([
      ['preamble', '/chatlab'],
      ['preamble', '/meta'],
      ['preamble', '/members/0'],
      ['unread', '/messages/1'],
    ])
  })
})
