import { phrases } from './phrase-index.ts'

/**
 * How the notice about encryption begins, in the languages of WhatsApp (lower case, old and new wordings). No one
 * writes these sentences himself, so a name before one is the chat's, not a sender's.
 */
export const ENCRYPTION_LEADS = phrases(`
  messages and calls are end-to-end encrypted | messages and calls are secured |
  messages you send to this | messages to this chat and calls are | messages to this group are |
  messages to yourself are end-to-end encrypted | your messages and calls are secured | 消息和通话已进行端到端加密 |
  消息和通话都进行端到端加密 | 您发送的信息和通话都会进行端对端的加密 | 你发送给自己的消息已进行端到端加密 | 訊息和通話經端對端加密 | 訊息與通話已受端對端加密保護 | 訊息和通話都受到端對端加密 |
  訊息與通話都受到端對端加密 | 訊息已受端對端加密保護 | 您傳送的訊息和通話都會進行端對端的加密 | メッセージと通話はエンドツーエンド | メッセージと通話は、エンドツーエンド |
  このグループへのメッセージは、エンドツーエンド | 메시지 및 전화는 | 메시지와 통화는 종단간 암호화 | 이 그룹의 메시지는 종단간 암호화 |
  nachrichten und anrufe sind ende-zu-ende-verschlüsselt |
  deine nachrichten und anrufe werden automatisch mit ende-zu-ende | nachrichten an diese gruppe sind |
  nachrichten in diesem chat sowie anrufe sind | los mensajes y las llamadas están cifrados |
  tus mensajes y llamadas ahora están protegidos | los mensajes en este grupo ahora están protegidos |
  los mensajes y llamadas en este chat ahora están protegidos | les messages et les appels sont chiffrés |
  vos messages et vos appels sont protégés | les messages envoyés dans ce groupe sont protégés |
  les messages et appels dans cette discussion sont | as mensagens e as chamadas são protegidas |
  as mensagens e as chamadas são criptografadas | as mensagens e as ligações são protegidas |
  as mensagens e ligações são protegidas | as mensagens e chamadas são encriptadas |
  as mensagens para este grupo estão protegidas | suas chamadas e mensagens estão seguras |
  i messaggi e le chiamate sono crittografati | i tuoi messaggi e le tue chiamate sono protetti |
  i messaggi inviati a questo gruppo sono protetti |
  berichten en gesprekken worden end-to-end versleuteld |
  berichten en oproepen zijn end-to-end versleuteld |
  uw oproepen en berichten zijn beveiligd met end-to-end |
  berichten die naar deze groep worden verzonden, zijn beveiligd |
  berichten in deze chat en oproepen zijn | сообщения и звонки защищены сквозным шифрованием |
  ваши сообщения и звонки защищены | сообщения в данной группе защищены |
  повідомлення й дзвінки захищено наскрізним | ваші повідомлення та дзвінки захищено |
  mesajlar ve aramalar uçtan uca şifreli | mesajlarınız artık uçtan uca şifreleme |
  bu gruba gönderdiğiniz mesajlar artık uçtan uca | pesan dan panggilan terenkripsi secara end-to-end |
  pesan-pesan dan panggilan anda diamankan dengan enkripsi |
  mesej dan panggilan disulitkan hujung ke hujung | tin nhắn và cuộc gọi được mã hóa đầu cuối |
  những tin nhắn và những cuộc gọi đã được bảo mật | ข้อความและการโทรได้รับการเข้ารหัส |
  الرسائل والمكالمات مشفرة | إن الرسائل التي ترسلها والمكالمات | پیامها و تماسها سرتاسر رمزگذاری |
  پیام‌ها و تماس‌ها سرتاسر رمزگذاری | میسجز اور کالز اینڈ ٹو اینڈ | ההודעות והשיחות מוצפנות |
  मैसेज और कॉल्स एंड-टू-एंड | मैसेजेस और कॉल्स एंड-टू-एंड | मेसेजेस आणि कॉल्स एन्ड-टू-एन्ड |
  মেসেজ এবং কল এন্ড-টু-এন্ড | મેસેજ અને કૉલ શરૂથી અંત સુધી |
  wiadomości i połączenia są w pełni zaszyfrowane | twoje wiadomości oraz połączenia są zabezpieczone |
  zprávy a hovory jsou opatřeny koncovým šifrováním | správy a hovory sú zabezpečené |
  az üzenetek és hívások végpontok közötti titkosítás | mesajele și apelurile sunt criptate |
  poruke i pozivi zaštićeni su potpunom enkripcijom | τα μηνύματα και οι κλήσεις κρυπτογραφούνται |
  meddelanden och samtal är komplett krypterade | meldinger og samtaler er ende-til-ende-krypterte |
  beskeder og opkald er end-to-end-krypterede | viestit ja puhelut salataan täysin |
  els missatges i les trucades estan xifrats
`)

/**
 * Words of notices about a group and its members, as they stand between the names (lower case, `_` for a space that
 * belongs to them). They serve twice: before a colon they show that no name ends there, and behind U+200E that iOS
 * only lent the notice a name.
 */
