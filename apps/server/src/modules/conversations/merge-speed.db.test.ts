import { cases, conversations, evidence } from '@yuanwei/contract/staff'
import { expect, test } from 'vitest'
import { eventually, type SignedIn, withSystem } from '../../../test/harness/system.ts'

const world = withSystem()

/** `from` … `to` − 1 of one chat, a message a minute. */
function whatsapp(name: string, from: number, to: number): Uint8Array<ArrayBuffer> {
  const lines: string[] = []
  for (let i = from; i < to; i++) {
    const at = new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString()
    lines.push(`[${at.slice(0, 10).replaceAll('-', '/')} ${at.slice(11, 19)}] 林女士: ${name} ${i}\n`)
  }
  return new TextEncoder().encode(lines.join(''))
}

/** Milliseconds of reading and of merging, as its status shows them. */
async function importTimed(owner: SignedIn, caseId: never, bytes: Uint8Array<ArrayBuffer>) {
  const { exhibitId } = await owner.upload(evidence.addExhibit, { caseId, fileName: '_chat.txt' }, bytes)
  const { importId } = await owner.call(conversations.startImport, { exhibitId })
  const reaches = async (...statuses: string[]) => {
    const found = await eventually(
      async () => (await owner.call(conversations.listImports, { caseId })).imports,
      imports => statuses.includes(imports.find(one => one.importId === importId)?.status ?? ''),
      120_000,
    )
    return { at: performance.now(), row: found.find(one => one.importId === importId) }
  }
  const startedAt = performance.now()
  const read = await reaches('merging', 'done')
  const done = await reaches('done', 'failed')
  return { readMs: read.at - startedAt, mergeMs: done.at - read.at, row: done.row }
}

// Rows of this minute have no statistics: a plan that compares each with each takes a hundred times as long.
test('merging 20,000 messages with 20,000 takes seconds, however fresh the rows are', {
  timeout: 240_000,
}, async () => {
  const owner = await world.found('山雨窑')
  const { caseId } = await owner.call(cases.createCase, { title: '甲', kind: 'quality' })
  const first = await importTimed(owner, caseId as never, whatsapp('甲', 0, 20_000))
  expect(first.row).toMatchObject({ status: 'done', added: 20_000 })
  const second = await importTimed(owner, caseId as never, whatsapp('甲', 10_000, 30_000))
  expect(second.row).toMatchObject({ status: 'done', added: 10_000 })
  for (const { readMs, mergeMs } of [first, second]) expect(mergeMs).toBeLessThan(2 * readMs + 3000)
})
