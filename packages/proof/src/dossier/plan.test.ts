import { describe, expect, test } from 'vitest'
import { CHAT, collectContainer, makeCase, makeDossier, sealPlan, seedOf } from '../../test/dossier-case.ts'
import { unpack } from '../../test/tampering.ts'
import { itemOpening, sha256, toBase64, toHex, toUtf8 } from '../index.ts'
import { parseIndex } from './index-file.ts'
import type { DossierParts, MessagePart } from './parts.ts'
import { planDossier } from './plan.ts'
import { bytesSource } from './ports.ts'
import { verifyDossier } from './verify-dossier.ts'
import { dossierSizeBytes, writeDossier } from './write.ts'

const text = (bytes: Uint8Array | undefined) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)

describe('a masked dossier', () => {
  test('holds nothing that leads back to what was masked', async () => {
    const { parts } = makeCase()
    const all = text(await makeDossier(makeCase()))
    const messages = parts.conversations.flatMap(part => [...(part.messages() as Iterable<MessagePart>)])
    // Positions 2 (a phone number) and 8 (a bank card) are masked; the other three are open.
    const hidden = messages.filter(({ position }) => [2, 8].includes(position))
    expect(hidden).toHaveLength(2)
    const secrets = [
      '13812342046',
      '138 1234 2046',
      '1234 2046',
      '6222 0212',
      '3456 7890',
      toHex(sha256(CHAT)),
      toBase64(sha256(CHAT)),
      toHex(seedOf('import')),
      ...hidden.flatMap(({ r, message }) => [
        toHex(r),
        toBase64(r),
        toHex(sha256(toUtf8(message))),
        toBase64(sha256(toUtf8(message))),
      ]),
    ]
    for (const secret of secrets) expect([secret, all.includes(secret)]).toEqual([secret, false])
    for (const { r, position } of messages) {
      expect([position, all.includes(toHex(r))]).toEqual([position, ![2, 8].includes(position)])
      expect(r).toEqual(itemOpening('message', seedOf('import'), position))
    }
  })

  test('hides the entries that name a number, or the digest of a text that was left out', async () => {
    const files = await unpack(await makeDossier(makeCase()))
    const lines = text(files.get('dossier/data/custody.jsonl')).trim().split('\n')
    const opened = lines.map(line => {
      const { leaf, opening } = JSON.parse(line)
      return `${JSON.parse(leaf).t} ${opening === null ? 'hidden' : 'open'}`
    })
    expect(opened).toEqual([
      'case.opened open',
      'exhibit.added open',
      'exhibit.added hidden',
      'conversation.imported open',
      'fact.added hidden',
    ])
  })

  test('leaves text originals out and says so, with their place in the catalogue', async () => {
    const files = await unpack(await makeDossier(makeCase()))
    const index = parseIndex(files.get('dossier/index.json') as Uint8Array)
    expect(
      index?.exhibits.map(({ path, leftOut, sha256: digest }) => [path, leftOut, digest === null]),
    ).toEqual([
      ['data/exhibits/001-裂纹_照片.jpg', null, false],
      [null, 'masked_text', true],
    ])
    expect(index?.conversations[0]).toMatchObject({
      title: '顾客 138****2046',
      chosen: 5,
      masked: 2,
      messages: 12,
    })
    expect(index?.conversations[0]?.imports[0]?.gaps).toEqual([
      { from: 0, count: 1 },
      { from: 3, count: 2 },
      { from: 7, count: 1 },
      { from: 9, count: 3 },
    ])
  })

  test('an SVG is text; a picture and a PDF are not', async () => {
    const leftOut = async (mediaType: string) => {
      const { parts } = makeCase()
      const [photo] = parts.exhibits
      const plan = await planDossier({ ...parts, exhibits: [{ ...photo, mediaType } as never] })
      return plan.counts.originals === 0
    }
    expect(await leftOut('image/svg+xml')).toBe(true)
    expect(await leftOut('application/json')).toBe(true)
    expect(await leftOut('application/zip')).toBe(true)
    expect(await leftOut('image/png')).toBe(false)
    expect(await leftOut('application/pdf')).toBe(false)
  })
})

test('an open dossier shows all of it and proves all of it', async () => {
  const testCase = makeCase({ masked: false })
  const container = await makeDossier(testCase)
  const report = await verifyDossier(bytesSource(container))
  expect(report.good).toBe(true)
  expect(Object.fromEntries(report.verdicts.map(({ id, facts }) => [id, facts]))).toMatchObject({
    custody: { count: 5, hidden: 0, between: 1 },
    originals: { originals: 2, leftOut: 0 },
    excerpts: { messages: 5, masked: 0, leftOut: 7 },
  })
  expect(report.limits).not.toContain('masked_text')
  expect(text(container)).toContain('138 1234 2046')
})