export const NOTICE_VERBS = phrases(`
  _changed the subject | _changed the group | _changed this group | _changed their phone number |
  _changed to + | _changed from + | _changed the community | _created group | _created the group |
  _created this group | _created community | _added you | you added_ | _were added | _was added |
  _removed you | you removed_ | _were removed | _left the group | _joined using_ | _joined from_ |
  _pinned a message | _turned on disappearing | _turned off disappearing | _turned on admin |
  _turned off admin | _updated the message timer | _set messages to disappear | _reset this group |
  _now an admin | _no longer an admin | security code with_ | _started a call | _requested to join |
  you joined_ | you left | you created_ | you changed_ | waiting for this message |
  _blocked this contact | _unblocked this contact | you blocked_ | you unblocked_ | 更改了主题 | 更改了群 | 更改了本群 |
  更改了此群 | 已将此群 | 将群 | 修改了群 | 创建了此群 | 创建了群 | 已创建此群 | 已创建群 | 创建了这个群 | 添加了 | 加入了群 | 加入群组 | 退出了群 | 退出群组 |
  移除了 | 邀请了 | 安全代码已更改 | 现在是管理员 | 不再是管理员 | 限时消息 | 更改了手机号码 | 变更了主旨 | 變更了主旨 | 變更了主題 | 變更了群 | 變更了此群 | 已變更本群 |
  已變更此群 | 建立了此群 | 建立了群 | 建立了這個群 | 已建立群 | 已建立此群 | 已創建此群 | 已新增 | 新增了 | 加入了群組 | 已離開群 | 離開了群 | 已移除 | 邀請了 |
  安全碼已變更 | 現在是管理員 | 限時訊息 | 變更了電話號碼 | グループを作成 | グループ名を | グループの説明 | グループのアイコン | を追加しました | を削除しました |
  が退出しました | グループに参加 | 消えるメッセージ | セキュリティコードが変更 | 그룹을 만들 | 그룹 이름을 | 그룹 제목을 | 그룹 설정 | 님을 추가 | 님을 초대 |
  님이 나갔습니다 | 님이 들어왔습니다 | 사라지는 메시지 | 보안 코드가 변경 | _hat den betreff | _hat die gruppe | _hast die gruppe |
  _hat das gruppenbild | _hat den gruppennamen | _hast den gruppennamen | _hat die gruppenbeschreibung |
  _hinzugefügt | _hat dich entfernt | _ist der gruppe | deine sicherheitsnummer |
  _hat die selbstlöschenden | _ist jetzt admin | _heeft het onderwerp | _heeft de groep | _hebt de groep |
  _heeft groep | _heeft u toegevoegd | _heeft je toegevoegd | _heeft de groepsafbeelding |
  _heeft deze groep | _toegevoegd | _skapade gruppen | _ändrade ämnet | _ändrade grupp | _lade till_ |
  _oprettede gruppen | _ændrede emnet | _tilføjede_ | _opprettet gruppen | _endret emnet | _la til_ |
  _loi ryhmän | _muutti ryhmän | _lisäsi_ | _cambió el asunto | _cambió el nombre | _cambió el ícono |
  _cambió la descripción | _creó el grupo | _creó este grupo | creaste el grupo | cambiaste el |
  _añadió a_ | añadiste a | _te añadió | _eliminó a_ | _salió del grupo | _se unió_ |
  _activó los mensajes temporales | _ya es administrador | tu código de seguridad | cambió tu código |
  _mudou o nome | _mudou o assunto | _mudou a descrição | _mudou a imagem | _alterou o assunto |
  _alterou o nome | _criou o grupo | _criou este grupo | você criou o grupo | _adicionou_ | _removeu_ |
  _saiu do grupo | _entrou usando | _agora é admin | código de segurança |
  _ativou as mensagens temporárias | _a changé le sujet | _a changé le nom | _a changé l | _a modifié_ |
  _a créé le groupe | _avez créé le groupe | _a ajouté_ | _a retiré_ | _a quitté | _a rejoint |
  code de sécurité | _ha cambiato l | _ha cambiato il | _ha modificato_ | _ha creato il gruppo |
  hai creato il gruppo | _ha aggiunto_ | _ha rimosso_ | _ha abbandonato | codice di sicurezza |
  _ha canviat_ | _ha creat el grup | _a schimbat_ | _a creat grupul | _изменил | _сменил | _создал |
  _добавил | _удалил | _покинул | _вышел из | код безопасности | _змінив | _створив | _додав | _zmienił |
  _utworzył | _dodał | _usunął | _změnil | _vytvořil | _přidal | _grubu oluşturdu | _grubunu oluşturdu |
  _konusunu | _kişisini ekledi | _gruptan ayrıldı | _mengubah subjek | _mengubah nama |
  _mengubah deskripsi | _membuat grup | _menambahkan_ | _mengeluarkan_ | _đã tạo nhóm | _đã đổi |
  _đã thay đổi | _đã thêm | _أنشأ | _غيّر | _غيّرت | _أضاف | _أزال | _יצר_ | _שינה | _הוסיף | _ने ग्रुप |
  _ने विषय | _को जोड़ा
`).map(verb => verb.replaceAll('_', ' '))
