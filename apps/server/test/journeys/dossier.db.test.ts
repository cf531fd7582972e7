import { ProblemError } from '@yuanwei/client'
import type { Output } from '@yuanwei/contract'
import { cases, conversations, dossiers, evidence, timeline } from '@yuanwei/contract/staff'
import { bytesSource, type Report, verifyDossier } from '@yuanwei/proof/dossier'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { readEntries } from '../harness/container.ts'
import { eventually, type SignedIn, withSystem } from '../harness/system.ts'

const world = withSystem()
let owner: SignedIn
beforeAll(async () => {
  owner = await world.found('山雨窑')
})

type Input = Parameters<typeof order>[1]
type Dossier = Output<typeof dossiers.createDossier>

const text = (value: string) => new TextEncoder().encode(value)
/** Lines of one chat, from this hour of one day on. */
const chat = (hour: number, texts: readonly string[]) =>
  texts.map((line, i) => `[2026/11/6 ${hour}:0${i}:00] 林女士: ${line}\n`).join('')

const LATER = ['杯口有裂纹', '直播说裂一补三', '请看照片', '什么时候补发']
const EARLIER = ['订单收到了吗', '已经签收', '我还没有拆']

async function openCase(details: { summary?: string } = {}) {
  return owner.call(cases.createCase, { title: '青釉杯裂纹', kind: 'quality', ...details })
}

async function addFile(caseId: string, fileName: string, content: string, note = '') {
  return owner.upload(evidence.addExhibit, { caseId, fileName, note } as never, text(content))
}

/** Imports into the conversation of the case, or makes it. */
async function importChat(caseId: string, content: string, into: string | null = null) {
  const { exhibitId } = await addFile(caseId, '_chat.txt', content)
  const { importId } = await owner.call(conversations.startImport, {
    exhibitId,
    ...(into ? { conversationId: into } : {}),
  } as never)
  const { imports } = await eventually(
    () => owner.call(conversations.listImports, { caseId: caseId as never }),
    answer => answer.imports.find(each => each.importId === importId)?.finishedAt !== null,
  )
  const done = imports.find(each => each.importId === importId)
  expect(done?.failure).toBeNull()
  const conversationId = done?.conversationId as never
  return { exhibitId, conversation: await owner.call(conversations.readConversation, { conversationId }) }
}

function order(caseId: string, wish: Record<string, unknown>, by: SignedIn = owner): Promise<Dossier> {
  const input = { caseId, purpose: 'court', exhibitIds: [], spans: [], ...wish }
  return by.call(dossiers.createDossier, input as never)
}

async function finished(dossier: Dossier): Promise<Dossier> {
  const { caseId, dossierId } = dossier
  const { dossiers: all } = await eventually(
    () => owner.call(dossiers.listDossiers, { caseId }),
    answer =>
      ['ready', 'failed'].includes(
        answer.dossiers.find(each => each.dossierId === dossierId)?.status as string,
      ),
    60_000,
  )
  const done = all.find(each => each.dossierId === dossierId) as Dossier
  expect(done).toMatchObject({ status: 'ready', failure: null })
  return done
}

async function download({ dossierId }: Dossier, by: SignedIn = owner): Promise<Uint8Array> {
  return new Uint8Array(await (await by.download(dossiers.readDossierFile, { dossierId })).arrayBuffer())
}

const make = async (caseId: string, wish: Input) => download(await finished(await order(caseId, wish)))

/** Everything that can be checked without knowing the key is good. */
function expectGood(report: Report) {
  const found = report.verdicts.filter(({ state }) => state === 'bad')
  expect(found).toEqual([])
  const good = report.verdicts.filter(({ state }) => state === 'good').map(({ id }) => id as string)
  expect(good).toEqual(expect.arrayContaining(['container', 'bytes', 'logged', 'custody']))
}

/** The chosen messages of the first conversation, as they stand in the container. */
function messagesOf(bytes: Uint8Array): string {
  const file = readEntries(bytes).get('dossier/data/conversations/01/messages.jsonl')
  if (!file) throw new Error('no messages in the container')
  return file.toString('utf8')
}

