import { describe, expect, it } from 'vitest'
import { corpus, corpusFiles, corpusSource, memorySource } from '../../test/sources.ts'
import { KNOWN_FORMATS } from '../formats.ts'
import { identifyFormat, openChat } from '../open-chat.ts'

const identify = async (content: string | object | Uint8Array) =>
  await identifyFormat(
    memorySource(
      typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
    ),
  )

describe('a chat format that is not read yet is named', () => {
  const at = '2024-01-02 11:04:05'
  const samples: Record<(typeof KNOWN_FORMATS)[number], (string | object | Uint8Array)[]> = {
    'weflow-csv': [
      'id,MsgSvrID,type_name,is_sender,talker,msg,src,CreateTime\n1,7205759412345678901,text,0,wxid_a,hi,,2024-01-02T03:04:05Z\n',
    ],
    'weflow-txt': [
      `${at} 'Alice'\n你好\n\n${at} 'Bob'\n好\n\n`,
      '序号\t时间\t发送者身份\t消息类型\t内容\n1\t2024\t我\t文本消息\t好\n',
    ],
    'weflow-sql': [
      'CREATE TABLE IF NOT EXISTS weflow_messages (id INT);\nINSERT INTO weflow_messages VALUES (1);\n',
    ],
    'wechatmsg-csv': [
      '\ufefflocalId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender\r\n1,2,1,0,1,1704164645,2,你好,2024-01-02 11:04:05\r\n',
    ],
    'wechatmsg-txt': ['2024-01-02 08:04:05 张三\n你好\n\n2024-01-02 09:04:05 李四\n[图片]\n\n'],
    'wechatmsg-html': [
      "<!DOCTYPE html><html><script>const chatMessages = [{ type:1, text:'你好',is_send:0,avatar_path:'a',timestamp:1704164645,is_chatroom:0,displayname:'张三'},]</script></html>",
    ],
    'wechatmsg-training-json': [
      {
        conversations: [
          { role: 'user', content: '你好' },
          { role: 'assistant', content: '好' },
        ],
      },
      [{ conversations: [] }],
    ],
    'pywxdump-csv': [
      'id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime\n1,72057594,文本,0,wxid,wxid,好,,2024/10/4 11:43\n',
    ],
    'pywxdump-json': [
      [
        {
          id: 1,
          MsgSvrID: '7205759412345678901',
          type_name: '文本',
          is_sender: 0,
          msg: '好',
          CreateTime: at,
        },
      ],
    ],
    'chatlog-json': [
      [
        {
          seq: 1704164645000,
          time: '2024-01-02T11:04:05+08:00',
          talker: 'wxid_a',
          talkerName: 'A',
          isChatRoom: false,
          sender: 'wxid_a',
          senderName: 'A',
          isSelf: false,
          type: 1,
          subType: 0,
          content: '好',
        },
      ],
    ],
    'chatlog-csv': [
      'Time,SenderName,Sender,TalkerName,Talker,Content\n2024-01-02 11:04:05,A,wxid_a,A,wxid_a,好\n',
    ],
    'chatlog-txt': ['张三(wxid_abc123) 08-01 12:00:00\n你好\n\n李四(wxid_def456) 08-01 12:01:00\n好\n\n'],
    wecom: [
      '{"msgid":"a","action":"send","from":"x","tolist":["y"],"roomid":"","msgtime":1547087894783,"msgtype":"text","text":{"content":"好"}}\n{"msgid":"b","action":"switch","time":1554119421840,"user":"x"}\n',
      { msgid: 'a', action: 'recall', from: 'x', msgtype: 'revoke', revoke: { pre_msgid: 'b' } },
    ],
    'qq-mht': [
      'xx\r\nContent-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n----b\r\nContent-Type: text/html\r\n\r\n<html><title>QQ Message</title>消息记录 日期: 2019-09-23</html>\r\n',
    ],
    line: [
      '[LINE] Chat history in 研究室\r\nSaved on: 2024/01/05 12:34\r\n\r\nFri, 1/5/2024\r\n10:00\tA\thi\r\n',
      '[LINE] 與王小華的聊天\n2023/12/01（五）\n上午10:00    王大明    好\n',
      '[LINE] グループとのトーク履歴\n保存日時：2025/02/09 10:00\n\nR7/02/09(日)\n10:00\tA\tこんにちは\n',
      '2024.01.02 Tuesday\n10:00 AM\tA\thi\n10:01 AM\tB\tho\n',
    ],
    telegram: [
      {
        name: 'X',
        type: 'personal_chat',
        id: 1,
        messages: [
          {
            id: 1,
            type: 'message',
            date: '2024-01-02T03:04:05',
            from: 'A',
            from_id: 'user1',
            text: ['a', { type: 'link', text: 'b' }],
          },
        ],
      },
      { about: '', personal_information: {}, chats: { about: '', list: [] } },
    ],
    slack: [
      [{ type: 'message', user: 'U1', ts: '1452800000.000002', text: 'hi <@U2>' }],
      [{ id: 'U0HABCDEF', team_id: 'T1', name: 'a', profile: {} }],
      [{ id: 'C0HABCDEF', name: 'general', created: 1, creator: 'U1', members: ['U1'] }],
    ],
    discord: [{ guild: { id: '1' }, channel: { id: '2' }, messages: [], messageCount: 0 }],
    imessage: [
      new TextEncoder().encode(
        '\u0004\u000bstreamtyped\u0000\u0003\u0001@NSAttributedString\u0000NSObject\u0000NSString\u0001',
      ),
    ],
    dingtalk: [
      { msgtype: 'text', text: { content: 'hi' }, conversationId: 'c', createAt: 1700000000000 },
      { msgtype: 'richText', content: { richText: [{ text: 'a' }] } },
      { msgtype: 'picture', content: { downloadCode: 'x' } },
    ],
    feishu: [
      {
        schema: '2.0',
        header: { event_type: 'im.message.receive_v1', create_time: '1787720163000' },
        event: { message: { message_id: 'om_1', chat_id: 'oc_1', content: '{"text":"x"}' } },
      },
    ],
    signal: ['[2019-12-24, 12:23] Jane Doe: Hello\n[2020-01-17, 21:49] John Doe: Hi\nJane\n'],
    instagram: [
      {
        participants: [{ name: 'A' }],
        messages: [{ sender_name: 'A', timestamp_ms: 1579294140000, content: 'hi' }],
      },
    ],
    'whatsapp-zip': [zipOf('_chat.txt'), zipOf('WhatsApp Chat with Bob.txt')],
    'chat-csv': [
      'time,sender,message\n2024-03-05 08:30,媽,早安\n',
      '时间;昵称;内容\n2024-03-05;A;好\n',
      '2024-03-05 08:30,媽,早安\n2024-03-05 08:32,我,早\n',
    ],
    'chat-json': [[{ timestamp: '2020-01-17T21:49:00', author: 'A', message: 'Hello' }]],
    xlsx: [zipOf('[Content_Types].xml', 'xl/workbook.xml')],
  }
  for (const format of KNOWN_FORMATS) {
    it(format, async () => {
      for (const sample of samples[format]) {
        expect(await identify(sample)).toBe(format)
        const source = memorySource(
          sample instanceof Uint8Array || typeof sample === 'string' ? sample : JSON.stringify(sample),
        )
        await expect(openChat(source)).rejects.toMatchObject({ code: 'not_supported_yet', format })
      }
    })
  }
})

