/**
 * Characters that make up most of running Chinese text, simplified and traditional, and those of chat exports.
 * Text decoded by the wrong encoding hits them by chance only (a few per cent); by the right one, mostly.
 */
const COMMON =
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运' +
  '這個們來國說時會對們於過發後裡樣經麼學當沒動還進開從實軍無與長機關點業將兩間問種員應戰頭體現見請給讓話謝訊紀錄聯絡對象記錄儲存週與聊早安午晚今明昨媽爸嗎嗯哈哦啊呀吧呢喔哪誰怎哥姐弟妹買賣錢價貨單訂退換款圖貼檔視頻語影音電腦網頁連結醫難' +
  '吗嗯哈哦啊呀吧呢谁怎哥姐弟妹爸妈买卖钱价货单订退换款图片贴档视频语音影电脑网页连结消息记录聊天群组成员昵称发送时间内容类型表情撤回系统文件红包转账微信链接位置名片引用动画收到谢请等快递商店客服质量问题投诉赔偿订单号码地址付支宝店主您亲忙帮知晓怎明昨周星期早晚午饭吃喝喜欢爱朋友照笑哭累睡觉班课习考试车票房租费元块角毛百千零六七八九甲乙丙丁我你他她它俺咱导入格式持不重新'

const COMMON_SET: ReadonlySet<number> = new Set([...COMMON].map(character => character.codePointAt(0) ?? 0))

/** Full-width punctuation and signs that Chinese text is full of. */
const PUNCTUATION: ReadonlySet<number> = new Set(
  [...'，。！？：；、“”‘’（）《》【】〈〉「」『』…—～·￥％＋－＝／｜①②③④⑤＊※→←↑↓　'].map(
    c => c.codePointAt(0) ?? 0,
  ),
)

/** Below this a text is hardly what it was decoded as. */
export const PLAUSIBLE = 0.3

/** How much a decoded text looks like Chinese text: about 0.7 when it is, about 0 when it is not; 0 without any. */
export function chinesePlausibility(text: string): number {
  let sum = 0
  let count = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) {
      // Control characters other than white space do not occur in text.
      if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) sum -= 1
      continue
    }
    count += 1
    sum += weight(code)
  }
  return count === 0 ? 0 : sum / count
}

function weight(code: number): number {
  if (COMMON_SET.has(code)) return 1
  if (PUNCTUATION.has(code)) return 0.7
  if (code >= 0x4e00 && code <= 0x9fff) return 0.15
  if (code === 0xfffd) return -2
  if (code >= 0xe000 && code <= 0xf8ff) return -1
  if (code >= 0x1f300 && code <= 0x1faff) return 0.5
  if (code >= 0xff00 && code <= 0xffef) return 0.2
  if (code >= 0x3040 && code <= 0x30ff) return 0.1
  if (code >= 0x3400 && code <= 0x4dbf) return -0.5
  return -0.3
}