describe('a span of a thread', () => {
  test('means the messages that stood there when it was chosen', async () => {
    const { caseId } = await openCase()
    const { conversation } = await importChat(caseId, chat(12, LATER))
    const { conversationId } = conversation
    expect(conversation.messageCount).toBe(4)
    const span = { conversationId, from: 1, to: 2, of: conversation.messageCount }

    const grown = await importChat(caseId, chat(9, EARLIER), conversationId)
    expect(grown.conversation).toMatchObject({ conversationId, messageCount: 7 })
    const refused = await order(caseId, { spans: [span] }).catch(cause => cause)
    expect(refused).toBeInstanceOf(ProblemError)
    expect(refused).toMatchObject({ code: 'stale_version', detail: { conversationId, messageCount: 7 } })
    expect((await owner.call(dossiers.listDossiers, { caseId })).dossiers).toEqual([])

    const bytes = await make(caseId, { spans: [{ ...span, from: 4, to: 5, of: 7 }] })
    const messages = messagesOf(bytes)
    for (const line of [LATER[1], LATER[2]]) expect(messages).toContain(line)
    for (const line of [LATER[0], LATER[3], ...EARLIER]) expect(messages).not.toContain(line)
  })

  test('does not run backwards', async () => {
    const { caseId } = await openCase()
    const { conversation } = await importChat(caseId, chat(12, LATER))
    const { conversationId, messageCount: of } = conversation
    await expect(order(caseId, { spans: [{ conversationId, from: 2, to: 1, of }] })).rejects.toMatchObject({
      code: 'input_invalid',
    })
  })

  test('of several files reads in the order of the thread', async () => {
    const { caseId } = await openCase()
    const first = await importChat(caseId, chat(12, LATER))
    const { conversationId } = first.conversation
    const { conversation } = await importChat(caseId, chat(9, EARLIER), conversationId)
    const of = conversation.messageCount
    const spans = [
      { conversationId, from: 2, to: 4, of },
      { conversationId, from: 0, to: 0, of },
      { conversationId, from: 3, to: 5, of },
    ]
    const dossier = await order(caseId, { spans })
    expect(dossier.messageCount).toBe(5)
    const bytes = await download(await finished(dossier))
    expectGood(await verifyDossier(bytesSource(bytes)))
    const table = messagesOf(bytes)
    const places = [EARLIER[0], EARLIER[2], LATER[0], LATER[1], LATER[2]].map(line =>
      table.indexOf(line as string),
    )
    expect(places.every(place => place >= 0)).toBe(true)
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(table).not.toContain(EARLIER[1])
    expect(table).not.toContain(LATER[3])
  })
})

/** Runs `act` once when the build comes to this call, and lets the build go on afterwards. */
function interrupt<K extends string>(
  port: Record<K, (...given: never[]) => Promise<unknown>>,
  name: K,
  isOurs: (...given: never[]) => boolean,
  act: () => Promise<void>,
): { readonly happened: boolean } {
  const told = { happened: false }
  const original = port[name].bind(port)
  port[name] = async (...given) => {
    if (!told.happened && isOurs(...given)) {
      told.happened = true
      await act()
    }
    return original(...given)
  }
  onTestFinished(() => {
    port[name] = original
  })
  return told
}

