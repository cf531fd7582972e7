import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { cases, conversations, dossiers, evidence, timeline } from '@yuanwei/contract/staff'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { eventually, type SignedIn, withSystem } from '../test/harness/system.ts'
import { checkInstallation, type Finding } from './check-installation.ts'
import { readConfig } from './config.ts'
import type { CheckDepth } from './platform/blobs/index.ts'
import { RECORD_FINDINGS } from './platform/check.ts'
import { masterKeyFile } from './platform/keys.ts'

const world = withSystem()
const CHAT = ['[2026/11/6 19:47:03] 林女士: 杯口有裂纹', '[2026/11/6 19:48:10] 阿宁: 抱歉', ''].join('\n')
const produced = new Set<string>()
let number: string

beforeAll(async () => {
  const owner = await world.found('山雨窑')
  number = await fillCase(owner)
  const keyFile = masterKeyFile({ dataFolder: world.dataFolder })
  mkdirSync(dirname(keyFile), { recursive: true })
  writeFileSync(keyFile, world.database.master)
})

/** A case with everything that a check looks at: a photo, a chat that was read, a fact, a dossier. */
async function fillCase(owner: SignedIn): Promise<string> {
  const { caseId, number } = await owner.call(cases.createCase, { title: '裂纹', kind: 'quality' })
  const photo = await owner.upload(
    evidence.addExhibit,
    { caseId, fileName: '照片.bin' },
    new Uint8Array(100_000).fill(7),
  )
  const chat = await owner.upload(evidence.addExhibit, { caseId, fileName: '_chat.txt' }, Buffer.from(CHAT))
  await owner.call(conversations.startImport, { exhibitId: chat.exhibitId })
  await eventually(
    () => owner.call(conversations.listImports, { caseId }),
    ({ imports }) => imports[0]?.status === 'done',
  )
  await owner.call(timeline.addFact, {
    caseId,
    when: { kind: 'local', local: '2026-11-06T19:47:03' },
    kind: 'customer',
    title: '客户说有裂纹',
    sources: [{ kind: 'exhibit', exhibitId: photo.exhibitId }],
  })
  await owner.call(dossiers.createDossier, {
    caseId,
    purpose: 'mediation',
    exhibitIds: [photo.exhibitId],
    spans: [],
  })
  await eventually(
    () => owner.call(dossiers.listDossiers, { caseId }),
    answer => answer.dossiers[0]?.status === 'ready',
  )
  return number
}

async function check(depth: CheckDepth = 'length') {
  const { host, user, password, database } = world.database.ownerConnection
  const url = `postgres://${user}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(host)}`
  const config = readConfig({ YUANWEI_DATA: world.dataFolder, DATABASE_URL: url })
  const findings: Finding[] = []
  const options = { depth, report: () => {}, onFinding: (finding: Finding) => findings.push(finding) }
  const report = await checkInstallation(config, options)
  for (const { code } of findings) produced.add(code)
  return { report, findings }
}

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

/** Changes rows as the owner could, past every lock, and puts them back after the test. */
async function tamper(table: string, change: string, where = 'true'): Promise<void> {
  const { owner } = world.database
  const { rows } = await owner.query(`SELECT to_jsonb(t) AS old FROM ${table} t WHERE ${where}`)
  expect(rows.length).toBe(1)
  const column = change.split('=')[0]?.trim()
  const sql = (assignment: string) =>
    `SET session_replication_role = replica; UPDATE ${table} SET ${assignment} WHERE ${where};
     SET session_replication_role = DEFAULT`
  undo.push(async () => {
    const old = `(SELECT ${column} FROM jsonb_populate_record(NULL::${table}, '${JSON.stringify(rows[0].old).replaceAll("'", "''")}'))`
    await owner.query(sql(`${column} = ${old}`))
  })
  await owner.query(sql(change))
}

function blobFiles(): string[] {
  const folder = join(world.dataFolder, 'blobs')
  return readdirSync(folder, { recursive: true })
    .map(name => join(folder, String(name)))
    .filter(path => /\/[0-9a-f]{32}$/.test(path) && statSync(path).isFile())
}

/** The photo's file: the only one of its length. */
function photoFile(): string {
  const path = blobFiles().find(each => statSync(each).size > 100_000 && statSync(each).size < 101_000)
  if (!path) throw new Error('no photo')
  return path
}

function rewrite(path: string, change: (bytes: Buffer) => Buffer): void {
  const before = readFileSync(path)
  undo.push(() => writeFileSync(path, before))
  writeFileSync(path, change(Buffer.from(before)))
}

test('what was never touched is clean, and everything was looked at', async () => {
  for (const depth of ['length', 'deep'] as const) {
    const { report, findings } = await check(depth)
    expect(findings).toEqual([])
    expect(report).toMatchObject({ exhibits: 2, imports: 1, facts: 1, dossiers: 1, unnamedFiles: 0 })
    expect(report.messages).toBe(depth === 'deep' ? 2 : 0)
    expect(report.log.pending).toBe(0)
    expect(report.log.entries).toBe(report.log.leaves)
  }
})

