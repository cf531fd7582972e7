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

async function importFile(caseId: string, fileName: string, text: string) {
  const exhibit = await owner.upload(
    evidence.addExhibit,
    { caseId, fileName },
    new TextEncoder().encode(text),
  )
  const started = await owner.call(conversations.startImport, { exhibitId: exhibit.exhibitId })
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

describe('a file', () => {
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