describe('while a dossier is built', () => {
  test.each([
    ['between looking and proving', 'readCheckpoint', () => world.log, () => true],
    [
      'while the container is written',
      'write',
      () => world.blobs,
      // The files of an import come through here too: only a container may be this large.
      (_: unknown, options: { maxBytes: number }) => options.maxBytes > 1024 ** 3,
    ],
  ] as const)('an import %s changes nothing of what was chosen', async (_, name, port, isOurs) => {
    const { caseId } = await openCase()
    const { conversation } = await importChat(caseId, chat(12, LATER))
    const { conversationId } = conversation
    const interrupted = interrupt(port() as never, name, isOurs as never, async () => {
      const grown = await importChat(caseId, chat(9, EARLIER), conversationId)
      expect(grown.conversation.messageCount).toBe(7)
    })
    const bytes = await make(caseId, { spans: [{ conversationId, from: 1, to: 2, of: 4 }] })
    expect(interrupted.happened).toBe(true)
    expectGood(await verifyDossier(bytesSource(bytes)))
    const messages = messagesOf(bytes)
    for (const line of [LATER[1], LATER[2]]) expect(messages).toContain(line)
    for (const line of [LATER[0], LATER[3], ...EARLIER]) expect(messages).not.toContain(line)
  })

  test('it says how far it has come', async () => {
    const { caseId } = await openCase()
    const { exhibitId } = await addFile(caseId, 'note.txt', '一页说明')
    const seen: number[] = []
    const look = async () => {
      const { dossiers: all } = await owner.call(dossiers.listDossiers, { caseId })
      seen.push(all[0]?.progress as number)
    }
    interrupt(
      world.blobs as never,
      'write',
      ((_: unknown, options: { maxBytes: number }) => options.maxBytes > 1024 ** 3) as never,
      look,
    )
    const dossier = await order(caseId, { exhibitIds: [exhibitId], unmasked: true, reason: '法院调取' })
    expect(dossier.progress).toBe(0)
    expect((await finished(dossier)).progress).toBe(1)
    // Sealed and not yet written.
    expect(seen).toEqual([0.5])
  })
})

describe('what a dossier shows', () => {
  const SUMMARY = '内部判断：我们理亏，最多赔六百'
  const NOTE = '别人的事，不要给客户看'
  const WITHDRAWN = '写错了的一件事实'
  const REASON = '同事把两位客户弄混了'
  const FORMER = '改正之前的说法'
  const SHOWN = '客户说杯口有裂纹'
  const CITED_NOTE = '客户不该看到的附注'
  const CHOSEN_NOTE = '用来证明裂纹'

  async function fullCase() {
    const { caseId } = await openCase({ summary: SUMMARY })
    const unchosen = await addFile(caseId, '另一件.txt', '与本次无关的内容', NOTE)
    const cited = await addFile(caseId, 'cited.txt', '引用的文件', CITED_NOTE)
    const chosen = await addFile(caseId, 'chosen.txt', '选中的文件', CHOSEN_NOTE)
    const { conversation, exhibitId } = await importChat(caseId, chat(12, LATER))
    const addFact = (title: string, source: string) =>
      owner.call(timeline.addFact, {
        caseId,
        when: { kind: 'none' },
        kind: 'event',
        title,
        sources: [{ kind: 'exhibit', exhibitId: source }],
      } as never)
    const wrong = await addFact(WITHDRAWN, unchosen.exhibitId)
    await owner.call(timeline.withdrawFact, { factId: wrong.factId, version: 1, reason: REASON })
    await addFact(SHOWN, cited.exhibitId)
    const former = await addFact(FORMER, cited.exhibitId)
    await owner.call(timeline.editFact, {
      factId: former.factId,
      version: 1,
      when: { kind: 'none' },
      kind: 'event',
      title: '改正之后的说法',
      sources: [{ kind: 'exhibit', exhibitId: cited.exhibitId }],
    } as never)
    // Somebody looks at what was not chosen: that is in the history too.
    await (await owner.download(evidence.readExhibitFile, { exhibitId: unchosen.exhibitId })).arrayBuffer()
    const { conversationId, messageCount: of } = conversation
    return { caseId, unchosen, cited, chosen, source: exhibitId, conversationId, of }
  }

  test.each([false, true])('is what was chosen and nothing else (unmasked: %s)', async unmasked => {
    const { caseId, chosen, unchosen, conversationId, of } = await fullCase()
    const bytes = await make(caseId, {
      exhibitIds: [chosen.exhibitId],
      spans: [{ conversationId, from: 0, to: 1, of }],
      unmasked,
      reason: unmasked ? '法院调取' : '',
    })
    const report = await verifyDossier(bytesSource(bytes))
    expectGood(report)
    // Nothing in a container is compressed.
    const shown = Buffer.from(bytes).toString('utf8')
    const kept = [
      SUMMARY,
      NOTE,
      WITHDRAWN,
      REASON,
      FORMER,
      '另一件.txt',
      '与本次无关的内容',
      LATER[3],
      CITED_NOTE,
    ]
    for (const words of [...kept, unchosen.sha256, unchosen.exhibitId])
      expect([words, shown.includes(words as string)]).toEqual([words, false])
    for (const words of [SHOWN, CHOSEN_NOTE, '改正之后的说法', LATER[0], 'chosen.txt', 'cited.txt'])
      expect([words, shown.includes(words as string)]).toEqual([words, true])
    expect(shown.includes('选中的文件')).toBe(unmasked)

    const lines = readEntries(bytes).get('dossier/data/custody.jsonl')?.toString('utf8') ?? ''
    const entries = lines
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { leaf: string; opening: unknown })
    const opened = entries
      .filter(({ opening }) => opening !== null)
      .map(({ leaf }) => (JSON.parse(leaf) as { t: string }).t)
    // Masked, the entries that name the digest of a text that can't be masked stay closed as well.
    expect(opened.sort()).toEqual(
      unmasked
        ? ['conversation.imported', 'exhibit.added', 'exhibit.added', 'exhibit.added', 'fact.added']
        : ['conversation.imported', 'fact.added'],
    )
    const custody = report.verdicts.find(({ id }) => id === 'custody')
    expect(JSON.stringify(custody)).toContain(`"hidden":${entries.length - opened.length}`)
  })
})

