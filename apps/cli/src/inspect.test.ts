import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runMain } from './main.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yuanwei-inspect-'))
  const message = (n: number) => ({
    sender: `u${n % 2}`,
    accountName: `甲${n}`,
    timestamp: 1704164645 + n,
    type: 0,
    content: `第 ${n} 条`,
  })
  const chat = (count: number) =>
    JSON.stringify({
      chatlab: { version: '0.0.2' },
      meta: {},
      messages: Array.from({ length: count }, (_, n) => message(n)),
    })
  await writeFile(join(folder, 'chat.json'), chat(3))
  await writeFile(join(folder, 'long.json'), chat(5000))
  await writeFile(join(folder, 'broken.json'), `${chat(3).slice(0, -30)}`)
  await writeFile(join(folder, 'note.txt'), 'nothing here\n')
  await writeFile(join(folder, '钱.csv'), 'time,sender,message\n2024-01-02 08:00,A,x\n')
  await mkdir(join(folder, 'box', 'deep'), { recursive: true })
  await mkdir(join(folder, 'empty'))
  await writeFile(join(folder, 'box', 'b.json'), chat(1))
  await writeFile(join(folder, 'box', 'deep', 'c.json'), chat(2))
  await writeFile(join(folder, 'box', 'manifest.json'), '{"name":"a web app","icons":[]}')
  await symlink(join(folder, 'box'), join(folder, 'box', 'loop'))
})
afterAll(async () => await rm(folder, { recursive: true }))

async function run(...args: string[]) {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const [out, err] = [text(stdout), text(stderr)]
  const code = await runMain(args, { stdout, stderr, env: { LANG: 'zh_CN.UTF-8' }, cwd: folder })
  stdout.end()
  stderr.end()
  return { code, out: await out, err: await err }
}

const objects = (out: string) =>
  out
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line))

describe('yuanwei inspect --json', () => {
  it('prints one object a file, one a line, with exactly the keys that are documented', async () => {
    const { code, out, err } = await run('inspect', '--json', 'chat.json', 'note.txt', '钱.csv')
    expect([code, err]).toEqual([0, ''])
    const printed = objects(out)
    for (const one of printed) {
      expect(Object.keys(one)).toEqual([
        'file',
        'format',
        'messages',
        'participants',
        'first',
        'last',
        'unread',
        'warnings',
      ])
    }
    expect(printed[0]).toEqual({
      file: 'chat.json',
      format: 'chatlab-json',
      messages: 3,
      participants: 2,
      first: '2024-01-02T03:04:05Z',
      last: '2024-01-02T03:04:07Z',
      unread: [],
      warnings: [],
    })
    expect(printed.map(one => [one.format, one.unread[0]?.reason])).toEqual([
      ['chatlab-json', undefined],
      ['unknown', 'not_a_chat'],
      ['chat-csv', 'not_supported_yet'],
    ])
  })

  it('names the place of what was not understood', async () => {
    const { out } = await run('inspect', 'broken.json', '--json')
    expect(objects(out)).toMatchObject([
      {
        messages: 2,
        unread: [{ place: { pointer: '/messages/2' }, reason: 'truncated' }],
        warnings: ['truncated'],
      },
    ])
  })

  it('reads what is in a folder and below it, in order, following no link to a folder', async () => {
    const { code, out } = await run('inspect', '--json', 'box')
    expect(code).toBe(0)
    expect(objects(out).map(one => [one.file, one.messages])).toEqual([
      [join('box', 'b.json'), 1],
      [join('box', 'deep', 'c.json'), 2],
      [join('box', 'manifest.json'), 0],
    ])
  })

  it('ends with 2 where a file could not be opened, and looks at the others all the same', async () => {
    const { code, out, err } = await run(
      'inspect',
      '--json',
      'absent.json',
      'chat.json',
      '/dev/null',
      'empty',
    )
    expect(code).toBe(2)
    expect(objects(out)).toHaveLength(1)
    expect(err).toBe('打不开 absent.json：没有这个文件\n打不开 /dev/null：不是普通文件\nempty 里没有文件\n')
  })

  it('says that it may not read a file', async () => {
    const closed = join(folder, 'closed.json')
    await writeFile(closed, '{}')
    await chmod(closed, 0o000)
    const result = await run('inspect', '--json', closed)
    await rm(closed)
    // The superuser may read everything; then the file is looked at.
    if (process.getuid?.() === 0) expect(result.code).toBe(0)
    else expect([result.code, result.out]).toEqual([2, ''])
  })
})