describe('tables for people', () => {
  test('messages: gaps as rows, formulas as text, the mark that this is no screenshot', async () => {
    const files = await unpack(await makeDossier(makeCase()))
    const rows = text(files.get('dossier/data/conversations/01/messages.csv')).split('\r\n')
    expect(rows[0]).toContain('\ufeff对话序号,')
    expect(rows[0]).toContain('据导入文件重排，非截图')
    expect(rows.slice(1)).toEqual([
      ',,,,,,（此处省略 1 条）,,',
      '2,2,2,2026-11-06T11:47:01.000Z,客服,文字,杯子裂了,可编辑的导出,原文可核',
      '3,2,3,2026-11-06T11:47:02.000Z,顾客,文字,我的电话 138 **** 2046,可编辑的导出,位置可核，号码已遮',
      ',,,,,,（此处省略 2 条）,,',
      '6,2,6,2026-11-06T11:47:05.000Z,客服,文字,直播说裂一补三,可编辑的导出,原文可核',
      "7,2,7,2026-11-06T11:47:06.000Z,顾客,文字,'=cmd|calc,可编辑的导出,原文可核",
      ',,,,,,（此处省略 1 条）,,',
      '9,2,9,2026-11-06T11:47:08.000Z,顾客,文字,卡号 6222 **** **** ***0 123,可编辑的导出,位置可核，号码已遮',
      ',,,,,,（此处省略 3 条）,,',
      '',
    ])
  })

  test('English headings where the dossier is English', async () => {
    const files = await unpack(await makeDossier(makeCase({ language: 'en' })))
    expect(text(files.get('dossier/data/catalogue.csv'))).toContain('\ufeffNo.,Exhibit,Source,')
    expect(text(files.get('dossier/data/timeline.csv'))).toContain('"conversation 1, message 2; exhibit 1"')
  })
})

test('the size is known beforehand, and the same parts give the same bytes', async () => {
  const build = async () => {
    const { log, parts } = makeCase()
    const plan = await planDossier(parts)
    const seal = sealPlan(log, plan)
    const sizeBytes = await dossierSizeBytes(plan, seal)
    return { sizeBytes, container: await collectContainer(sink => writeDossier(plan, seal, sink)) }
  }
  const [first, second] = [await build(), await build()]
  expect(first.container.length).toBe(first.sizeBytes)
  expect(Buffer.from(first.container).equals(second.container)).toBe(true)
})

describe('parts that would not verify are refused before anything is sealed', () => {
  const refused: [string, (parts: DossierParts) => Partial<DossierParts>][] = [
    [
      'a gap in the custody',
      parts => ({ custody: () => [...(parts.custody() as [])].filter((_, i) => i !== 1) }),
    ],
    ['no custody', () => ({ custody: () => [] })],
    [
      'an opening of another entry',
      parts => ({
        custody: () => {
          const [first, second, ...rest] = [...(parts.custody() as never[])] as { opening: unknown }[]
          return [{ ...first, opening: second?.opening }, second, ...rest] as never
        },
      }),
    ],
    [
      'a checkpoint of another key',
      () => ({ log: { ...makeCase({}, 'x').parts.log, verifierKey: makeCase().log.verifierKey } }),
    ],
    [
      'an original that is not what was taken in',
      parts => ({ exhibits: parts.exhibits.map(part => ({ ...part, content: () => [Uint8Array.of(1)] })) }),
    ],
    ['two exhibits of one number', parts => ({ exhibits: [...parts.exhibits, ...parts.exhibits] })],
    [
      'messages out of order',
      parts => ({
        conversations: parts.conversations.map(part => ({
          ...part,
          messages: () => [...(part.messages() as Iterable<MessagePart>)].reverse(),
        })),
      }),
    ],
    [
      'a message with another text than was imported',
      parts => ({
        conversations: parts.conversations.map(part => ({
          ...part,
          messages: () =>
            [...(part.messages() as Iterable<MessagePart>)].map(message => ({
              ...message,
              message: message.message.replace('杯子', '盘子'),
            })),
        })),
      }),
    ],
    [
      'an import that the custody does not know',
      parts => ({
        conversations: parts.conversations.map(part => ({
          ...part,
          imports: part.imports.map(each => ({ ...each, entry: 1 })),
        })),
      }),
    ],
  ]
  test.each(refused)('%s', async (_name, change) => {
    const { parts } = makeCase()
    await expect(planDossier({ ...parts, ...change(parts) })).rejects.toThrow()
    await expect(planDossier(parts)).resolves.toBeDefined()
  })
})
