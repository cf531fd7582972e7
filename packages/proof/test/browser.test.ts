import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { rolldown } from 'rolldown'
import { beforeAll, describe, expect, it } from 'vitest'
import * as node from '../src/index.ts'

/** Globals of a browser that are not part of the language; nothing of Node is among them. */
const globals = { TextEncoder, TextDecoder, Uint8Array }

async function bundle(): Promise<string> {
  const build = await rolldown({
    input: join(import.meta.dirname, '../src/index.ts'),
    platform: 'browser',
    // An import that cannot be resolved, such as one of Node's, is an error and not left in the output.
    onLog(_, log) {
      throw new Error(log.message)
    },
  })
  const { output } = await build.generate({ format: 'iife', name: 'proof', minify: false })
  await build.close()
  expect(output).toHaveLength(1)
  return output[0].code
}

describe('the browser build', () => {
  let code = ''
  let browser: typeof node

  beforeAll(async () => {
    code = await bundle()
    const context = createContext({ ...globals })
    runInContext(`${code};globalThis.proof = proof`, context)
    browser = context.proof
  })

  it('exports the same names and needs nothing of Node', () => {
    expect(Object.keys(browser).sort()).toEqual(Object.keys(node).sort())
    expect(/.*(["']node:|\brequire\(|\bprocess\.|\bBuffer\.).*/.exec(code)?.[0]).toBeUndefined()
  })

  it('makes the same receipt and judges it the same', () => {
    const made = [node, browser].map(makeReceipt)
    expect(made[1]).toBe(made[0])
    const [text = ''] = made
    for (const side of [node, browser]) {
      const verifiers = [side.createSigner(ORIGIN, new Uint8Array(32).fill(3))]
      const statusesOf = (source: string) =>
        Object.values(side.verifyReceipt(source, { origin: ORIGIN, verifiers }).verdicts).map(
          verdict => verdict.code ?? verdict.status,
        )
      expect(statusesOf(text)).toEqual(['good', 'good', 'good', 'absent'])
      expect(statusesOf(text.replace('1290', '1291'))).toEqual(['opening-mismatch', 'good', 'good', 'absent'])
      expect(statusesOf(text.replace('"at\\":1', '"at\\":2'))).toEqual([
        'good',
        'proof-mismatch',
        'good',
        'absent',
      ])
    }
  })
})

const ORIGIN = 'yuanwei.local/0123456789abcdef'

function makeReceipt(side: typeof node): string {
  const r = new Uint8Array(32).fill(9)
  const payload = side.canonicalJson({ title: '杯子碎了 😀', amount: 1290 })
  const leaf = side.encodeLeaf({
    v: 1,
    t: 'case.opened',
    at: 1_766_000_000_000,
    s: '0'.repeat(32),
    n: 1,
    a: 'anonymous',
    c: side.toHex(side.commit(r, side.toUtf8(payload))),
  })
  const tree = new side.MerkleTree()
  for (let i = 0; i < 300; i++) tree.appendEntry(i === 137 ? leaf : side.toUtf8(`entry ${i}`))
  const signer = side.createSigner(ORIGIN, new Uint8Array(32).fill(3))
  const checkpoint = side.signHead(
    [signer],
    side.emptyHead(ORIGIN),
    { origin: ORIGIN, size: tree.size, root: tree.root() },
    [],
  )
  const proof = side.formatProof({ index: 137, hashes: tree.proveInclusion(137), checkpoint })
  return side.formatReceipt({ leaf, proof, opening: { r, payload }, timestamps: [] })
}