test.each([
  ['file_name', "file_name = '别的.bin'", 'fileName'],
  ['sha256', "sha256 = decode(repeat('00', 32), 'hex')", 'sha256'],
  ['grade', "grade = 'official_archive'", 'grade'],
])('an exhibit whose %s was changed in the database', async (_, change, field) => {
  await tamper('exhibit', change, 'number = 1')
  const { findings } = await check()
  expect(findings).toEqual([{ code: 'exhibit_differs', place: { case: number, exhibit: 1, field } }])
})

test('an import whose counts or root were changed', async () => {
  await tamper('import', 'unread = 1')
  expect((await check()).findings).toMatchObject([{ code: 'import_differs', place: { field: 'unread' } }])
})

test('a message whose shown text was changed', async () => {
  await tamper('message', "text = '没有裂纹'", 'index = 0')
  expect((await check()).findings).toEqual([])
  expect((await check('deep')).findings).toMatchObject([
    { code: 'message_differs', place: { case: number, exhibit: 2, message: 0 } },
  ])
})

test('a message whose committed body was changed gives another root', async () => {
  await tamper('message', "body = replace(body, '抱歉', '不抱歉')", 'index = 1')
  expect(
    (await check('deep')).findings.map(each => [each.code, each.place.field ?? each.place.message]),
  ).toEqual([
    ['message_differs', 1],
    ['import_differs', 'messageRoot'],
  ])
})

test.each([
  ['title', "title = '客户没说'", 'title'],
  ['when', `happened = '{"kind":"local","local":"2026-11-07T19:47:03"}'`, 'when'],
])('a fact whose %s was changed', async (_, change, field) => {
  await tamper('fact', change)
  expect((await check()).findings).toMatchObject([{ code: 'fact_differs', place: { field } }])
})

test('a dossier whose digest was changed', async () => {
  await tamper('dossier', "sha256 = decode(repeat('00', 32), 'hex')")
  const { findings } = await check('deep')
  expect(findings.map(each => each.code)).toEqual(['dossier_differs', 'blob_digest_differs'])
})

test('a key that was changed opens nothing', async () => {
  const { rows } = await world.database.owner.query('SELECT key_id FROM exhibit WHERE number = 1')
  await tamper(
    'data_key',
    'wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1)',
    `key_id = '${rows[0].key_id}'`,
  )
  expect((await check()).findings).toEqual([{ code: 'key_lost', place: { case: number, exhibit: 1 } }])
  expect((await check('deep')).findings.map(each => each.code)).toEqual(['key_lost', 'blob_damaged'])
})

test('a changed byte of a file is found where it is looked for', async () => {
  const path = photoFile()
  rewrite(path, bytes => {
    bytes[70_000] = (bytes[70_000] ?? 0) ^ 1
    return bytes
  })
  expect((await check()).findings).toEqual([])
  expect((await check('deep')).findings).toEqual([
    { code: 'blob_damaged', place: { case: number, exhibit: 1, chunk: 1 } },
  ])
})

test('a file that is gone, or shorter', async () => {
  const path = photoFile()
  rewrite(path, bytes => bytes.subarray(0, 70_000))
  expect((await check()).findings).toEqual([
    { code: 'blob_size_differs', place: { case: number, exhibit: 1 } },
  ])
  rmSync(path)
  expect((await check()).findings).toEqual([{ code: 'blob_missing', place: { case: number, exhibit: 1 } }])
})

test('files that are gone with their folder', async () => {
  const folder = join(world.dataFolder, 'blobs')
  renameSync(folder, `${folder}.away`)
  undo.push(() => renameSync(`${folder}.away`, folder))
  const { report, findings } = await check()
  expect(findings.map(each => each.code)).toEqual(['blob_missing', 'blob_missing', 'blob_missing'])
  expect(report.unnamedFiles).toBe(0)
})

test('a file that no row names is counted once it is a day old, and is no finding', async () => {
  const path = join(dirname(photoFile()), 'ab'.repeat(16))
  writeFileSync(path, Buffer.alloc(80))
  undo.push(() => rmSync(path))
  expect((await check()).report.unnamedFiles).toBe(0)
  const dayAgo = new Date(Date.now() - 25 * 3600_000)
  utimesSync(path, dayAgo, dayAgo)
  const { report, findings } = await check()
  expect(report.unnamedFiles).toBe(1)
  expect(findings).toEqual([])
})

test('an entry that was rewritten no longer opens its leaf', async () => {
  await tamper('log_entry', "payload = replace(payload, '裂纹', '污渍')", "word = 'case.opened'")
  expect((await check()).findings.map(each => each.code)).toEqual(['entry_differs'])
})

test('every kind of finding in the records was produced above', () => {
  expect(RECORD_FINDINGS.filter(code => !produced.has(code))).toEqual([])
})
