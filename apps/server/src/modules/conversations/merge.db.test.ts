import { cases, evidence } from '@yuanwei/contract/staff'
import type { Message } from '@yuanwei/formats'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '../../../test/harness/system.ts'
import type { Tx } from '../../platform/database/index.ts'
import { inTenant } from '../../platform/operations/index.ts'
import { newId, systemPorts } from '../../platform/ports.ts'
import { mergeFresh, takeFresh } from './merge.ts'
import { RowMaker } from './message-row.ts'
import { insertMessages } from './store.ts'

const world = withSystem()
let orgId: string
let caseId: string
let exhibitId: string
let personId: string
beforeAll(async () => {
  const owner = await world.found('合并之序')
  orgId = owner.me.organisation.organisationId
  personId = owner.me.personId
  caseId = (await owner.call(cases.createCase, { title: '序', kind: 'other' })).caseId
  const bytes = new TextEncoder().encode('x')
  const exhibit = await owner.upload(
    evidence.addExhibit,
    { caseId: caseId as never, fileName: 'x.txt' },
    bytes,
  )
  exhibitId = exhibit.exhibitId
})

interface Line {
  readonly text: string
  readonly pid?: string | null
  readonly sid?: string | null
  readonly name?: string
  readonly at?: number | null
}

const START = 1_793_000_000_000

function toMessage(line: Line, index: number): Message {
  const { text, pid = null, sid = null, name = '甲', at = 0 } = line
  return {
    index,
    time:
      at === null ? { kind: 'none' } : { kind: 'instant', epochMs: START + at * 1000, offsetMinutes: null },
    assumed: [],
    sender: { id: sid, name, self: null },
    kind: 'text',
    text,
    rawKind: null,
    reply: null,
    media: null,
    platformId: pid,
    place: { pointer: `/messages/${index}` },
    grade: 'editable_export',
  }
}

class RolledBack extends Error {}

/** Merges the files one after the other into a new conversation, and says what is read there; then undoes it all. */
async function mergeAll(files: readonly (readonly Line[])[]): Promise<{ thread: string[]; added: number[] }> {
  let thread: string[] = []
  const added: number[] = []
  const work = async (tx: Tx) => {
    const conversationId = newId(systemPorts)
    await tx
      .insertInto('conversation')
      .values({
        org_id: orgId,
        conversation_id: conversationId,
        case_id: caseId,
        title: '',
        family: 'chatlab',
        thread_key: null,
        message_count: 0,
        participants: '[]',
        first: '{"kind":"none"}',
        last: '{"kind":"none"}',
        opened_at: new Date(),
      })
      .execute()
    for (const lines of files) added.push(await mergeOne(tx, conversationId, lines))
    const rows = await tx
      .selectFrom('thread')
      .innerJoin('message', join =>
        join.onRef('message.import_id', '=', 'thread.import_id').onRef('message.index', '=', 'thread.index'),
      )
      .select(['message.text', 'thread.position'])
      .where('thread.conversation_id', '=', conversationId)
      .orderBy('thread.position')
      .execute()
    expect(rows.map(row => row.position)).toEqual(rows.map((_, i) => i))
    thread = rows.map(row => row.text)
    throw new RolledBack()
  }
  await expect(inTenant(world.database.db, orgId, 'read write', work)).rejects.toThrow(RolledBack)
  return { thread, added }
}

async function mergeOne(tx: Tx, conversationId: string, lines: readonly Line[]): Promise<number> {
  const importId = newId(systemPorts)
  await tx
    .insertInto('import')
    .values({
      org_id: orgId,
      import_id: importId,
      case_id: caseId,
      exhibit_id: exhibitId,
      conversation_id: null,
      status: 'reading',
      format: null,
      message_seed: Buffer.alloc(32),
      message_root: null,
      entry_id: null,
      failure: null,
      started_at: new Date(),
      started_by: personId,
      finished_at: null,
    })
    .execute()
  const rows = new RowMaker('Asia/Shanghai')
  await insertMessages(
    tx,
    orgId,
    importId,
    lines.map((line, index) => rows.next(toMessage(line, index))),
  )
  await takeFresh(tx, { orgId, importId })
  const { added } = await mergeFresh(tx, { orgId, importId, conversationId })
  await tx
    .updateTable('import')
    .set({ conversation_id: conversationId, status: 'done' })
    .where('import_id', '=', importId)
    .execute()
  return added
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map(rest => [item, ...rest]))
}

function countOf<T>(items: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}

/**
 * How often a text must stand at the end, told without pairing anything: as often as the file that has it most often;
 * but at least as often as there are ids for it, each counted where it stands most often.
 */
function expectedCounts(
  files: readonly (readonly Line[])[],
  idOf: (line: Line) => string | null | undefined,
) {
  const classOf = (line: Line) => JSON.stringify([line.name, line.at, line.text])
  const classes = new Set(files.flat().map(classOf))
  return new Map(
    [...classes].map(each => {
      const parts = files.map(file => file.filter(line => classOf(line) === each))
      const most = new Map<string, number>()
      for (const part of parts)
        for (const [id, count] of countOf(part.flatMap(line => idOf(line) ?? [])))
          most.set(id, Math.max(most.get(id) ?? 0, count))
      const byId = [...most.values()].reduce((sum, count) => sum + count, 0)
      return [each, Math.max(byId, ...parts.map(part => part.length))] as const
    }),
  )
}