describe('yuanwei inspect --messages', () => {
  it('prints the messages, one a line, and nothing else', async () => {
    const { code, out, err } = await run('inspect', '--messages', 'chat.json')
    expect([code, err]).toEqual([0, ''])
    const messages = objects(out)
    expect(messages.map(one => [one.file, one.index, one.at, one.text, one.sender.id])).toEqual([
      ['chat.json', 0, '2024-01-02T03:04:05Z', '第 0 条', 'u0'],
      ['chat.json', 1, '2024-01-02T03:04:06Z', '第 1 条', 'u1'],
      ['chat.json', 2, '2024-01-02T03:04:07Z', '第 2 条', 'u0'],
    ])
  })

  it('says on the other channel what was not read', async () => {
    const { code, out, err } = await run('inspect', '--messages', 'note.txt', 'broken.json')
    expect(code).toBe(0)
    expect(objects(out)).toHaveLength(2)
    expect(err).toContain('整个文件 — 不是聊天记录')
    expect(err).toContain('/messages/2 — 文件在此处被截断')
  })

  it('waits for a slow reader and loses nothing', async () => {
    let received = ''
    const slow = new Writable({
      highWaterMark: 64,
      write(chunk, _encoding, done) {
        received += chunk
        setImmediate(done)
      },
    })
    const io = { stdout: slow, stderr: new PassThrough(), env: {}, cwd: folder }
    expect(await runMain(['inspect', '--messages', 'long.json'], io)).toBe(0)
    slow.end()
    await once(slow, 'finish')
    expect(objects(received)).toHaveLength(5000)
  })

  it('ends quietly when its reader goes away', async () => {
    const main = join(import.meta.dirname, 'main.ts')
    const child = spawn(process.execPath, [main, 'inspect', '--messages', join(folder, 'long.json')])
    const errors = text(child.stderr)
    child.stdout.once('data', () => child.stdout.destroy())
    const [code] = await once(child, 'exit')
    expect([code, await errors]).toEqual([0, ''])
  })
})

describe('yuanwei inspect for people', () => {
  it('shows a table, and what needs a second look', async () => {
    const { code, out } = await run('inspect', 'chat.json', 'broken.json', '钱.csv')
    expect(code).toBe(0)
    expect(out).toBe(
      [
        '文件         格式               消息  人数  最早                  最晚                  未读懂',
        'chat.json    ChatLab（JSON）       3     2  2024-01-02T03:04:05Z  2024-01-02T03:04:07Z       0',
        'broken.json  ChatLab（JSON）       2     2  2024-01-02T03:04:05Z  2024-01-02T03:04:06Z       1',
        '钱.csv       聊天记录表（CSV）     0     0  无日期                无日期                     1',
        '',
        'broken.json',
        '  ✗ /messages/2 — 文件在此处被截断',
        '  ! 文件不完整，末尾被截断',
        '',
        '钱.csv',
        '  ✗ 整个文件 — 尚不支持这种格式',
        '',
      ].join('\n'),
    )
  })

  it('speaks English where it is asked to', async () => {
    const { out } = await run('inspect', 'note.txt', '--lang', 'en')
    expect(out).toContain('no chat')
    expect((await run('inspect', '--help', '--lang', 'en')).out).toContain('Exit code: 0')
    expect((await run('inspect', '--lang', 'fr', 'chat.json')).code).toBe(2)
  })

  it('explains itself, and refuses what it does not know', async () => {
    expect(await run('inspect', '--help')).toMatchObject({ code: 0, err: '' })
    expect(await run('inspect')).toMatchObject({ code: 2, out: '' })
    expect(await run('inspect', '--jsno', 'chat.json')).toMatchObject({ code: 2, out: '' })
    expect(await run('nonsense')).toMatchObject({ code: 2, out: '' })
    expect((await run('--help')).out).toContain('yuanwei inspect --json chat.json')
  })

  it('does not let a file name move the cursor', async () => {
    const name = 'a\u001b[2J.txt'
    await writeFile(join(folder, name), 'x\n')
    const { out } = await run('inspect', name)
    await rm(join(folder, name))
    expect(out).not.toContain('\u001b')
    expect(out).toContain('a\ufffd[2J.txt')
  })
})
