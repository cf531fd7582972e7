import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { FileSet, GivenFile } from './files.ts'
import { repositoryFolder } from './installation.ts'

const corpus = process.env.YUANWEI_CORPUS || join(repositoryFolder, '..', 'shared', 'corpus')

/** Exports and photos that nobody here wrote; null where the corpus is not at hand. */
export function realFiles(): FileSet | null {
  if (!existsSync(join(corpus, 'chat'))) return null
  const read = (path: string): GivenFile => ({
    name: basename(path),
    bytes: readFileSync(join(corpus, path)),
  })
  return {
    chats: [
      // Two entries in the array `messages`.
      { ...read('chat/chatlab-fixtures/weflow.json'), messages: 2 },
      // Nine lines with a date and a sender; the two lines before them name group and object.
      { ...read('chat/qq/export-12h-ampm-group-id32315680995.txt'), messages: 9 },
      // 2,000 lines begin with a time in brackets, as its name has it.
      { ...read('chat/whatstk/chats/whatsapp/lorem-2000.txt'), messages: 2000 },
    ],
    photos: [read('media/images/cat.jpg'), read('media/exif/jpg/Canon_40D.jpg')],
    pdf: { ...read('media/pdfs/attachment.pdf'), pages: 1, words: 'This document contains one attachment' },
    facts: [
      {
        title: 'Mary 回复了很长的一段话',
        kind: 'promise',
        source: { chat: 2, says: ['Reprehenderit id aute consectetur aliquip nostrud culpa'] },
        causes: [],
      },
      {
        title: '真核生物独幕剧入群，随后有人测试',
        kind: 'customer',
        source: { chat: 1, says: ['真核生物独幕剧加入本群', '.r test'] },
        causes: ['Mary 回复了很长的一段话'],
      },
      {
        title: '群里有人打招呼',
        kind: 'event',
        source: { chat: 0, says: ['hello wechat'] },
        causes: ['Mary 回复了很长的一段话', '真核生物独幕剧入群，随后有人测试'],
      },
      {
        title: '照片归入',
        kind: 'evidence',
        source: { file: 'cat.jpg', date: '2026-11-10', time: '11:05:00' },
        causes: ['群里有人打招呼'],
      },
    ],
    // The 1st and the 3rd to 4th message.
    excerpt: {
      chat: 2,
      spans: [
        ['Et labore proident laboris do labore ex.'],
        ['Amet magna officia ullamco pariatur', 'Cillum aute et cupidatat ipsum'],
      ],
      between: 1,
    },
    secret: null,
  }
}