describe('an unmasked dossier', () => {
  test('goes only to those who may see numbers', async () => {
    const agent = await world.colleague(owner, ['agent'])
    const { caseId } = await openCase()
    const { exhibitId } = await addFile(caseId, 'note.txt', '电话 13812345678')
    const masked = await finished(await order(caseId, { exhibitIds: [exhibitId] }))
    const open = await finished(
      await order(caseId, { exhibitIds: [exhibitId], unmasked: true, reason: '法院调取' }),
    )
    expect((await download(masked, agent)).length).toBe(masked.sizeBytes)
    await expect(download(open, agent)).rejects.toMatchObject({
      code: 'forbidden',
      detail: { permission: 'dossier.unmask' },
    })
    expect((await download(open)).length).toBe(open.sizeBytes)
  })
})

describe('ordering', () => {
  test('is bounded while others are still built', async () => {
    const boss = await world.found('另一家')
    const { caseId } = await boss.call(cases.createCase, { title: '很多卷宗', kind: 'other' })
    let release = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    // Every build stops here until all are ordered.
    const { readCheckpoint } = world.log
    const reader = world.log as { readCheckpoint: typeof readCheckpoint }
    reader.readCheckpoint = async () => {
      await held
      return readCheckpoint.call(world.log)
    }
    onTestFinished(() => {
      release()
      reader.readCheckpoint = readCheckpoint
    })
    const made = await Promise.allSettled(Array.from({ length: 7 }, () => order(caseId, {}, boss)))
    const refused = made.filter(each => each.status === 'rejected').map(each => each.reason)
    expect(refused).toHaveLength(2)
    for (const cause of refused) expect(cause).toMatchObject({ code: 'too_many', detail: { max: 5 } })
    release()
    await eventually(
      () => boss.call(dossiers.listDossiers, { caseId }),
      answer => answer.dossiers.every(each => each.status === 'ready'),
      60_000,
    )
    await order(caseId, {}, boss)
  })

  test('names the file after the day in the zone of the organisation', async () => {
    const { caseId, number } = await openCase()
    const { fileName, requestedAt } = await order(caseId, {})
    // China has had one zone and no summer time since 1991.
    const day = new Date(Date.parse(requestedAt) + 8 * 3600_000).toISOString().slice(0, 10)
    expect(fileName).toBe(`${number}-${day.replaceAll('-', '')}.asice`)
  })
})
