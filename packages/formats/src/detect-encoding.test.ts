import { describe, expect, it } from 'vitest'
import { encodeLegacy, encodeUtf16 } from '../test/legacy-encode.ts'
import { memorySource } from '../test/sources.ts'
import { detectEncoding } from './detect-encoding.ts'

async function detect(bytes: Uint8Array) {
  const { encoding, guessed } = await detectEncoding(memorySource(bytes), bytes.subarray(0, 256 * 1024))
  return `${encoding}${guessed ? ' guessed' : ''}`
}

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
const utf8 = (text: string) => new TextEncoder().encode(text)

const ZH = '2019-09-23 8:43:38 PM 骰娘(87200175)\n今天的快递什么时候到？我想退货，请尽快处理。\n'
const TW = '2019-09-23 8:43:38 PM 小明(87200175)\n今天的快遞什麼時候到？我想退貨，請儘快處理。\n'

describe('the encoding of a file is told', () => {
  it('by its mark', async () => {
    expect(await detect(utf8('\ufeffabc'))).toBe('utf-8')
    expect(await detect(encodeUtf16('\ufeffabc', 'le'))).toBe('utf-16le')
    expect(await detect(encodeUtf16('\ufeffabc', 'be'))).toBe('utf-16be')
  })

  it('by the structure of UTF-8, without which there is no guess', async () => {
    expect(await detect(utf8(ZH))).toBe('utf-8')
    expect(await detect(utf8('plain ASCII\n'))).toBe('utf-8')
    // The middle dot is valid GBK too (路); valid UTF-8 is UTF-8.
    expect(await detect(utf8('Claude·Shannon: ok\n'))).toBe('utf-8')
    expect(await detect(utf8('ñandú, straße, ça'))).toBe('utf-8')
  })

  it('by zeros for UTF-16 without mark', async () => {
    expect(await detect(encodeUtf16(ZH, 'le'))).toBe('utf-16le guessed')
    expect(await detect(encodeUtf16(ZH, 'be'))).toBe('utf-16be guessed')
  })

  it('by which decoding reads like Chinese', async () => {
    expect(await detect(encodeLegacy(ZH, 'gb18030'))).toBe('gb18030 guessed')
    expect(await detect(encodeLegacy(TW, 'big5'))).toBe('big5 guessed')
    // Short texts: one line, one greeting, one name.
    for (const text of ['消息对象:暗夜', '好的，谢谢', '张三 8:20:27\n收到', '图片']) {
      expect(await detect(encodeLegacy(text, 'gb18030')), text).toBe('gb18030 guessed')
    }
    for (const text of ['下午03:04\tAlice\t你好嗎', '好的，謝謝', '請問什麼時候出貨', '圖片']) {
      expect(await detect(encodeLegacy(text, 'big5')), text).toBe('big5 guessed')
    }
  })

  it('over the whole file where its beginning is ASCII', async () => {
    const ascii = 'x'.repeat(79).concat('\n').repeat(5000)
    expect(await detect(Uint8Array.from([...utf8(ascii), ...encodeLegacy(ZH, 'gb18030')]))).toBe(
      'gb18030 guessed',
    )
    expect(await detect(utf8(ascii + ZH))).toBe('utf-8')
  })

  it('as UTF-8 although some bytes are damaged, or its last character is cut', async () => {
    const damaged = utf8(ZH.repeat(3))
    damaged[60] = 0xff
    expect(await detect(damaged)).toBe('utf-8')
    expect(await detect(utf8(ZH).subarray(0, -3))).toBe('utf-8')
    expect(await detect(Uint8Array.from([...utf8('Anna: it'), 0x92, ...utf8('s fine. '.repeat(20))]))).toBe(
      'utf-8 guessed',
    )
  })

  it('as no text where it is binary', async () => {
    expect(await detect(bytesOf('89504e470d0a1a0a0000000d49484452000000010000'))).toBe('null')
  })
})

describe('encodings that are not read are refused by name', () => {
  // The same two lines through glibc's iconv (EUC-TW, ISO-2022-CN) and Python's codec (HZ).
  const refused = {
    encoding_euctw:
      '323032342d30312d30322030333a30343a303520c4d1cdfc0ac4f4c5b2cefbcab8ebc4c4efebfbd5ebd4b7ccafa1a9cabce3f7d8cdddcca1a2eef9f0b1cab8dda8dca1a1a40a',
    encoding_hz:
      '323032342d30312d30322030333a30343a3035207e7b502143777e7d0a7e7b3d714c6c35443f6c355d4a3243344a313a72353d233f4e524f6b4d4b3b75232c476b3e213f6c3426406d21237e7d0a',
    encoding_iso2022cn:
      '323032342d30312d30322030333a30343a3035201b2429410e502143770f0a1b2429410e3d714c6c35443f6c355d4a3243344a313a72353d233f4e524f6b4d4b3b75232c476b3e213f6c3426406d21230f0a',
  }
  for (const [code, hex] of Object.entries(refused)) {
    it(code, async () => {
      await expect(detect(bytesOf(hex))).rejects.toMatchObject({ name: 'FormatError', code })
    })
  }

  it('but not where ASCII only looks like them', async () => {
    expect(await detect(utf8('sh -c ~{a,b}~} and ~{tilde}~ braces\n'))).toBe('utf-8')
  })

  it('UTF-32, whose mark begins like that of UTF-16', async () => {
    await expect(detect(bytesOf('fffe00006100000062000000'))).rejects.toMatchObject({
      code: 'encoding_unknown',
    })
  })
})
