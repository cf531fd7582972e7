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
test('merging takes no longer than a few times the reading, however fresh the rows are', {
  timeout: 240_000,
}, async () => {
  const owner = await world.found('山雨窑')
  for (const name of ['甲', '乙']) {
    const file = await owner.call(cases.createCase, { title: name, kind: 'quality' })
    const caseId = file.caseId as never
    for (const [from, to, added] of [
      [0, 5000, 5000],
      [4500, 5300, 300],
    ] as const) {
      const { readMs, mergeMs, row } = await importTimed(owner, caseId, whatsapp(name, from, to))
      expect(row).toMatchObject({ status: 'done', messages: to - from, added })
      expect(mergeMs).toBeLessThan(5 * readMs + 1000)
    }
  }
})
