import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { systemPorts } from '../ports.ts'
import { deriveRootKey, type KeyPlace, newKey, openKeyChain, unwrapKey, wrapKey } from './key-ring.ts'

const master = randomBytes(32)
const organisation: KeyPlace = { orgId: 'o1', keyId: 'k1', kind: 'organisation', parentId: null }
const caseFile: KeyPlace = { orgId: 'o1', keyId: 'k2', kind: 'case', parentId: 'k1' }
const artefact: KeyPlace = { orgId: 'o1', keyId: 'k3', kind: 'artefact', parentId: 'k2' }

function makeChain() {
  const [orgKey, caseKey, dataKey] = [newKey(systemPorts), newKey(systemPorts), newKey(systemPorts)]
  const rows = [
    { ...organisation, wrapped: wrapKey(deriveRootKey(master, 'o1'), orgKey, organisation, systemPorts) },
    { ...caseFile, wrapped: wrapKey(orgKey, caseKey, caseFile, systemPorts) },
    { ...artefact, wrapped: wrapKey(caseKey, dataKey, artefact, systemPorts) },
  ] as const
  return { orgKey, caseKey, dataKey, rows }
}

describe('a wrapped key', () => {
  test('opens through the chain, and only with the master key it was made under', () => {
    const { dataKey, rows } = makeChain()
    expect(openKeyChain(master, rows)).toEqual(new Uint8Array(dataKey))
    expect(() => openKeyChain(randomBytes(32), rows)).toThrow('the organisation key does not open')
  })

  test('does not open in another place', () => {
    const { caseKey, rows } = makeChain()
    const wrapped = rows[2].wrapped
    expect(unwrapKey(caseKey, wrapped, artefact)).toHaveLength(32)
    const elsewhere: KeyPlace[] = [
      { ...artefact, orgId: 'o2' },
      { ...artefact, keyId: 'k4' },
      { ...artefact, parentId: 'k1' },
      { ...artefact, kind: 'case' },
    ]
    for (const place of elsewhere) expect(() => unwrapKey(caseKey, wrapped, place)).toThrow('does not open')
  })

  test('does not open after any change of its bytes or length', () => {
    const { caseKey, rows } = makeChain()
    const wrapped = rows[2].wrapped
    expect(wrapped).toHaveLength(61)
    for (let at = 0; at < wrapped.length; at++) {
      const changed = wrapped.slice()
      changed[at] = (changed[at] as number) ^ 0x80
      expect(() => unwrapKey(caseKey, changed, artefact), `byte ${at}`).toThrow('does not open')
    }
    for (const length of [0, 32, 60]) {
      expect(() => unwrapKey(caseKey, wrapped.slice(0, length), artefact)).toThrow('does not open')
    }
  })

  test('differs each time, so that equal keys are not seen to be equal', () => {
    const { caseKey, dataKey } = makeChain()
    expect(wrapKey(caseKey, dataKey, artefact, systemPorts)).not.toEqual(
      wrapKey(caseKey, dataKey, artefact, systemPorts),
    )
  })

  test('of a chain with a foreign, missing or misplaced link does not open', () => {
    const { rows } = makeChain()
    const [first, second, third] = rows
    const foreign = makeChain().rows[1]
    for (const chain of [
      [first, third],
      [first, foreign, third],
      [second, third],
      [first, second, second],
    ]) {
      expect(() => openKeyChain(master, chain)).toThrow('does not open')
    }
    expect(() => openKeyChain(master, [first, { ...second, orgId: 'o2' }, third])).toThrow('the case key')
  })
})

test('root keys differ by organisation', () => {
  expect(deriveRootKey(master, 'o1')).not.toEqual(deriveRootKey(master, 'o2'))
})

test('keys of a wrong length are refused before anything is wrapped', () => {
  expect(() => deriveRootKey(randomBytes(31), 'o1')).toThrow(RangeError)
  expect(() => wrapKey(randomBytes(16), randomBytes(32), caseFile, systemPorts)).toThrow(RangeError)
  expect(() => wrapKey(randomBytes(32), randomBytes(16), caseFile, systemPorts)).toThrow(RangeError)
})
