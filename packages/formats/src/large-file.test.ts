import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { writeWeflow } from '../test/generate-weflow.ts'

// `YUANWEI_LONG=1` reads 300 MB, which takes half a minute.
const isLong = process.env.YUANWEI_LONG === '1'
const MEGABYTE = 1024 * 1024

describe('a large export', () => {
  it('is read whole in bounded memory', { timeout: 300_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yuanwei-large-'))
    try {
      const path = join(folder, 'weflow.json')
      const made = await writeWeflow(path, (isLong ? 300 : 30) * MEGABYTE)
      const script = join(import.meta.dirname, '..', 'test', 'inspect-child.ts')
      const { stdout } = await promisify(execFile)(process.execPath, [script, path])
      const { maxRssBytes, ...inspection } = JSON.parse(stdout)
      console.log(
        `${Math.round(made.sizeBytes / MEGABYTE)} MB, ${made.messages} messages, ${Math.round(maxRssBytes / MEGABYTE)} MB resident`,
      )
      expect(inspection).toEqual({
        file: path,
        format: 'weflow-json',
        messages: made.messages,
        participants: made.participants,
        first: made.first,
        last: made.last,
        unread: [],
        warnings: [],
      })
      // A bare process takes 60 MB; what grows with the file would break the bound of one mode or the other.
      expect(maxRssBytes).toBeLessThan((isLong ? 500 : 280) * MEGABYTE)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
