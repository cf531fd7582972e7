import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient } from '@yuanwei/client'
import { keepCookies, openSession, type Session } from '@yuanwei/client/session'
import { cases, evidence, identity } from '@yuanwei/contract/staff'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../server/src/config.ts'
import { silentLogger } from '../../server/src/platform/logger.ts'
import { type RunningServer, serve } from '../../server/src/serve.ts'
import { run as runCommand } from './run.ts'

// The command against a server of its own, over a real socket and on an embedded database of its own.
const LOGIN = 'owner@example.test'
const PASSWORD = 'correct horse battery staple'
const CHAT = ['[2026/11/6 19:47:03] 林女士: 我的电话 13812345678', '[2026/11/6 19:48:10] 阿宁: 好的'].join(
  '\n',
)
const MORE = `${CHAT}\n[2026/11/7 08:00:00] 林女士: 收到了吗\n`

let folder: string
let env: Record<string, string>
let server: RunningServer
let owner: Session
let caseNumber: string
const run = (...args: string[]) => runCommand([...args, '--lang', 'en'], env, folder)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yuanwei-command-'))
  chmodSync(folder, 0o711)
  env = { YUANWEI_DATA: join(folder, 'data'), PORT: '0' }
  // The dossier takes the built page along; a stand-in will do where nothing was built.
  const page = join(import.meta.dirname, '..', '..', 'verifier', 'dist', 'verify.html')
  if (!existsSync(page)) {
    mkdirSync(join(page, '..'), { recursive: true })
    writeFileSync(page, '<!doctype html><title>verify</title>')
  }
  server = await serve(readConfig(env), silentLogger, { report: () => {}, limitFactor: 1000 })
  await createClient({ baseUrl: server.url, fetch: keepCookies(fetch) }).call(identity.setUp, {
    code: server.setupCode ?? '',
    organisationName: '山雨窑',
    personName: '店主',
    login: LOGIN,
    password: PASSWORD,
  })
  owner = await openSession({ baseUrl: server.url, login: LOGIN, password: PASSWORD })
  caseNumber = (await owner.call(cases.createCase, { title: '裂纹', kind: 'quality' })).number
  env = { ...env, PORT: new URL(server.url).port, YUANWEI_LOGIN: LOGIN, YUANWEI_PASSWORD: PASSWORD }
  writeFileSync(join(folder, '_chat.txt'), CHAT)
  writeFileSync(join(folder, 'more.txt'), MORE)
  writeFileSync(join(folder, 'note.txt'), '这是一段普通的文字，不是聊天记录。')
}, 120_000)
afterAll(async () => {
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function imported(file: string) {
  const { code, out, err } = await run('import', file, '--case', caseNumber, '--json')
  expect([code, err]).toEqual([0, ''])
  return JSON.parse(out)
}

describe('import', () => {
  test('takes the file in, has it read, and tells the counts of the server', async () => {
    const outcome = await imported('_chat.txt')
    // Two head lines in the file, so two messages, both new.
    expect(outcome).toMatchObject({
      case: caseNumber,
      uploaded: true,
      exhibit: { number: 1, fileName: '_chat.txt', log: { state: 'logged' } },
      import: { status: 'done', messages: 2, added: 2, differing: 0, unread: 0, preamble: 0 },
    })
    expect(outcome.exhibit.sha256).toBe(createHash('sha256').update(CHAT).digest('hex'))
  })

  test('the same file again is neither sent nor read again', async () => {
    const outcome = await imported('_chat.txt')
    expect(outcome).toMatchObject({ uploaded: false, exhibit: { number: 1 }, import: { messages: 2 } })
    const { caseId } = outcome.exhibit
    expect((await owner.call(evidence.listExhibits, { caseId })).exhibits).toHaveLength(1)
  })

  test('a longer export of the same chat adds what is new', async () => {
    expect(await imported('more.txt')).toMatchObject({ import: { messages: 3, added: 1, differing: 0 } })
  })

  test('several files come in one session, one line each', async () => {
    const { code, out } = await run('import', '_chat.txt', 'more.txt', '--case', caseNumber, '--json')
    expect(code).toBe(0)
    const lines = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.map(each => [each.exhibit.fileName, each.uploaded])).toEqual([
      ['_chat.txt', false],
      ['more.txt', false],
    ])
  })

  test('a person reads a table', async () => {
    const { code, out } = await run('import', 'more.txt', '--case', caseNumber.toLowerCase())
    expect(code).toBe(0)
    expect(out).toMatch(/^Case YW-\d{4}-0001 裂纹$/m)
    expect(out).toMatch(/^Messages +New +Known +with other text +Not read +Before the first$/m)
    expect(out).toMatch(/^ +3 +1 +2 +0 +0 +0$/m)
  })

  test.each([
    [
      'a file that is no chat stays here',
      1,
      ['note.txt', '--case', 'CASE'],
      /note\.txt is no chat; nothing was sent/,
    ],
    ['a file that is not there', 2, ['gone.txt', '--case', 'CASE'], /no such file/],
    ['a case that is not there', 2, ['_chat.txt', '--case', 'YW-2026-9999'], /There is no case YW-2026-9999/],
    ['what is no case at all', 2, ['_chat.txt', '--case', 'first'], /"first" is neither the number/],
    ['no case', 2, ['_chat.txt'], /Name the case with --case/],
    ['no file', 2, ['--case', 'CASE'], /Name at least one file/],
    ['one bad file among good ones', 1, ['_chat.txt', 'note.txt', '--case', 'CASE'], /note\.txt is no chat/],
    [
      'no server',
      2,
      ['_chat.txt', '--case', 'CASE', '--server', 'http://127.0.0.1:9'],
      /needs a running Yuanwei/,
    ],
    ['what is no address', 2, ['_chat.txt', '--case', 'CASE', '--server', 'here'], /is no address/],
  ])('%s', async (_, exit, args, sentence) => {
    const { code, out, err } = await run('import', ...args.map(each => (each === 'CASE' ? caseNumber : each)))
    expect([code, out]).toEqual([exit, ''])
    expect(err).toMatch(sentence)
  })

  test('without terminal and credentials, or with wrong ones, nothing is tried', async () => {
    const { YUANWEI_PASSWORD: _, ...without } = env
    const args = ['import', '_chat.txt', '--case', caseNumber, '--lang', 'en']
    const none = await runCommand(args, without, folder)
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('YUANWEI_PASSWORD')])
    const wrong = await runCommand(args, { ...env, YUANWEI_PASSWORD: 'not the password' }, folder)
    expect([wrong.code, wrong.err]).toEqual([2, 'Login or password is wrong.\n'])
  })
})

