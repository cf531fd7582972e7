import { cases, dossiers, evidence, timeline } from '@yuanwei/contract/staff'
import { bytesSource, verifyDossier } from '@yuanwei/proof/dossier'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { readEntries } from '../harness/container.ts'
import { chat, dossierDesk, expectGood } from '../harness/dossier-desk.ts'
import { eventually, type SignedIn, withSystem } from '../harness/system.ts'

const world = withSystem()
let owner: SignedIn
beforeAll(async () => {
  owner = await world.found('山雨窑')
})
const { openCase, addFile, importChat, order, finished, download, make } = dossierDesk(() => owner)

const LATER = ['杯口有裂纹', '直播说裂一补三', '请看照片', '什么时候补发']

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
