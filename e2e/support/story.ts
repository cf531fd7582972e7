import type { Browser } from 'playwright-core'
import { drawFiles } from './art.ts'
import type { FileSet, GivenChat } from './files.ts'
import { STORY_EN } from './story-en.ts'
import { STORY_ZH } from './story-zh.ts'
import type { Language } from './words.ts'

/** The cup that came cracked, told in one language: three chats, a photo of each side and the firing record. */
export interface Story {
  readonly group: string
  readonly seller: string
  readonly customer: string
  /** `MM-DD HH:MM:SS` of November 2026 on the clock of Shanghai, whether the shop says it, and what is said. */
  readonly weflow: readonly (readonly [when: string, fromShop: boolean, text: string])[]
  readonly qqGroup: string
  readonly qq: readonly (readonly [when: string, sender: string, text: string])[]
  readonly whatsappName: string
  readonly whatsappNotice: string
  readonly whatsapp: readonly (readonly [when: string, sender: string, text: string])[]
  /** Lines for a long conversation: each day one, in turn. */
  readonly daily: readonly (readonly [sender: string, text: string])[]
  readonly photoNames: readonly [string, string]
  readonly pdfName: string
  readonly pdf: readonly { readonly title: string; readonly lines: readonly string[] }[]
  readonly facts: FileSet['facts']
}

/** Long enough to be scrolled: three quarters of a year of daily talk before the story begins. */
const DAILY_LINES = 260
export const STORY_PHONE = '13912345678'

const instantSeconds = (when: string): number =>
  Date.parse(`2026-${when.slice(0, 5)}T${when.slice(6)}+08:00`) / 1000

function weflowFile(story: Story): GivenChat {
  const messages = story.weflow.map(([when, fromShop, text], index) => ({
    localId: index + 1,
    createTime: instantSeconds(when),
    formattedTime: `2026-${when}`,
    type: text === '[图片]' ? '图片消息' : '文本消息',
    localType: text === '[图片]' ? 3 : 1,
    content: text,
    isSend: fromShop ? 1 : 0,
    senderUsername: fromShop ? 'wxid_shanyuyao' : 'wxid_lin',
    senderDisplayName: fromShop ? story.seller : story.customer,
    source: '',
  }))
  const session = {
    wxid: 'wxid_lin',
    nickname: story.group,
    remark: '',
    displayName: story.group,
    type: '私聊',
  }
  const last = messages.at(-1)?.createTime ?? 0
  const file = {
    weflow: { version: '1.0.0', exportedAt: last + 600 },
    session: { ...session, lastTimestamp: last, messageCount: messages.length },
    avatars: {},
    messages,
  }
  const bytes = Buffer.from(JSON.stringify(file, null, 2))
  return { name: `${story.group}.json`, bytes, messages: messages.length }
}

function qqFile(story: Story): GivenChat {
  const ids = [...new Set(story.qq.map(([, sender]) => sender))]
  const head = ['消息记录（此消息记录为文本格式，不支持重新导入）', '', `消息对象:${story.qqGroup}`, '']
  const lines = story.qq.flatMap(([when, sender, text]) => [
    `2026-${when} ${sender}(${20_000 + ids.indexOf(sender)})`,
    text,
    '',
  ])
  const bytes = Buffer.from(`\uFEFF${[...head, ...lines].join('\r\n')}`)
  return { name: `${story.qqGroup}.txt`, bytes, messages: story.qq.length }
}

function whatsappFile(story: Story): GivenChat {
  const first = Date.UTC(2026, 1, 1, 9, 30)
  const daily = Array.from({ length: DAILY_LINES }, (_, day): string => {
    const when = new Date(first + day * 86_400_000 + day * 7000).toISOString()
    const [sender, text] = story.daily[day % story.daily.length] ?? ['', '']
    return `[${when.slice(0, 10).replaceAll('-', '/')} ${when.slice(11, 19)}] ${sender}: ${text}`
  })
  const told = story.whatsapp.map(
    ([when, sender, text]) => `[2026/${when.replace('-', '/')}] ${sender}: ${text}`,
  )
  const notice = `[2026/01/31 20:00:00] ${story.whatsappName}: \u200E${story.whatsappNotice}`
  const lines = [notice, ...daily, ...told]
  const bytes = Buffer.from(`${lines.join('\n')}\n`)
  return { name: `WhatsApp ${story.whatsappName}.txt`, bytes, messages: lines.length }
}

/** The files of the story, its photos and its document drawn by the browser that the journey drives. */
export async function storyFiles(language: Language, browser: Browser): Promise<FileSet> {
  const story = language === 'en' ? STORY_EN : STORY_ZH
  const { photos, pdf } = await drawFiles(browser, story)
  return {
    chats: [weflowFile(story), qqFile(story), whatsappFile(story)],
    photos,
    pdf: { ...pdf, pages: story.pdf.length, words: story.pdf[0]?.lines[0] ?? '' },
    facts: story.facts,
    excerpt: {
      chat: 0,
      // The first four messages and the two of the promise; one stands between.
      spans: [
        [story.weflow[0]?.[2] ?? '', story.weflow[3]?.[2] ?? ''],
        [story.weflow[5]?.[2] ?? '', story.weflow[6]?.[2] ?? ''],
      ],
      between: 1,
    },
    secret: STORY_PHONE,
  }
}
