import { existsSync } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sniffMediaType } from './sniff.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const sniff = (text: string) => sniffMediaType(Buffer.from(text)).mediaType

function zip(...members: readonly (readonly [string, string])[]): Buffer {
  return Buffer.concat(
    members.map(([name, content]) => {
      const header = Buffer.alloc(30)
      header.write('PK\x03\x04', 'latin1')
      header.writeUInt32LE(content.length, 18)
      header.writeUInt16LE(name.length, 26)
      return Buffer.concat([header, Buffer.from(name), Buffer.from(content)])
    }),
  )
}

describe('binary files are told by their first bytes', () => {
  // Signatures as the specifications of the formats give them.
  const beginnings: readonly (readonly [string, Buffer])[] = [
    ['image/png', latin1('\x89PNG\r\n\x1a\n\0\0\0\rIHDR')],
    ['image/jpeg', latin1('\xff\xd8\xff\xe0\0\x10JFIF\0')],
    ['image/gif', latin1('GIF89a\x01\0\x01\0')],
    ['image/webp', latin1('RIFF\x24\0\0\0WEBPVP8 ')],
    ['image/bmp', latin1(`BM\x46\0\0\0\0\0\0\0\x36\0\0\0${'\x28\0\0\0'}`)],
    ['image/tiff', latin1('II*\0\x08\0\0\0')],
    ['image/tiff', latin1('MM\0*\0\0\0\x08')],
    ['image/heic', latin1('\0\0\0\x18ftypheic\0\0\0\0mif1heic')],
    ['image/heif', latin1('\0\0\0\x18ftypmif1\0\0\0\0mif1heic')],
    ['application/pdf', latin1('%PDF-1.7\n%\xe2\xe3\xcf\xd3')],
    ['video/mp4', latin1('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41')],
    ['video/quicktime', latin1('\0\0\0\x14ftypqt  \0\0\0\0qt  ')],
    ['audio/mp4', latin1('\0\0\0\x1cftypM4A \0\0\0\0')],
    ['audio/mpeg', latin1('ID3\x03\0\0\0\0\0\x21')],
    ['audio/mpeg', latin1('\xff\xfb\x90\x64\0\0')],
    ['audio/wav', latin1('RIFF\x24\0\0\0WAVEfmt ')],
    ['audio/ogg', latin1('OggS\0\x02')],
    ['audio/amr', latin1('#!AMR\n\x3c')],
    ['audio/silk', latin1('\x02#!SILK_V3')],
    ['audio/silk', latin1('#!SILK_V3\x0c')],
    ['application/x-ole-storage', latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0')],
    ['application/octet-stream', latin1('\0\x01\x02\x03')],
    ['application/octet-stream', Buffer.alloc(0)],
  ]
  test.each(beginnings)('%s', (mediaType, head) => {
    expect(sniffMediaType(head).mediaType).toBe(mediaType)
  })

  test('zip containers by their members', () => {
    const office = ['[Content_Types].xml', '<Types/>'] as const
    const type = (...members: readonly (readonly [string, string])[]) =>
      sniffMediaType(zip(...members)).mediaType
    expect(type(office, ['word/document.xml', ''])).toMatch(/wordprocessingml\.document$/)
    expect(type(office, ['xl/workbook.xml', ''])).toMatch(/spreadsheetml\.sheet$/)
    expect(type(office, ['ppt/presentation.xml', ''])).toMatch(/presentationml\.presentation$/)
    expect(type(['mimetype', 'application/vnd.etsi.asic-e+zip'], ['a', ''])).toBe(
      'application/vnd.etsi.asic-e+zip',
    )
    expect(type(['word/notes.txt', 'x'])).toBe('application/zip')
    expect(type(['mimetype', 'text/html'])).toBe('application/zip')
    expect(sniffMediaType(latin1(`PK\x05\x06${'\0'.repeat(18)}`)).mediaType).toBe('application/zip')
  })
})

describe('text', () => {
  test('is told from markup, JSON and mail', () => {
    expect(sniff('你好，货到了吗？')).toBe('text/plain')
    expect(sniff('\uFEFF2024-01-01 12:00:00 小王\n在吗')).toBe('text/plain')
    expect(sniff('[2024-01-01 12:00] 小王: 在吗')).toBe('text/plain')
    expect(sniff('[12/31/23, 9:41:07 AM] Ann: hi')).toBe('text/plain')
    expect(sniff('{"session":{"wxid":"x"}}')).toBe('application/json')
    expect(sniff('\uFEFF [ {"a":1} ]')).toBe('application/json')
    expect(sniff('From: a@b.cn\r\nSubject: =?utf-8?B?5oqV6K+J?=\r\n\r\nx')).toBe('message/rfc822')
    expect(sniff('From: the shop, with love')).toBe('text/plain')
  })

  test('in UTF-16 and GB 18030 is text', () => {
    expect(sniffMediaType(Buffer.from('\uFEFF你好', 'utf16le')).mediaType).toBe('text/plain')
    // 你好 in GB 18030.
    expect(sniffMediaType(latin1('\xc4\xe3\xba\xc3\r\n')).mediaType).toBe('text/plain')
  })

  test('that a browser could run is never shown inline', () => {
    const active = [
      '<!DOCTYPE html><p>hi',
      '<html><script>alert(1)</script>',
      '  \n<!-- x --><body onload=alert(1)>',
      '<script>alert(1)</script>',
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      '<?xml version="1.0"?><!-- a --><!DOCTYPE svg><svg onload="alert(1)">',
      '<?xml version="1.0"?><x:html xmlns:x="http://www.w3.org/1999/xhtml"><x:script/>',
      '<?xml version="1.0"?><a/>',
      '<img src=x onerror=alert(1)>',
      '<a href="javascript:alert(1)">x</a>',
    ]
    for (const text of active) {
      expect(sniffMediaType(Buffer.from(text)).inline, text).toBe(false)
      expect(sniff(text), text).not.toBe('text/plain')
    }
  })

  test('made to be slow is not', () => {
    const started = performance.now()
    for (const part of ['<!-- ', '<?xml ', '<!--x--> ', '<!doctype a> ', 'X-A: b\r\n', ' ', '{"']) {
      sniff(part.repeat(Math.floor(65_536 / part.length)))
      sniff(`<?xml?>${part.repeat(Math.floor(65_000 / part.length))}`)
    }
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test('cut inside a character is still text', () => {
    const head = Buffer.from('证据目录'.repeat(6000)).subarray(0, 65_536)
    expect(head.length % 3).not.toBe(0)
    expect(sniffMediaType(head).mediaType).toBe('text/plain')
  })
})

test('whatever the bytes, there is an answer, and only types of the list are inline', () => {
  const inline = /^(image\/(png|jpeg|gif|webp|bmp|avif)|application\/pdf|audio\/\w+|video\/mp4|text\/plain)$/
  const beginning = fc.constantFrom(
    '',
    'PK\x03\x04',
    'RIFF',
    '\0\0\0\x18ftyp',
    '<?xml',
    '<',
    '{',
    'BM',
    '\xff\xfb',
  )
  fc.assert(
    fc.property(beginning, fc.uint8Array({ maxLength: 300 }), (start, rest) => {
      const { mediaType, inline: isInline } = sniffMediaType(Buffer.concat([latin1(start), rest]))
      expect(mediaType).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/)
      if (isInline) expect(mediaType).toMatch(inline)
    }),
    { numRuns: 2000 },
  )
})

describe('the corpus', () => {
  const corpus = process.env.YUANWEI_CORPUS ?? join(import.meta.dirname, '../../../../../../shared/corpus')
  const expected: Readonly<Record<string, string>> = {
    '.png': 'image/png',
    '.jpg': 'image/jpeg',
    '.jpeg': 'image/jpeg',
    '.gif': 'image/gif',
    '.webp': 'image/webp',
    '.pdf': 'application/pdf',
    '.wav': 'audio/wav',
    '.mp3': 'audio/mpeg',
    '.json': 'application/json',
    '.eml': 'message/rfc822',
    '.zip': 'application/zip',
    '.html': 'text/html',
  }

  // Names that say something else than the content, each looked at by hand.
  const misnamed: Readonly<Record<string, string>> = {
    'rfc2822/example13.eml': 'a line of two underscores between the fields',
    'plain_emails/raw_email_incorrect_header.eml': 'a field name with a space in it',
    'error_emails/bad_encoded_subject.eml': 'one field only',
    'error_emails/multiple_references_with_one_invalid.eml': 'a field that goes on in the first column',
    'attach/fake.png': 'the words "Not really a PNG"',
  }

  test.skipIf(!existsSync(corpus))('is told as its names say', async () => {
    const wrong: string[] = []
    let count = 0
    for (const folder of ['media', 'chat', 'email']) {
      for (const entry of await readdir(join(corpus, folder), { recursive: true, withFileTypes: true })) {
        const ending = /\.\w+$/.exec(entry.name)?.[0].toLowerCase() ?? ''
        const mediaType = expected[ending]
        if (!entry.isFile() || mediaType === undefined) continue
        count++
        const found = sniffMediaType(await headOf(join(entry.parentPath, entry.name))).mediaType
        const place = `${basename(entry.parentPath)}/${entry.name}`
        if (place in misnamed) expect(found, place).toBe('text/plain')
        else if (found !== mediaType) wrong.push(`${place}: ${found}`)
      }
    }
    console.log(`sniffed ${count} files of the corpus`)
    expect(count).toBeGreaterThan(20)
    expect(wrong).toEqual([])
  })
})

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(65_536) })
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
