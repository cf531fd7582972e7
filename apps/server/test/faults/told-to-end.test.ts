import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ProblemError } from '@yuanwei/client'
import { cases, conversations, evidence } from '@yuanwei/contract/staff'
import { afterAll, expect, test } from 'vitest'
import { eventually } from '../harness/system.ts'
import { Chance, chatExport, contentOf, sha256Hex } from './chance.ts'
import { Colleague, isLost } from './colleague.ts'
import { found, makeDataFolder, signIn } from './installation.ts'
import { Ledger } from './ledger.ts'
import { ServerUnderTest } from './server-under-test.ts'

const { dataFolder, remove } = makeDataFolder()
const server = new ServerUnderTest(dataFolder)
const CHAT = { name: '长聊', from: 0, to: 30_000, added: 30_000 }
const MINUTE = 60_000

afterAll(async () => {
  await server.stop()
  remove()
})

/** A body whose second half comes when the test says so, or never. */
function halves(bytes: Buffer<ArrayBuffer>) {
  let send!: () => void
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const half = bytes.length >> 1
      controller.enqueue(bytes.subarray(0, half))
      send = () => {
        controller.enqueue(bytes.subarray(half))
        controller.close()
      }
    },
  })
  return { body, sendRest: () => send() }
}

const incoming = async () => readdirSync(join(dataFolder, 'blobs', 'incoming')).length

test('told to end under load: what is under way finishes or fails, and the next start goes on', {
  timeout: 4 * MINUTE,
}, async () => {
  await server.start()
  await found(server)
  const ledger = new Ledger()
  const colleague = new Colleague(await signIn(server), ledger, new Chance(1))
  const { session } = colleague
  const { caseId } = await colleague.openCase('停机')
  const importId = await colleague.startImport(caseId, CHAT)
  const reading = await eventually(
    () => colleague.readImport(caseId, importId),
    answer => (answer?.readBytes ?? 0) > 0 || answer?.status === 'done',
    MINUTE,
  )
  expect(reading?.status).toBe('reading')

  const bytes = contentOf('kept', 5_000_000)
  const kept = halves(bytes)
  const lost = halves(contentOf('lost', 5_000_000))
  const upload = (fileName: string, body: ReadableStream<Uint8Array>) =>
    session.upload(evidence.addExhibit, { caseId, fileName }, body).catch((cause: unknown) => cause)
  const answers = [upload('kept', kept.body), upload('lost', lost.body)]
  await eventually(incoming, count => count === 2, MINUTE)

  const stopped = server.stop()
  kept.sendRest()
  expect(await answers[0]).toMatchObject({ sha256: sha256Hex(bytes) })
  const cut = await answers[1]
  expect(isLost(cut) || (cut instanceof ProblemError && cut.code === 'upload_incomplete')).toBe(true)
  expect(await stopped).toBe(0)
  expect(server.databaseProcesses()).toEqual([])

  await server.start()
  const { exhibits } = await session.call(evidence.listExhibits, { caseId })
  expect(exhibits.map(({ fileName, number }) => [number, fileName])).toEqual([
    [1, '00001_chat.txt'],
    [2, 'kept'],
  ])
  expect(await incoming()).toBe(0)
  const finished = await eventually(
    () => colleague.readImport(caseId, importId),
    answer => answer?.status === 'done' || answer?.status === 'failed',
    2 * MINUTE,
  )
  expect(finished).toMatchObject({ status: 'done', messages: 30_000, added: 30_000, unread: 0, preamble: 0 })
  const { conversations: threads } = await session.call(conversations.listConversations, { caseId })
  expect(threads.map(thread => thread.messageCount)).toEqual([30_000])
  const { messages } = await session.call(conversations.readMessages, {
    conversationId: threads[0]?.conversationId as never,
    from: 29_990,
  })
  expect(messages.map(message => message.text)).toEqual(chatExport(CHAT).texts.slice(29_990))
  const { entries } = await session.call(cases.readHistory, { caseId, limit: 200 })
  expect(entries.filter(entry => entry.word === 'conversation.imported')).toHaveLength(1)
})
