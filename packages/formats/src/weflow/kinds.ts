import { asInteger } from '../json/fields.ts'
import type { JsonValue } from '../json/parse.ts'
import type { MessageKind } from '../types.ts'

/** The words of WeFlow, EchoTrace and CipherTalk for their types. */
const BY_WORD: ReadonlyMap<string, MessageKind> = new Map([
  ['文本消息', 'text'],
  ['图片消息', 'image'],
  ['语音消息', 'voice'],
  ['视频消息', 'video'],
  ['文件消息', 'file'],
  ['动画表情', 'sticker'],
  ['表情消息', 'sticker'],
  ['名片消息', 'contact'],
  ['卡片式链接', 'link'],
  ['链接消息', 'link'],
  ['图文消息', 'link'],
  ['位置消息', 'location'],
  ['红包卡片', 'red_packet'],
  ['红包消息', 'red_packet'],
  ['转账卡片', 'transfer'],
  ['转账消息', 'transfer'],
  ['小程序分享', 'share'],
  ['小程序', 'share'],
  ['音乐分享', 'share'],
  ['引用消息', 'reply'],
  ['聊天记录合并转发', 'forward'],
  ['通话消息', 'call'],
  ['语音通话', 'call'],
  ['视频通话', 'call'],
  ['拍一拍', 'poke'],
  ['撤回消息', 'recall'],
  ['系统消息', 'system'],
])

/** WeChat's own type numbers. */
const BY_TYPE: ReadonlyMap<bigint, MessageKind> = new Map([
  [1n, 'text'],
  [3n, 'image'],
  [34n, 'voice'],
  [42n, 'contact'],
  [43n, 'video'],
  [47n, 'sticker'],
  [48n, 'location'],
  [50n, 'call'],
  [62n, 'video'],
  [66n, 'contact'],
  // CipherTalk writes the subtype of an app message in place of the type.
  [2000n, 'transfer'],
  [2001n, 'red_packet'],
  [10000n, 'system'],
  [10002n, 'system'],
])

/** Subtypes of type 49, the "app message". */
const BY_APP_SUBTYPE: ReadonlyMap<bigint, MessageKind> = new Map([
  [1n, 'text'],
  [3n, 'share'],
  [4n, 'link'],
  [5n, 'link'],
  [6n, 'file'],
  [8n, 'sticker'],
  [17n, 'location'],
  [19n, 'forward'],
  [24n, 'forward'],
  [33n, 'share'],
  [36n, 'share'],
  [51n, 'share'],
  [57n, 'reply'],
  [62n, 'poke'],
  [74n, 'file'],
  [87n, 'system'],
  [2000n, 'transfer'],
  [2001n, 'red_packet'],
  [2003n, 'red_packet'],
])

/**
 * The kind of a message by its Chinese type word, else by `localType`, which packs two numbers into 64 bits:
 * `(subtype << 32) | type`. Read with exact integers: the arithmetic of 32 bits would lose the subtype.
 */
export function wechatKind(type: JsonValue | undefined, localType: JsonValue | undefined): MessageKind {
  const byWord = typeof type === 'string' ? BY_WORD.get(type.trim()) : undefined
  const packed = asInteger(localType) ?? asInteger(type) ?? numberOfUnknown(type)
  const byNumber = packed === null || packed < 0n ? undefined : kindOfPacked(packed)
  return byWord ?? byNumber ?? 'other'
}

function kindOfPacked(packed: bigint): MessageKind | undefined {
  const type = packed & 0xffff_ffffn
  const subtype = packed >> 32n
  return type === 49n ? BY_APP_SUBTYPE.get(subtype) : BY_TYPE.get(type)
}

/** `未知类型(88)` names the number. */
function numberOfUnknown(type: JsonValue | undefined): bigint | null {
  const match = typeof type === 'string' ? /^未知(?:类型|消息)?[（(](\d{1,19})[）)]$/.exec(type.trim()) : null
  return match?.[1] === undefined ? null : BigInt(match[1])
}