describe('dossier', () => {
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex')

  test('fetches the whole case, masked, and it verifies', async () => {
    const { code, out, err } = await run(
      'dossier',
      caseNumber,
      '-o',
      'd.asice',
      '--purpose',
      'mediation',
      '--json',
    )
    expect([code, err]).toEqual([0, ''])
    const { dossier } = JSON.parse(out)
    expect(dossier).toMatchObject({ status: 'ready', masked: true, purpose: 'mediation', messageCount: 3 })
    expect(dossier.exhibitCount).toBe(2)
    expect(digest('d.asice')).toBe(dossier.sha256)
    expect((await run('verify', 'd.asice')).code).toBe(0)
    expect(readFileSync(join(folder, 'd.asice')).includes('13812345678')).toBe(false)
    expect(readdirSync(folder).filter(name => name.endsWith('.part'))).toEqual([])
  })

  test('never writes over a file unless told to', async () => {
    const before = digest('d.asice')
    const refused = await run('dossier', caseNumber, '-o', 'd.asice')
    expect([refused.code, refused.out]).toEqual([2, ''])
    expect(refused.err).toMatch(/exists and was not overwritten/)
    expect(digest('d.asice')).toBe(before)
    const forced = await run(
      'dossier',
      caseNumber,
      '-o',
      'd.asice',
      '--force',
      '--unmasked',
      '--reason',
      'asked for',
    )
    expect(forced.code).toBe(0)
    expect(forced.out).toContain(`SHA-256 ${digest('d.asice')}`)
    expect(digest('d.asice')).not.toBe(before)
    expect(readFileSync(join(folder, 'd.asice')).includes('13812345678')).toBe(true)
  })

  test.each([
    ['no reason for not masking', ['CASE', '-o', 'x', '--unmasked'], /needs a --reason/],
    ['an unknown purpose', ['CASE', '-o', 'x', '--purpose', 'fun'], /mediation, authority, court/],
    ['no file', ['CASE'], /Say with -o/],
    ['no case', ['-o', 'x'], /Name one case/],
    ['a folder that is not there', ['CASE', '-o', 'no/such/x'], /There is no folder .*such/],
    ['a folder instead of a file', ['CASE', '-o', '.', '--force'], /is a folder/],
  ])('%s', async (_, args, sentence) => {
    const { code, err } = await run('dossier', ...args.map(each => (each === 'CASE' ? caseNumber : each)))
    expect(code).toBe(2)
    expect(err).toMatch(sentence)
  })
})

