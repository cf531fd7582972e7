import { createHash } from 'node:crypto'
import { cases, conversations, dossiers, evidence, identity, log, timeline } from '@yuanwei/contract/staff'
import { describe, expect, test } from 'vitest'
import { eventually, withSystem } from '../harness/system.ts'

const world = withSystem()

const WHATSAPP = [
  '[2026/11/6 19:47:03] 林女士: 杯口有一道2厘米裂纹',
  '[2026/11/6 19:48:10] 林女士: 直播说裂一补三，我的电话 13812345678',
  '[2026/11/8 02:50:00] 阿宁: 非常抱歉，11月10日18:00前给您方案',
  '',
].join('\n')

describe('from set-up to a dossier', () => {
  test('a case is opened, a chat read, a fact made of it, a receipt and a dossier given out', async () => {
    const owner = await world.found('山雨窑')
    expect((await owner.call(identity.readMe, {})).organisation.name).toBe('山雨窑')

    const file = await owner.call(cases.createCase, {
      title: '青釉杯裂纹',
      kind: 'quality',
      customerName: '林女士',
    })
    expect(file.number).toMatch(/^YW-\d{4}-0001$/)

    const photo = new Uint8Array(3000).fill(7)
    photo.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
    const exhibit = await owner.upload(
      evidence.addExhibit,
      { caseId: file.caseId, fileName: '照片.png' },
      photo,
    )
    expect(exhibit.sha256).toBe(createHash('sha256').update(photo).digest('hex'))

    const chat = await owner.upload(
      evidence.addExhibit,
      { caseId: file.caseId, fileName: '_chat.txt' },
      new TextEncoder().encode(WHATSAPP),
    )
    expect(chat).toMatchObject({ number: 2, importable: true, grade: 'editable_export' })
    await owner.call(conversations.startImport, { exhibitId: chat.exhibitId })
    const { imports } = await eventually(
      () => owner.call(conversations.listImports, { caseId: file.caseId }),
      answer => answer.imports[0]?.status === 'done' || answer.imports[0]?.status === 'failed',
    )
    // Three head lines, three messages, each of them new.
    expect(imports[0]).toMatchObject({ status: 'done', messages: 3, unread: 0, added: 3, failure: null })

    const { conversations: found } = await owner.call(conversations.listConversations, {
      caseId: file.caseId,
    })
    const conversationId = found[0]?.conversationId as never
    const { messages, total } = await owner.call(conversations.readMessages, { conversationId })
    expect(total).toBe(3)
    expect(messages.map(message => message.senderName)).toEqual(['林女士', '林女士', '阿宁'])

    const cause = await owner.call(timeline.addFact, {
      caseId: file.caseId,
      when: messages[0]?.when as never,
      kind: 'customer',
      title: '客户说杯口有裂纹',
      sources: [{ kind: 'message', messageId: messages[0]?.messageId as never }],
    })
    const effect = await owner.call(timeline.addFact, {
      caseId: file.caseId,
      when: messages[2]?.when as never,
      kind: 'promise',
      title: '阿宁承诺给方案',
      sources: [
        { kind: 'message', messageId: messages[2]?.messageId as never },
        { kind: 'exhibit', exhibitId: exhibit.exhibitId },
      ],
      causes: [cause.factId],
    })
    const line = await owner.call(timeline.readTimeline, { caseId: file.caseId })
    expect(line.facts.map(fact => fact.factId)).toEqual([cause.factId, effect.factId])
    expect(line.facts[1]?.causes).toEqual([cause.factId])

    const receipt = await eventually(
      () => owner.download(evidence.readExhibitReceipt, { exhibitId: exhibit.exhibitId }).catch(() => null),
      response => response !== null,
    )
    expect(JSON.parse((await receipt?.text()) ?? '')).toMatchObject({ format: 'yuanwei/receipt/v1' })

    await owner.call(dossiers.createDossier, {
      caseId: file.caseId,
      purpose: 'mediation',
      exhibitIds: [exhibit.exhibitId],
      spans: [{ conversationId, from: 0, to: 2, of: total }],
    })
    const built = await eventually(
      () => owner.call(dossiers.listDossiers, { caseId: file.caseId }),
      answer => answer.dossiers[0]?.status === 'ready' || answer.dossiers[0]?.status === 'failed',
      30_000,
    )
    expect(built.dossiers[0]).toMatchObject({ status: 'ready', masked: true, messageCount: 3, failure: null })
    const dossierId = built.dossiers[0]?.dossierId as never
    const bytes = new Uint8Array(
      await (await owner.download(dossiers.readDossierFile, { dossierId })).arrayBuffer(),
    )
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(built.dossiers[0]?.sha256)
    expect(Buffer.from(bytes).includes('13812345678')).toBe(false)

    const history = await owner.call(cases.readHistory, { caseId: file.caseId })
    expect(history.entries.map(entry => entry.word)).toContain('dossier.exported')
    expect((await owner.call(log.readLog, {})).halted).toBeNull()
  })
})
