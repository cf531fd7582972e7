import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { ask } from './ask.ts'

/** A terminal on which these pieces are typed, and what is seen on it. */
async function typing(pieces: string[], hidden: boolean) {
  const raw: boolean[] = []
  const keys = new PassThrough()
  const terminal = Object.assign(keys, { setRawMode: (on: boolean) => raw.push(on) })
  const screen = new PassThrough()
  let seen = ''
  screen.on('data', piece => {
    seen += String(piece)
  })
  const answer = ask(terminal, screen, '? ', { hidden })
  for (const piece of pieces) keys.write(piece)
  return { answer: await answer, seen, raw }
}

test('a line is shown as it is typed; corrections count', async () => {
  const { answer, seen, raw } = await typing(['o', 'x', '\u007f', 'w', 'ner\r'], false)
  expect(answer).toBe('owner')
  expect(seen).toBe('? ox\b \bwner\n')
  expect(raw).toEqual([true, false])
})

test('a secret is never shown, pasted or typed, also when it is corrected', async () => {
  const { answer, seen, raw } = await typing(['correct 马x', '\u007f', '\n'], true)
  expect(answer).toBe('correct 马')
  expect(seen).toBe('? \n')
  expect(raw).toEqual([true, false])
})

test('the terminal echoes nothing by itself before the question is seen', async () => {
  const events: string[] = []
  const keys = new PassThrough()
  const terminal = Object.assign(keys, { setRawMode: (on: boolean) => events.push(on ? 'raw' : 'cooked') })
  const screen = new PassThrough()
  screen.on('data', piece => events.push(String(piece)))
  const answer = ask(terminal, screen, '? ', { hidden: true })
  keys.write('x\r')
  await answer
  expect(events[0]).toBe('raw')
})

test.each(['\u0003', '\u0004'])('giving up gives null and leaves the terminal as it was', async key => {
  const { answer, raw } = await typing(['abc', key], true)
  expect(answer).toBeNull()
  expect(raw).toEqual([true, false])
})
