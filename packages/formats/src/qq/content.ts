import type { MessageKind } from '../types.ts'

/** Texts that QQ's exports put in place of something that is no text; only the whole text counts. */
const PLACEHOLDERS: ReadonlyMap<string, MessageKind> = new Map<string, MessageKind>([
  ['[图片]', 'image'],
  ['[动画表情]', 'sticker'],
  ['[表情]', 'sticker'],
  ['[大表情]', 'sticker'],
  ['[原创表情]', 'sticker'],
  ['[语音]', 'voice'],
  ['[视频]', 'video'],
  ['[短视频]', 'video'],
  ['[文件]', 'file'],
  ['[位置]', 'location'],
  ['[地理位置]', 'location'],
  ['[链接]', 'link'],
  ['[卡片消息]', 'link'],
  ['[红包]', 'red_packet'],
  ['[QQ红包]', 'red_packet'],
  ['[转账]', 'transfer'],
  ['[戳一戳]', 'poke'],
  ['[拍一拍]', 'poke'],
  ['[窗口抖动]', 'poke'],
  ['[语音通话]', 'call'],
  ['[视频通话]', 'call'],
  ['[分享]', 'share'],
  ['[音乐]', 'share'],
  ['[小程序]', 'share'],
  ['[聊天记录]', 'forward'],
  ['[转发]', 'forward'],
  ['[名片]', 'contact'],
  ['[撤回]', 'recall'],
])

/** The kind of a message by its whole text. */
export function contentKind(text: string): MessageKind {
  return PLACEHOLDERS.get(text.trim()) ?? 'text'
}

const RECALL = /^.{1,80}撤回了一条(?:成员)?消息(?:\s*重新编辑)?[。，]?$/

/** What QQ itself writes into a chat window, as whole lines. */
const NOTICES: readonly RegExp[] = [
  RECALL,
  /^你和.{1,80}有\d{1,6}个共同好友，点击添加好友。?$/,
  /^.{1,80}(?:加入了?本群|加入了?群聊|加入本群)[。.]?(?:.{0,40}点击.{0,20})?$/,
  /^.{1,80}(?:退出|离开)了?(?:本群|群聊)[。.]?$/,
  /^.{1,80}(?:被.{1,80})?移出了?(?:本群|群聊)[。.]?$/,
  /^.{1,80}(?:开启|关闭|取消)了?全员禁言[。.]?$/,
  /^.{1,80}被.{1,80}(?:禁言|解除禁言).{0,40}$/,
  /^.{1,80}(?:将群名称?修改为|修改群名称?为|修改了群名片).{0,80}$/,
  /^.{1,80}成为(?:新的?)?(?:管理员|群主)[。.]?$/,
  /^.{1,40}(?:拍了拍|戳了戳).{1,60}$/,
]

/** Whether a whole line is a notice of QQ itself. */
export function isNotice(line: string): boolean {
  return line.length <= 300 && NOTICES.some(notice => notice.test(line.trim()))
}

/** The kind of something that QQ itself wrote. */
export function noticeKind(text: string): 'recall' | 'system' {
  return text.length <= 300 && RECALL.test(text.trim()) ? 'recall' : 'system'
}
