import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { pathToFileURL } from 'node:url'

/**
 * Writes a WeFlow export of a given size, the same bytes on every run: megabytes of pictures before the
 * messages, a group of many people, texts with quotes, line ends, emoji and long quotations, system messages, and
 * packed 64-bit types. What it must be read as is known from how it was made, not from our reading of it.
 */

export interface GeneratedFigures {
  readonly sizeBytes: number
  readonly messages: number
  readonly participants: number
  readonly first: string
  readonly last: string
}

const FIRST_S = 1_704_164_645 // 2024-01-02T03:04:05Z
const STEP_S = 7
const PEOPLE = 40

const TEXTS = [
  '好的，收到',
  '这个订单什么时候发货？已经等了五天了😡',
  '亲，您好，非常抱歉给您带来不便，这边马上帮您催一下物流',
  'He said "no refund" — and hung up.\nI want this solved today.',
  '快递单号 SF1234567890123，麻烦查一下\\n谢谢',
  '我要求按照《消费者权益保护法》第二十五条退货退款，商品与描述不符，照片已发。'.repeat(6),
  '\u200e[图片]\t{"not":"json"} ]}',
]

/** The pieces of the file; joined they are about `targetBytes` of UTF-8. */
export function* generateWeflow(
  targetBytes: number,
  figures: (value: GeneratedFigures) => void,
): Generator<string> {
  let sizeBytes = 0
  const piece = (text: string) => {
    sizeBytes += Buffer.byteLength(text)
    return text
  }
  yield piece(head(Math.min(8 * 1024 * 1024, Math.trunc(targetBytes / 10))))
  let count = 0
  while (sizeBytes < targetBytes) {
    let block = ''
    for (let i = 0; i < 200; i += 1) {
      block += `${count === 0 ? '' : ',\n'}${JSON.stringify(record(count), null, 2)}`
      count += 1
    }
    yield piece(block)
  }
  yield piece('\n]}\n')
  const last = new Date((FIRST_S + (count - 1) * STEP_S) * 1000).toISOString().replace('.000Z', 'Z')
  figures({ sizeBytes, messages: count, participants: PEOPLE, first: '2024-01-02T03:04:05Z', last })
}

function head(avatarBytes: number): string {
  const session = { wxid: '1234@chatroom', nickname: '售后群', displayName: '售后群', type: '群聊' }
  const avatar = 'data:image/jpeg;base64,'.concat('/9j/4AAQ'.repeat(Math.trunc(avatarBytes / 8 / PEOPLE)))
  const avatars = Object.fromEntries(Array.from({ length: PEOPLE }, (_, i) => [`wxid_${i}`, avatar]))
  const weflow = { version: '1.0.3', exportedAt: FIRST_S, generator: 'WeFlow' }
  return `{"weflow":${JSON.stringify(weflow)},"session":${JSON.stringify(session)},"avatars":${JSON.stringify(avatars)},"messages":[\n`
}

function record(count: number) {
  const createTime = FIRST_S + count * STEP_S
  const base = {
    localId: count + 1,
    createTime,
    source: '<msgsource></msgsource>',
    platformMessageId: `72057594${String(count).padStart(12, '0')}`,
  }
  // Every thousandth record is a system message; the people take turns, so that all of them have spoken.
  if (count % 1000 === 999) {
    return {
      ...base,
      type: '系统消息',
      localType: 10000,
      content: '你撤回了一条消息',
      isSend: null,
      senderUsername: '1234@chatroom',
    }
  }
  const person = count % PEOPLE
  const isQuote = count % 11 === 10
  return {
    ...base,
    type: isQuote ? '引用消息' : '文本消息',
    localType: isQuote ? 57 * 2 ** 32 + 49 : 1,
    content: TEXTS[count % TEXTS.length],
    isSend: person === 0 ? 1 : 0,
    senderUsername: `wxid_${person}`,
    senderDisplayName: `客户${person}`,
    senderAvatarKey: `wxid_${person}`,
  }
}

/** Writes the file to a path. */
export async function writeWeflow(path: string, targetBytes: number): Promise<GeneratedFigures> {
  const out = createWriteStream(path)
  let figures: GeneratedFigures | null = null
  for (const piece of generateWeflow(targetBytes, value => (figures = value))) {
    if (!out.write(piece)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'close')
  if (figures === null) throw new Error('the generator did not end')
  return figures
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [path = 'weflow.json', megabytes = '300'] = process.argv.slice(2)
  console.log(JSON.stringify(await writeWeflow(path, Number(megabytes) * 1024 * 1024)))
}
