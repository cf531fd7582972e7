import { describe, expect, test } from 'vitest'
import { makeCase } from '../../test/dossier-case.ts'
import {
  CUSTODY,
  editBytes,
  editText,
  type Files,
  MESSAGES,
  makeGolden,
  PHOTO_PATH,
  PROOF,
  pack,
  rebag,
  resign,
  SEAL,
  unpack,
  withoutLine,
} from '../../test/tampering.ts'

const { golden, check } = await makeGolden()

/** Changes in files, with a container that is canonical again. */
const FILES: [string, (files: Files) => void, string[]][] = [
  [
    'the mimetype',
    files => editText(files, 'mimetype', text => text.replace('asic-e', 'asic-s')),
    ['container: mimetype mimetype'],
  ],
  [
    'a file beside the bag',
    files => files.set('META-INF/extra.txt', new Uint8Array(1)),
    ['container: entry_unexpected META-INF/extra.txt'],
  ],
  [
    'no seal',
    files => files.delete(SEAL),
    [`container: entry_missing ${SEAL}`, `logged: seal_missing ${SEAL}`],
  ],
  [
    'a byte of an original, with a fitting CRC',
    files => editBytes(files, `dossier/${PHOTO_PATH}`),
    [`bytes: digest_mismatch ${PHOTO_PATH}`, `originals: original_changed ${PHOTO_PATH}`],
  ],
  [
    'a tag file',
    files => editText(files, 'dossier/VERIFY.txt', text => `${text}#\n`),
    ['bytes: digest_mismatch VERIFY.txt'],
  ],
  [
    'a digest in the manifest',
    files =>
      editText(files, 'dossier/manifest-sha256.txt', text =>
        text.replace(/^./, sign => (sign === '0' ? '1' : '0')),
      ),
    ['bytes: digest_mismatch data/catalogue.csv', 'bytes: digest_mismatch manifest-sha256.txt'],
  ],
  [
    'a renamed original',
    files => {
      files.set('dossier/data/exhibits/001-x.jpg', files.get(`dossier/${PHOTO_PATH}`) as Uint8Array)
      files.delete(`dossier/${PHOTO_PATH}`)
    },
    [
      'bytes: payload_unlisted data/exhibits/001-x.jpg',
      `bytes: payload_missing ${PHOTO_PATH}`,
      'originals: original_unlisted data/exhibits/001-x.jpg',
      `originals: original_missing ${PHOTO_PATH}`,
    ],
  ],
  [
    'a file too many',
    files => files.set('dossier/data/exhibits/009-x.jpg', new Uint8Array(9)),
    [
      'bytes: payload_unlisted data/exhibits/009-x.jpg',
      'bytes: payload_oxum bag-info.txt',
      'originals: original_unlisted data/exhibits/009-x.jpg',
    ],
  ],
  [
    'a tag file too many',
    files => files.set('dossier/proofs/more.txt', new Uint8Array(9)),
    ['bytes: tag_unlisted proofs/more.txt', 'bytes: file_uncovered proofs/more.txt'],
  ],
  [
    'a missing original',
    files => files.delete(`dossier/${PHOTO_PATH}`),
    [
      'bytes: payload_oxum bag-info.txt',
      `bytes: payload_missing ${PHOTO_PATH}`,
      `originals: original_missing ${PHOTO_PATH}`,
    ],
  ],
  [
    'the seal leaf',
    files => editText(files, SEAL, text => text.replace('\\"n\\":7', '\\"n\\":8')),
    [`logged: seal_not_logged ${PROOF}`, `custody: number_gap ${SEAL}`],
  ],
  [
    'the opening of the seal',
    files => editText(files, SEAL, text => text.replace('\\"streamCount\\":5', '\\"streamCount\\":4')),
    [`logged: seal_opening ${SEAL}`],
  ],
  [
    'a hash of the proof of the seal',
    files => editText(files, PROOF, text => text.replace(/(index \d+\n)./, (_, line) => `${line}/`)),
    [`logged: seal_not_logged ${PROOF}`],
  ],
  [
    'a checkpoint that is cut off',
    files => editText(files, PROOF, text => text.slice(0, -40)),
    [`logged: proof_malformed ${PROOF}`],
  ],
  [
    'a checkpoint of another size',
    files => editText(files, PROOF, text => text.replace(/\n15\n/, '\n16\n')),
    // The same path leads to the same root in a tree of 16: only the signature binds the size.
    [`logged: checkpoint_signature ${PROOF}`],
  ],
  [
    'a signature by another key',
    files => editText(files, PROOF, text => resign(text)),
    [`logged: checkpoint_signature ${PROOF}`],
  ],
  [
    'an entry that came while sealing taken out',
    files => editText(files, SEAL, text => text.replace(/"between":\[.*?\}\]/, '"between":[]')),
    [`custody: number_gap ${SEAL}`],
  ],
  [
    'a consistency proof',
    files =>
      editText(files, SEAL, text =>
        text.replace(/("consistency":\[").(.)/, (_, a, b) => `${a}${b === 'A' ? 'B' : 'A'}${b}`),
      ),
    [`append_only: log_forked ${SEAL}`],
  ],
]

describe('files, in a container that is canonical again', () => {
  test.each(FILES)('%s', async (_name, change, expected) => {
    const files = await unpack(golden)
    change(files)
    expect((await check(await pack(files))).sort()).toEqual([...expected].sort())
  })
})

const OTHER_BAG = 'logged: seal_other_bag dossier/tagmanifest-sha256.txt'

/** Changes with manifests made anew, so that `sha256sum` and every BagIt tool are content. */
const REBAGGED: [string, (files: Files) => void, string[]][] = [
  [
    'an original exchanged',
    files => editBytes(files, `dossier/${PHOTO_PATH}`),
    [OTHER_BAG, `originals: original_changed ${PHOTO_PATH}`],
  ],
  [
    'the opening of an entry',
    files =>
      editText(files, `dossier/${CUSTODY}`, text =>
        text.replace('\\"name\\":\\"阿宁\\"', '\\"name\\":\\"阿平\\"'),
      ),
    [OTHER_BAG, `custody: opening_mismatch ${CUSTODY}:1`],
  ],
  [
    'the opening of the intake with the digest of another file',
    files =>
      editText(files, `dossier/${CUSTODY}`, text =>
        text.replace(/(\\"sha256\\":\\")./, (_, front) => `${front}#`),
      ),
    [OTHER_BAG, `custody: opening_mismatch ${CUSTODY}:2`, `originals: entry_unknown ${PHOTO_PATH}`],
  ],
  [
    'an entry taken out of the middle',
    files => {
      editText(files, `dossier/${CUSTODY}`, text => withoutLine(text, 2))
      editText(files, 'dossier/proofs/proofs.jsonl', text => withoutLine(text, 2))
    },
    [
      OTHER_BAG,
      `custody: number_gap ${CUSTODY}:3`,
      'originals: entry_unknown data/catalogue.csv',
      `custody: entries_missing ${CUSTODY}`,
      `custody: index_disagrees ${CUSTODY}`,
    ],
  ],
  [
    'the last entry taken out',
    files => {
      editText(files, `dossier/${CUSTODY}`, text => withoutLine(text, 4))
      editText(files, 'dossier/proofs/proofs.jsonl', text => withoutLine(text, 4))
    },
    [
      OTHER_BAG,
      `custody: number_gap ${SEAL}`,
      `custody: entries_missing ${CUSTODY}`,
      `custody: index_disagrees ${CUSTODY}`,
    ],
  ],
  [
    'the number of an entry',
    files => editText(files, `dossier/${CUSTODY}`, text => text.replace('\\"n\\":3', '\\"n\\":9')),
    [
      OTHER_BAG,
      `custody: number_gap ${CUSTODY}:3`,
      'custody: proof_of_other proofs/proofs.jsonl',
      `custody: number_gap ${CUSTODY}:4`,
      'originals: entry_unknown data/catalogue.csv',
    ],
  ],
  [
    'a hash of an inclusion proof',
    files =>
      editText(files, 'dossier/proofs/proofs.jsonl', text =>
        text.replace(/("path":\[").(.)/, (_, a, b) => `${a}${b === 'A' ? 'B' : 'A'}${b}`),
      ),
    [OTHER_BAG, `custody: leaf_not_logged ${CUSTODY}:1`],
  ],
  [
    'the text of a message',
    files => editText(files, `dossier/${MESSAGES}`, text => text.replace('杯子裂了', '杯子好的')),
    [
      OTHER_BAG,
      `excerpts: message_not_committed ${MESSAGES}:1`,
      'excerpts: table_disagrees data/conversations/01/messages.csv',
    ],
  ],
  [
    'two messages with swapped positions',
    files =>
      editText(files, `dossier/${MESSAGES}`, text =>
        text
          .replace('"position":5', '"position":#')
          .replace('"position":6', '"position":5')
          .replace('#', '6'),
      ),
    [
      OTHER_BAG,
      `excerpts: message_not_committed ${MESSAGES}:3`,
      `excerpts: message_not_committed ${MESSAGES}:4`,
      'excerpts: table_disagrees data/conversations/01/messages.csv',
    ],
  ],
  [
    'a message taken out, and not counted',
    files => editText(files, `dossier/${MESSAGES}`, text => withoutLine(text, 2)),
    [
      OTHER_BAG,
      `excerpts: count_disagrees ${MESSAGES}`,
      `excerpts: gaps_disagree ${MESSAGES}`,
      'excerpts: table_disagrees data/conversations/01/messages.csv',
    ],
  ],
  [
    'the commitment of a masked message',
    files =>
      editText(files, `dossier/${MESSAGES}`, text =>
        text.replace(/("commitment":")./, (_, front) => `${front}g`),
      ),
    [
      OTHER_BAG,
      `excerpts: record_malformed ${MESSAGES}`,
      `excerpts: count_disagrees ${MESSAGES}`,
      `excerpts: gaps_disagree ${MESSAGES}`,
      'excerpts: table_disagrees data/conversations/01/messages.csv',
    ],
  ],
  [
    'the readable table of messages alone',
    files =>
      editText(files, 'dossier/data/conversations/01/messages.csv', text =>
        text.replace('杯子裂了', '杯子好的'),
      ),
    [OTHER_BAG, 'excerpts: table_disagrees data/conversations/01/messages.csv'],
  ],
  [
    'the catalogue alone',
    files => editText(files, 'dossier/data/catalogue.csv', text => text.replace('到货时', '出厂时')),
    [OTHER_BAG, 'originals: table_disagrees data/catalogue.csv'],
  ],
  [
    'the timeline alone',
    files => editText(files, 'dossier/data/timeline.csv', text => text.replace('裂了', '好的')),
    [OTHER_BAG, 'excerpts: table_disagrees data/timeline.csv'],
  ],
  [
    'the case number in the index',
    files =>
      editText(files, 'dossier/index.json', text =>
        text.replace('"caseNumber":"YW-2026-0001"', '"caseNumber":"YW-2026-0009"'),
      ),
    [OTHER_BAG, 'logged: seal_disagrees dossier/index.json', `originals: entry_disagrees ${PHOTO_PATH}`],
  ],
  [
    'an index that is no index',
    files => editText(files, 'dossier/index.json', () => '{}'),
    [OTHER_BAG, 'bytes: index_malformed index.json'],
  ],
  [
    'another key, so that the signatures are no longer those of the log',
    files =>
      editText(files, 'dossier/policy/log-key.txt', () => `${makeCase({}, 'forger').log.verifierKey}\n`),
    [
      OTHER_BAG,
      `logged: checkpoint_signature ${PROOF}`,
      'logged: checkpoint_signature dossier/proofs/checkpoint',
    ],
  ],
  [
    'an older version of BagIt',
    files => editText(files, 'dossier/bagit.txt', text => text.replace('1.0', '0.97')),
    [OTHER_BAG, 'bytes: version_unknown bagit.txt'],
  ],
]

describe('files, with manifests made anew', () => {
  test.each(REBAGGED)('%s', async (_name, change, expected) => {
    const files = await unpack(golden)
    change(files)
    rebag(files)
    expect((await check(await pack(files))).sort()).toEqual([...expected].sort())
  })
})