describe('the guide to the interface', () => {
  test.each(['http.md', 'http.en.md'])('%s: its commands run as they stand', async name => {
    const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'guide', name), 'utf8')
    const blocks = [...guide.matchAll(/```sh\n(.*?)```/gs)].map(match => match[1] ?? '')
    expect(blocks).toHaveLength(7)
    const script = blocks.join('echo ----\n').replace(':8080', `:${env.PORT}`)
    const work = mkdtempSync(join(folder, 'guide-'))
    const { stdout, stderr } = await promisify(execFile)('sh', ['-eu', '-c', script], {
      cwd: work,
      env: { PATH: process.env.PATH, ...env },
    })
    expect(stderr).toBe('')
    const parts = stdout.split('----\n')
    expect(JSON.parse(parts[2] ?? '').cases[0].number).toMatch(/^YW-/)
    // The guide shows this answer; it must be the one that comes.
    expect(guide).toContain(`# ${parts[4]}`)
    expect(parts[5]).toMatch(/^yuanwei\.local\/[0-9a-f]{16}\n\d+\n/)
    expect(parts[6]).toBe('{}')
    expect(readFileSync(join(work, 'copy.bin'), 'utf8')).toBe('照片的内容')
  })
})

describe('fsck', () => {
  test('is clean beside a running server, and after it ended', async () => {
    const running = await run('fsck', '--deep', '--json')
    expect([running.code, running.err]).toEqual([0, ''])
    expect(JSON.parse(running.out)).toMatchObject({
      clean: true,
      findingCount: 0,
      counts: { exhibits: 4, imports: 2, messages: 5, dossiers: 2 },
    })
    await server.close()
    const { code, out } = await run('fsck')
    expect(code).toBe(0)
    expect(out).toMatch(/^Exhibits +4$/m)
    expect(out).toMatch(/Nothing found\.\n$/)
  })

  test('names the file that was damaged', async () => {
    const blobs = join(folder, 'data', 'blobs')
    const path = readdirSync(blobs, { recursive: true })
      .map(name => join(blobs, String(name)))
      .find(name => /[0-9a-f]{32}$/.test(name) && statSync(name).size < 500)
    const bytes = readFileSync(path ?? '')
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
    writeFileSync(path ?? '', bytes)
    const { code, out } = await run('fsck', '--deep')
    expect(code).toBe(1)
    expect(out).toMatch(/a file is damaged.*blob_damaged case=YW-\d{4}-\d{4} exhibit=\d/)
    expect(out).toMatch(/1 findings\. First keep things as they are/)
  })

  test('a key that may not be read, or is another’s, is said', async () => {
    writeFileSync(join(folder, 'data', 'keys', 'master.key'), Buffer.alloc(31))
    const { code, err } = await run('fsck')
    expect(code).toBe(2)
    expect(err).toMatch(/should have 32 bytes and has 31/)
  })
})
