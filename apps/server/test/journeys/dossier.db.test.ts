import { ProblemError } from '@yuanwei/client'
import { dossiers } from '@yuanwei/contract/staff'
import { bytesSource, verifyDossier } from '@yuanwei/proof/dossier'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { chat, dossierDesk, expectGood, messagesOf } from '../harness/dossier-desk.ts'
import { type SignedIn, withSystem } from '../harness/system.ts'

const world = withSystem()
let owner: SignedIn
beforeAll(async () => {
  owner = await world.found('山雨窑')
})
const { openCase, addFile, importChat, order, finished, download, make } = dossierDesk(() => owner)

const LATER = ['杯口有裂纹', '直播说裂一补三', '请看照片', '什么时候补发']
const EARLIER = ['订单收到了吗', '已经签收', '我还没有拆']

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