/** Classes are told apart by the text alone, so that the thread shows them. */
const spelled = (line: Omit<Line, 'text'> & { text: string }): Line => ({
  ...line,
  text: `${line.text} ${line.name} ${line.at}`,
})

async function expectSameInAnyOrder(
  files: readonly (readonly Line[])[],
  idOf: (line: Line) => string | null | undefined,
) {
  const expected = new Map<string, number>()
  for (const [key, count] of expectedCounts(files, idOf)) expected.set(JSON.parse(key)[2], count)
  for (const order of permutations(files)) {
    const { thread, added } = await mergeAll(order)
    expect(countOf(thread)).toEqual(expected)
    expect(added.reduce((sum, count) => sum + count, 0)).toBe(thread.length)
  }
}

const at = fc.constantFrom(0, 1)
const text = fc.constantFrom('好的', '在吗')

describe('what stands at the end', () => {
  test('is the same in any order of the files: messages with and without platform ids', {
    timeout: 120_000,
  }, async () => {
    // A platform id names one message for all files, so what it says is fixed; any file may lack it.
    const named = fc.record({ at, text, name: fc.constantFrom('甲', '乙'), id: fc.constantFrom('1', '2') })
    const line = fc
      .tuple(named, fc.boolean())
      .map(([{ id, ...rest }, hasId]) =>
        spelled({ ...rest, pid: hasId ? `${rest.text}/${rest.name}/${rest.at}/${id}` : null }),
      )
    const file = fc
      .tuple(fc.array(line, { maxLength: 7 }), fc.boolean())
      .map(([lines, hasSenders]) =>
        lines.map(each => ({ ...each, sid: hasSenders ? `id of ${each.name}` : null })),
      )
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 2, maxLength: 3 }), files =>
        expectSameInAnyOrder(files, each => each.pid),
      ),
      { numRuns: 30 },
    )
  })

  test('is the same in any order of the files: two people of one name', { timeout: 120_000 }, async () => {
    const line = fc
      .record({ at, text, name: fc.constant('小明'), sid: fc.constantFrom('w1', 'w2', null) })
      .map(spelled)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(line, { maxLength: 6 }), { minLength: 2, maxLength: 3 }), files =>
        expectSameInAnyOrder(files, each => each.sid),
      ),
      { numRuns: 30 },
    )
  })

  test.each(permutations(['', '1', '2']))(
    'two platform ids never collapse through a message without: %s %s %s',
    async (...ids) => {
      const { thread } = await mergeAll(ids.map(pid => [{ text: 'x', pid: pid || null }]))
      expect(thread).toEqual(['x', 'x'])
    },
  )

  test('an id that came with a twin pairs from then on, also where the text was edited', async () => {
    const none = [{ text: 'x' }]
    expect((await mergeAll([none, [{ text: 'x', pid: '1' }], [{ text: 'x', pid: '1' }]])).added).toEqual([
      1, 0, 0,
    ])
    expect((await mergeAll([none, [{ text: 'x', pid: '1' }], [{ text: 'y', pid: '1' }]])).added).toEqual([
      1, 0, 0,
    ])
  })

  test('a message is known by every name that its files give the sender', async () => {
    const files = [[{ text: 'x', sid: 'w1', name: '林' }], [{ text: 'x', sid: 'w1', name: '林女士' }]]
    expect((await mergeAll([...files, [{ text: 'x', name: '林女士' }]])).added).toEqual([1, 0, 0])
    expect((await mergeAll([[{ text: 'x', name: '林' }], ...files])).added).toEqual([1, 0, 0])
  })
})

describe('the order of reading', () => {
  const texts = (...files: string[]) => files.map(file => [...file].map(text => ({ text })))

  test.each([
    ['between its neighbours', ['ac', 'abc'], 'abc'],
    ['before the first that is known', ['c', 'abc'], 'abc'],
    ['after the last that is known', ['ab', 'bxy'], 'abxy'],
    ['after all of an instant where nothing is known', ['ab', 'xy'], 'abxy'],
    ['by the nearest one where the files disagree', ['ab', 'bxa'], 'abx'],
    ['in three files', ['ad', 'abd', 'acd'], 'acbd'],
  ])('within one instant a new message stands %s', async (_, files, expected) => {
    expect((await mergeAll(texts(...files))).thread.join('')).toBe(expected)
  })

  test('a neighbour of another instant is none', async () => {
    const first = [
      { text: 'a', at: 0 },
      { text: 'b', at: 1 },
      { text: 'c', at: 1 },
    ]
    const second = [
      { text: 'a', at: 0 },
      { text: 'x', at: 1 },
      { text: 'c', at: 1 },
    ]
    expect((await mergeAll([first, second])).thread.join('')).toBe('abxc')
  })

  test('what comes before the first date of a file stands with that date, not with 1970', async () => {
    const earlier = [{ text: 'a', at: 0 }]
    const later = [
      { text: 'b', at: null },
      { text: 'c', at: 60 },
      { text: 'd', at: null },
    ]
    expect((await mergeAll([earlier, later])).thread.join('')).toBe('abcd')
  })
})
