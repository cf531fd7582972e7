// A chat of 100,000 messages from "start" to "done" (decrypted, parsed, committed to, stored, merged, logged), beside
// bare multi-row INSERTs of the very same rows into the same table by its owner, in the same run. (COPY would be the
// faster peer; row-level security refuses it, so no tenant-safe import could use it.)

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cases, conversations, evidence } from '@yuanwei/contract/staff'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { RowMaker } from '../apps/server/src/modules/conversations/message-row.ts'
import { insertMessages } from '../apps/server/src/modules/conversations/store.ts'
import { startEmbedded } from '../apps/server/src/platform/database/embedded/index.ts'
import type { Database } from '../apps/server/src/platform/database/index.ts'
import { createDatabase, prepareDatabase } from '../apps/server/src/platform/database/prepare.ts'
import { masterKey, masterKeyFile } from '../apps/server/src/platform/keys.ts'
import { inFolder, withServer } from './running-server.ts'

const MESSAGES = 100_000
const BATCH = 2000
const TEXT = '您好，青釉杯杯口有一道 2 厘米的裂纹，直播间说过「裂一补三」，请问什么时候给方案？'

function exportFile(): string {
  const messages = Array.from({ length: MESSAGES }, (_, i) => ({
    sender: `wxid_${i % 7}`,
    accountName: `客户${i % 7}`,
    timestamp: 1_790_000_000 + i,
    type: 0,
    content: `${TEXT}（${i}）`,
    platformMessageId: String(9_007_199_254_740_993n + BigInt(i)),
  }))
  const meta = { name: '客户群', platform: 'wechat', type: 'group' }
  return JSON.stringify({
    chatlab: { version: '0.0.2', exportedAt: 1_790_000_000 },
    meta,
    members: [],
    messages,
  })
}

/** Seconds of the bare peer: the rows are made beforehand, the owner inserts them, one commit a batch. */
async function bareInsert(folder: string): Promise<number> {
  const dataFolder = join(folder, 'peer')
  const master = masterKey({ dataFolder })
  const server = await startEmbedded(dataFolder, master)
  try {
    await createDatabase(server.owner)
    await prepareDatabase(server.owner, { master, keyFile: masterKeyFile({ dataFolder }) })
    const pool = new pg.Pool(server.owner)
    pool.on('error', () => {})
    await pool.query('alter table message drop constraint message_org_id_import_id_fkey')
    const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
    const maker = new RowMaker('Asia/Shanghai')
    const file = JSON.parse(exportFile()) as {
      messages: { accountName: string; timestamp: number; content: string }[]
    }
    const rows = file.messages.map((each, index) =>
      maker.next({
        index,
        time: { kind: 'instant', epochMs: each.timestamp * 1000, offsetMinutes: null },
        assumed: [],
        sender: { id: each.accountName, name: each.accountName, self: null },
        kind: 'text',
        text: each.content,
        rawKind: '0',
        reply: null,
        media: null,
        platformId: String(index),
        place: { pointer: `/messages/${index}` },
        grade: 'editable_export',
      }),
    )
    const id = '00000000-0000-7000-8000-000000000001'
    const start = performance.now()
    for (let from = 0; from < rows.length; from += BATCH)
      await db.transaction().execute(tx => insertMessages(tx, id, id, rows.slice(from, from + BATCH)))
    const seconds = (performance.now() - start) / 1000
    await db.destroy()
    return seconds
  } finally {
    await server.stop()
  }
}

await inFolder(async folder => {
  const bare = await bareInsert(folder)
  await withServer(folder, async owner => {
    const { caseId } = await owner.call(cases.createCase, { title: 'bench', kind: 'other' })
    const file = new TextEncoder().encode(exportFile())
    const { exhibitId } = await owner.upload(
      evidence.addExhibit,
      { caseId, fileName: 'chat.json' },
      file as never,
    )
    const start = performance.now()
    await owner.call(conversations.startImport, { exhibitId })
    for (;;) {
      const [each] = (await owner.call(conversations.listImports, { caseId })).imports
      if (each?.status === 'failed' || (each?.status === 'done' && each.messages !== MESSAGES))
        throw new Error(`the import ended wrongly: ${JSON.stringify(each)}`)
      if (each?.status === 'done') break
      await sleep(20)
    }
    const ours = (performance.now() - start) / 1000
    console.log(`bare multi-row INSERT  ${(MESSAGES / bare).toFixed(0)} rows/s  (${bare.toFixed(2)} s)`)
    console.log(`import, done           ${(MESSAGES / ours).toFixed(0)} messages/s  (${ours.toFixed(2)} s)`)
    console.log(`ratio  ${(bare / ours).toFixed(3)}  of the bare insert`)
  })
})
