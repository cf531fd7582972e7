/** Parts of a WeFlow export, as its program writes them. */
export const weflow = { version: '1.0.3', exportedAt: 1704164645, generator: 'WeFlow' }
export const session = {
  wxid: 'wxid_shop',
  nickname: '小店',
  remark: '',
  displayName: '小店客服',
  type: '私聊',
}
/** A message record; `more` overrides its fields. */
export const text = (more: object = {}) => ({
  localId: 1,
  createTime: 1704164645,
  formattedTime: '2024-01-02 11:04:05',
  type: '文本消息',
  localType: 1,
  content: '你好',
  isSend: 0,
  senderUsername: 'wxid_shop',
  senderDisplayName: '小店客服',
  ...more,
})
