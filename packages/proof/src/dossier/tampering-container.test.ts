import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PHOTO } from '../../test/dossier-case.ts'
import { makeGolden, PHOTO_PATH, PROOF, pack, SEAL, unpack, wrong } from '../../test/tampering.ts'
import {
  central,
  duplicateEntry,
  flip,
  local,
  movedBy,
  set,
  swapEntries,
  withDeflated,
  withExtraField,
  withoutCentral,
} from '../../test/zip-surgery.ts'
import { bytesSource } from './ports.ts'
import { verifyDossier } from './verify-dossier.ts'

const { golden, trust, check } = await makeGolden()

test('the dossier that all of these start from is good', async () => {
  const report = await verifyDossier(bytesSource(golden), trust)
  expect(wrong(report)).toEqual([])
  const good = report.verdicts.filter(({ state }) => state === 'good').map(({ id }) => id)
  expect(good).toEqual(['container', 'bytes', 'logged', 'key', 'custody', 'originals', 'excerpts'])
  expect(await pack(await unpack(golden))).toEqual(golden)
})

/** Changes in the bytes of the container, by someone with a hex editor or another zip program. */
const CONTAINER: [string, (bytes: Buffer) => Uint8Array, string[]][] = [
  [
    'one bit of an original',
    bytes => flip(bytes, bytes.indexOf(PHOTO.subarray(0, 64)) + 100),
    [
      `container: crc_mismatch dossier/${PHOTO_PATH}`,
      `bytes: digest_mismatch ${PHOTO_PATH}`,
      `originals: original_changed ${PHOTO_PATH}`,
    ],
  ],
  ['the last byte cut off', bytes => bytes.subarray(0, -1), ['container: end_record null']],
  ['half of it', bytes => bytes.subarray(0, bytes.length / 2), ['container: end_record null']],
  ['a byte behind the end', bytes => Buffer.concat([bytes, Buffer.of(0)]), ['container: end_record null']],
  [
    'something in front, as in a self-extracting archive',
    bytes => Buffer.concat([Buffer.from('#!/bin/sh\n'), bytes]),
    ['container: end_record null'],
  ],
  [
    'something in front, with the directory moved along',
    bytes => movedBy(bytes, Buffer.from('#!/bin/sh\n')),
    ['container: entry_gap mimetype'],
  ],
  [
    'a comment of the archive',
    bytes => {
      const end = Buffer.from(bytes)
      end.writeUInt16LE(3, end.length - 2)
      return Buffer.concat([end, Buffer.from('hey')])
    },
    ['container: end_record null'],
  ],
  [
    'a changed date in a local header',
    bytes => set(bytes, local(bytes, 1) + 12, 0x5a),
    [`container: local_header ${SEAL}`],
  ],
  [
    'a changed date in the directory',
    bytes => set(bytes, central(bytes, 1) + 14, 0x5a),
    [`container: central_header ${SEAL}`],
  ],
  [
    'another name in the local header than in the directory',
    bytes => set(bytes, local(bytes, 1) + 30, 0x6d),
    [`container: local_header ${SEAL}`],
  ],
  [
    'another CRC in the local header',
    bytes => flip(bytes, local(bytes, 1) + 14),
    [`container: local_header ${SEAL}`],
  ],
  [
    'another size in the local header',
    bytes => flip(bytes, local(bytes, 1) + 22),
    [`container: local_header ${SEAL}`],
  ],
  ['an encryption flag', bytes => flip(bytes, local(bytes, 1) + 6), [`container: local_header ${SEAL}`]],
  [
    'other rights in the directory',
    bytes => flip(bytes, central(bytes, 1) + 40),
    [`container: central_header ${SEAL}`],
  ],
  [
    'two entries of one name in the directory',
    bytes => duplicateEntry(bytes),
    ['container: entry_duplicate mimetype'],
  ],
  ['two swapped local headers', bytes => swapEntries(bytes), [`container: entry_gap ${SEAL}`]],
  ['an extra field', bytes => withExtraField(bytes), ['container: local_header mimetype']],
  ['a deflated entry', bytes => withDeflated(bytes), [`container: central_header ${SEAL}`]],
  [
    'an entry hidden from the directory',
    bytes => withoutCentral(bytes, 1),
    [`container: entry_gap ${PROOF}`],
  ],
]

describe('the container', () => {
  test.each(CONTAINER)('%s', async (_name, change, expected) => {
    expect(await check(new Uint8Array(change(Buffer.from(golden))))).toEqual(expected)
  })

  test('every verdict behind a damaged container is open, never good', async () => {
    const report = await verifyDossier(bytesSource(golden.subarray(0, -1)), trust)
    expect(report.verdicts.slice(1).map(({ state }) => state)).toEqual(Array(9).fill('not_checked'))
  })
})

test('any byte changed anywhere is found, and nothing but a report comes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(golden.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const changed = golden.slice()
      changed[at] = (changed[at] ?? 0) ^ change
      expect(await check(changed)).not.toEqual([])
    }),
    { numRuns: 400 },
  )
})

test('every byte outside of content, changed in turn, is found', async () => {
  const files = await unpack(golden)
  const content = new Uint8Array(golden.length)
  const buffer = Buffer.from(golden)
  for (const bytes of files.values()) {
    if (bytes.length > 0) content.fill(1, buffer.indexOf(bytes), buffer.indexOf(bytes) + bytes.length)
  }
  let tried = 0
  for (let at = 0; at < golden.length; at++) {
    if (content[at] === 1) continue
    const changed = golden.slice()
    changed[at] = (changed[at] ?? 0) ^ 1
    const isFound = await verifyDossier(bytesSource(changed)).then(
      report => report.verdicts[0]?.state === 'bad',
      () => true,
    )
    if (!isFound) expect.fail(`byte ${at} can be changed`)
    tried++
  }
  expect(tried).toBeGreaterThan(1500)
})