/** The local headers of an archive of empty, stored files. */
function zipOf(...names: string[]): Uint8Array {
  const parts = names.flatMap(name => {
    const bytes = new TextEncoder().encode(name)
    const header = new Uint8Array(30)
    header.set([0x50, 0x4b, 3, 4, 20])
    new DataView(header.buffer).setUint16(26, bytes.length, true)
    return [...header, ...bytes]
  })
  return Uint8Array.from(parts)
}

describe('what is no chat is not taken for one', () => {
  const decoys: Record<string, string | object | Uint8Array> = {
    'notes about a program':
      'Notes on LINE backup.\n[LINE] is a messaging app. Its export begins with "Chat history with".\nStep 1: 10:00 open it.\n',
    'a text that quotes one line of an export':
      'He wrote:\n[2019-12-24, 12:23] Jane Doe: Hello\nand that was all.\n',
    'a schedule': '2024-01-02 meeting\n10:00  breakfast\n11:00  talk\n',
    'a table of numbers': 'a,b,c\n1,2,3\n',
    'a bill': '交易时间,交易分类,交易对方,商品说明,收/支,金额\n2024-01-02 11:04:05,餐饮,店,面,支出,12.00\n',
    'a bank statement without header': '2024-01-02 11:04:05,POS,12.00\n2024-01-03 11:04:05,ATM,100.00\n',
    'a log': '2024-01-02 03:04:05 INFO started\n2024-01-02 03:04:06 WARN slow\n'.replaceAll(' 0', ' '),
    'columns that only contain the words': 'lifetime,message_id,sendername_hash\n1,2,3\n',
    'a package file': { name: 'x', version: '1.0.0', dependencies: { weflow: '1' } },
    'a list of orders': [{ id: 1, date: '2024-01-02', amount: 12 }],
    'a web manifest': { name: 'app', icons: [{ src: 'x' }] },
    'a handshake': { type: 'url_verification', challenge: 'a', token: 'b' },
    'an empty list': [],
    'an empty object': {},
    nothing: '',
    'white space': ' \n\n',
    'a picture': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d),
    'another archive': zipOf('photo.jpg', 'word/document.xml'),
    'a text in RTF': '{\\rtf1\\ansi hello}',
    'broken JSON': '{"messages": oops',
  }
  for (const [name, content] of Object.entries(decoys)) {
    it(name, async () => {
      expect(await identify(content)).toBeNull()
    })
  }

  it('bills, mails, dictionaries and vectors of the corpus', async ({ skip }) => {
    if (corpus === null) skip('no corpus')
    const files = ['orders', 'dict', 'vectors', 'pii', 'email', 'text', 'media'].flatMap(folder =>
      corpusFiles(folder).map(file => `${folder}/${file}`),
    )
    console.log(`read ${files.length} files of the corpus that are no chats`)
    expect(files.length).toBeGreaterThan(50)
    for (const file of files) {
      const format = await identifyFormat(corpusSource(file)).catch(error => error.code)
      expect([null, 'xlsx', 'encoding_unknown'], file).toContain(format)
    }
  })
})

it('a log file has heads like a WeChat text, but no texts: it is no chat', async () => {
  const lines = ['03:04:05 - INFO: started', '03:04:06 - WARN: slow', '03:04:09 - INFO: stopped']
  expect(await identify(`${lines.map(line => `2024-01-02 ${line}`).join('\n')}\n`)).toBeNull()
})
