import type { MessageKind } from '../types.ts'
import { phrases } from './phrase-index.ts'

/**
 * What stands in place of a medium that was left out of the export, in the languages of WhatsApp, lower case and
 * without angle brackets and full stop.
 */
export const OMITTED: Readonly<Partial<Record<MessageKind, readonly string[]>>> = {
  image: phrases(`
    image omitted | gif omitted | photo omitted | view once photo omitted | 省略图片 | 图片已省略 | 照片已忽略 | 圖片已略去 |
    圖像已省略 | 照片已略去 | gif 已略去 | gif 圖片已被省略 | gif 动态图已被忽略 | 画像は含まれていません | gifは含まれていません | 이미지 생략됨 | 사진 생략됨 |
    gif 생략됨 | bild weggelassen | gif weggelassen | imagen omitida | foto omitida | gif omitido |
    imagem ocultada | imagem oculta | imagem não revelada | gif não revelada | image absente |
    photo absente | gif retiré | immagine omessa | gif esclusa | afbeelding weggelaten | gif weggelaten |
    изображение отсутствует | gif отсутствует | зображення відсутнє | görüntü dahil edilmedi |
    gif dahil edilmedi | gambar tidak disertakan | gif tidak disertakan | imej tidak dimasukkan |
    đã bỏ qua hình ảnh | đã bỏ qua ảnh gif | ไม่มีรูปภาพ | ละเว้น gif | لم يتم إدراج الصورة |
    لم يتم إدراج صورة gif | تصویر حذف شد | gif حذف شد | התמונה הושמטה | gif הושמט | फ़ोटो हटाई गई |
    gif छोड़ा गया | इमेज वगळली | ইমেজ বাদ দেওয়া হয়েছে | obraz pominięty | plik gif pominięty |
    obrázek vynechán | gif vynechán | obrázok vynechaný | kép küldése sikertelen | imagine omisă |
    slika izostavljena | εικόνα παραλείφθηκε | bild utesluten | gif utesluten | bilde ikke inkludert |
    gif utelatt | billede udeladt | gif udeladt | ei kuvaa | imatge omesa | gif omès
  `),
  video: phrases(`
    video omitted | video message omitted | video note omitted | view once video omitted | 视频已忽略 | 视频已省略 |
    影片已略去 | 影片已省略 | 影片訊息已略去 | ビデオは含まれていません | 動画は含まれていません | 비디오 생략됨 | 동영상 생략됨 | video weggelassen |
    video omitido | vídeo omitido | vídeo ocultado | vídeo oculto | vídeo não revelado | vidéo absente |
    video omesso | video weggelaten | видео отсутствует | відео відсутнє | video dahil edilmedi |
    video tidak disertakan | video tidak dimasukkan | đã bỏ video | วิดีโอถูกลบ |
    لم يتم إدراج الفيديوهات | لم يتم إدراج الفيديو | ویدیو حذف شد | סרטון הווידאו הושמט |
    वीडियो छोड़ा गया | व्हिडीओ वगळला | ভিডিও বাদ দেওয়া হয়েছে | wideo pominięte | video vynecháno |
    video vynechané | videó kihagyva | clip video omis | video izostavljen | βίντεο παραλείφθηκε |
    video utesluten | video utelatt | video udeladt | videota ei sisällytetä | vídeo omès
  `),
  voice: phrases(`
    audio omitted | voice message omitted | view once voice message omitted | 音频已忽略 | 音频已省略 | 音訊已略去 |
    音訊已省略 | 語音訊息已略去 | 音声は含まれていません | 오디오 생략됨 | 음성 메시지 생략됨 | audio weggelassen | audio omitido |
    áudio ocultado | áudio oculto | ficheiro de áudio não revelado | audio omis | audio omesso |
    audio weggelaten | аудиофайл отсутствует | аудіо відсутнє | ses dahil edilmedi |
    audio tidak disertakan | audio tidak dimasukkan | bỏ qua tệp âm thanh | ไม่มีไฟล์เสียง |
    لم يتم إدراج المقاطع الصوتية | صدا حذف شد | קטע קול הושמט | ऑडियो हटाई गयी | ऑडिओ वगळला |
    অডিও বাদ দেওয়া হয়েছে | audio pominięte | zvukový soubor vynechán | zvuk vynechaný | hang kihagyása |
    fără audio | zvuk izostavljen | ήχος παραλείφθηκε | ljud utelslutet | ljud uteslutet | lyd utelatt |
    lyd udeladt | äänitiedostoa ei sisällytetä | àudio omès
  `),
  sticker: phrases(`
    sticker omitted | 贴图已省略 | 表情已省略 | 貼圖已略去 | 貼圖已忽略 | スタンプは含まれていません | 스티커 제외됨 | 스티커 생략됨 |
    sticker weggelassen | sticker omitido | figurinha omitida | sticker não revelado | sticker omis |
    sticker non incluso | sticker weggelaten | стикер не добавлен | стикер отсутствует |
    наклейку не додано | çıkartma dahil edilmedi | stiker tidak disertakan | pelekat tidak disertakan |
    đã bỏ sticker | ไม่มีสติกเกอร์ | تم حذف الملصقات | استیکر حذف شد | סטיקר הושמט | स्टिकर छोड़ा गया |
    स्टिकर वगळले | স্টিকার বাদ দেওয়া হয়েছে | pominięto naklejkę | nálepka vynechána |
    nálepka vynechaná | matrica kihagyva | naljepnica izostavljena | αυτοκόλλητο παραλήφθηκε |
    sticker utesluten | klistremerke utelatt | klistermærke udeladt | tarraa ei sisällytetty |
    adhesiu omès
  `),
  contact: phrases(`
    contact card omitted | 联系人卡片已忽略 | 联系人卡片已省略 | 聯絡人卡片已略去 | 聯絡人卡片已省略 | 連絡先カードを省略 | 연락처 카드 생략됨 |
    kontaktkarte ausgelassen | kontaktkarte weggelassen | tarjeta de contacto omitida |
    cartão do contato omitido | contacto não revelado | fiche contact manquante | scheda contatto omessa |
    visitekaartje weggelaten | карточка контакта отсутствует | картка контакту відсутня |
    kişi kartı dahil edilmedi | kartu kontak tidak disertakan | kad kenalan tidak dimasukkan |
    bỏ qua thẻ liên lạc | บัตรรายชื่อที่ละเว้น | لم يتم إدراج بطاقة جهة اتصال | برگ مخاطب حذف شد |
    כרטיס איש קשר הושמט | कॉन्टैक्ट कार्ड छोड़ा गया | pominięta wizytówka kontaktu | vizitka vynechána |
    névjegykártya kihagyva | carte de vizită contact omisă | posjetnica izostavljena |
    η κάρτα επαφής παραλήφθηκε | kontaktkort uteslutet | kontaktkort sløyfet | kontaktkort udeladt |
    yhteystietokortti jätettiin pois | targeta de contacte omesa
  `),
  file: phrases(`
    document omitted | 文档已省略 | 文件已省略 | 文件已略去 | 文件已忽略 | ドキュメントは含まれていません | 문서 생략됨 | dokument weggelassen |
    documento omitido | documento ocultado | documento não revelado | document manquant |
    documento omesso | document weggelaten | документ отсутствует | документ пропущено |
    belge dahil edilmedi | dokumen tidak disertakan | dokumen tidak dimasukkan | đã bỏ qua tài liệu |
    ละเว้นเอกสาร | لم يتم إدراج المستند | سند حذف شد | מסמך הושמט | डॉक्यूमेंट छोड़ा गया |
    डॉक्युमेंट वगळले | ডকুমেন্ট বাদ দেওয়া হয়েছে | dokument pominięty | dokument vynechán |
    dokument vynechaný | dokumentum kihagyva | document omis | dokument izostavljen |
    έγγραφο παραλείφθηκε | dokument uteslutet | utelatt dokument | dokument udeladt |
    dokumenttia ei sisällytetä | document omès
  `),
  // Android says only that there was a medium, not which kind.
  other: phrases(`
    media omitted | 省略影音内容 | 省略多媒体文件 | 媒体文件已省略 | 已省略多媒體檔案 | 省略多媒體檔案 | 忽略多媒體檔 | 媒體已略去 | メディアは含まれていません |
    メディアなし | 미디어 파일을 생략한 대화내용 | 미디어 파일 제외됨 | medien ausgeschlossen | medien weggelassen |
    multimedia omitido | archivo omitido | archivos omitidos | mídia oculta | mídia omitida |
    arquivo de mídia oculto | ficheiro não revelado | ficheiro não incluído | média omis | médias omis |
    fichier omis | media omessi | media omesso | media weggelaten | без медиафайлов | файл пропущен |
    медиа отсутствует | медіа пропущено | без медіафайлів | medya dahil edilmedi | medya atlanmış |
    media tidak disertakan | media dikecualikan | media disingkirkan | bỏ qua tệp phương tiện |
    bỏ qua media | ไฟล์สื่อถูกลบ | สื่อถูกลบ | تم استبعاد الوسائط | رسانه حذف شد | پيوست نما/آهنگ حذف شد |
    המדיה לא נכללה | מדיה הושמטה | मीडिया के बिना | मीडिया वगळले | মিডিয়া বাদ দেওয়া হয়েছে |
    મીડિયા અવગણવામાં આવ્યા | ਮੀਡੀਆ ਛੱਡਿਆ ਗਿਆ | ஊடகங்கள் நீக்கப்பட்டது | pominięto multimedia |
    pliki pominięto | média vynechány | média vynechána | médiá vynechané | hiányzó médiafájl |
    média elhagyva | conținut media omis | medijski zapis izostavljen | medij izpuščen |
    медији су изостављени | без файл | без фајл | εξαίρεση πολυμέσων | media har utelämnats |
    media utelämnat | uten vedlegg | media utelatt | mediefil udeladt | medier udeladt |
    media jätetty pois | media jätettiin pois | mitjans omesos | meedia ära jäetud | bez multivides |
    praleistas medijos turinys | media weggelaat | pa media
  `),
}

/** The word inside `<word: file>` (iOS), lower case. */
export const ATTACHED_WORDS = phrases(`
  attached | 附件 | 已附加 | 添付ファイル | 添付 | 첨부됨 | 첨부 | anhang | angehängt | adjunto | anexado | anexo |
  pièce jointe | joint | allegato | bijgevoegd | bijlage | прикреплено | вложение | додано | eklendi |
  terlampir | dilampir | đính kèm | แนบ | المُرفق | مرفق | پیوست | پیوستہ | מצורף | अटैच किया गया |
  संलग्न केले | જોડાયેલ | সংযুক্ত | załączono | příloha | príloha | csatolva | atașare | atașat |
  priloženo | επισυνάφθηκε | bifogat | bifogad | vedlagt | vedhæftet | liite | adjunt | ceangailte
`)

/** The words inside `file (words)` (Android), lower case. */
export const FILE_ATTACHED_WORDS = phrases(`
  file attached | 文件附件 | 附件文件 | 附件檔案 | 檔案附件 | 已附加文件 | 已附加檔案 | 添付ファイル | 添付ファイル有り | 파일 첨부됨 | 파일 첨부 |
  datei angehängt | archivo adjunto | archivo adjuntado | arquivo anexado | ficheiro anexado |
  fichier joint | file allegato | bestand bijgevoegd | файл добавлен | файл додано | dosya ekli |
  file terlampir | fail dilampirkan | tệp đính kèm | ไฟล์ที่แนบ | الملف مرفق | ملف مرفق | پیوستہ فائل |
  فایل پیوست شد | קובץ מצורף | फाइल अटैच कर दी गई है | फ़ाइल अटैच की गई | फाइल संलग्न |
  ফাইল সংযুক্ত হয়েছে | ફાઇલ જોડાયેલ | ਫਾਈਲ ਅਟੈਚ ਕੀਤੀ | ఫైల్ జోడించబడినది | ಕಡತ ಸೇರಿಸಲಾಯಿತು |
  ഫയൽ ചേർത്തു | załączony plik | soubor byl přiložen | súbor pripojený | fájl csatolva | fișier atașat |
  datoteka u privitku | priložena datoteka | прикачена датотека | прикачен файл | прикачен фајл |
  συνημμένο αρχείο | bifogad fil | vedlagt fil | fil vedhæftet | liitetiedosto | arxiu adjunt |
  lisatud fail | fail lisatud | pievienots fails | byla prisegta | lêer aangeheg | nakalakip na file |
  faili limeambatanishwa | қосымша файл | fayl əlavə olunub | fayl biriktirildi | skedë e ngjitur
`)

/** What stands in place of a message that was deleted, lower case and without full stop. */
export const DELETED = phrases(`
  this message was deleted | you deleted this message | message deleted |
  this message was deleted by an admin | you deleted this message as admin |
  you deleted this message as an admin | 这条消息已删除 | 这条消息已被删除 | 此消息已删除 | 信息已删除 | 你已删除这条消息 | 您已删除这条消息 |
  你删除了这条消息 | 您删除这个信息 | 你删除了此消息 | 此訊息已刪除 | 這則訊息已刪除 | 你已刪除此訊息 | 您已刪除此訊息 | 此訊息已被刪除 | 你刪除了此訊息 |
  このメッセージは削除されました | このメッセージを削除しました | メッセージを削除しました | 이 메시지는 삭제되었습니다 | 삭제된 메시지입니다 | 삭제한 메시지입니다 |
  이 메시지를 삭제했습니다 | diese nachricht wurde gelöscht | du hast diese nachricht gelöscht |
  se eliminó este mensaje | este mensaje fue eliminado | eliminaste este mensaje |
  este mensaje se eliminó | esta mensagem foi apagada | essa mensagem foi apagada | mensagem apagada |
  você apagou esta mensagem | apagou esta mensagem | esta mensagem foi apagada pelo remetente |
  ce message a été supprimé | vous avez supprimé ce message | questo messaggio è stato eliminato |
  hai eliminato questo messaggio | dit bericht is verwijderd | u hebt dit bericht verwijderd |
  je hebt dit bericht verwijderd | данное сообщение удалено | это сообщение было удалено |
  сообщение удалено | вы удалили данное сообщение | вы удалили это сообщение |
  це повідомлення було видалено | ви видалили це повідомлення | bu mesaj silindi | bu mesajı sildiniz |
  pesan ini telah dihapus | pesan ini dihapus | anda telah menghapus pesan ini |
  anda menghapus pesan ini | mesej ini telah dipadam | anda telah memadamkan mesej ini |
  tin nhắn này đã bị xóa | tin nhắn này đã bị xoá | bạn đã xóa tin nhắn này | bạn đã xoá tin nhắn này |
  ข้อความนี้ถูกลบแล้ว | ข้อความนี้ได้ถูกลบ | คุณได้ลบข้อความนี้ | คุณลบข้อความนี้ | تم حذف هذه الرسالة |
  لقد حذفت هذه الرسالة | لقد حذَفت هذه الرسالة | أنت حذفت هذه الرسالة | این پیام حذف شده است |
  این پیام حذف شد | شما این پیام را حذف کردید | הודעה זו נמחקה | מחקת את ההודעה הזו | מחקת הודעה זו |
  यह मैसेज डिलीट कर दिया गया है | आपने यह मैसेज डिलीट किया | यह संदेश मिटाया गया | हा मेसेज हटवण्यात आला |
  तुम्ही हा मेसेज हटवला | এই মেসেজটি বাদ দেওয়া হয়েছে | ta wiadomość została usunięta |
  usunięto tę wiadomość | tato zpráva byla smazána | tato zpráva byla odstraněna |
  táto správa bola odstránená | ez az üzenet törlésre került | törölted ezt az üzenetet |
  acest mesaj a fost șters | ați șters acest mesaj | ova je poruka izbrisana | ova poruka je izbrisana |
  to sporočilo je bilo izbrisano | αυτό το μήνυμα διαγράφηκε | διαγράψατε αυτό το μήνυμα |
  съобщението беше изтрито | det här meddelandet raderades | detta meddelande raderades |
  du raderade det här meddelandet | denne meldingen ble slettet | du slettet denne meldingen |
  denne besked er blevet slettet | denne besked blev slettet | du har slettet denne besked |
  tämä viesti poistettiin | poistit tämän viestin | aquest missatge s'ha suprimit |
  has suprimit aquest missatge | see sõnum on kustutatud | šī ziņa tika izdzēsta |
  ši žinutė buvo ištrinta
`)

/** Calls that were not taken; a text that begins so and ends there or goes on with a comma or full stop counts. */
export const CALLS = phrases(`
  missed voice call | missed video call | missed group voice call | missed group video call |
  silenced voice call | silenced video call | 未接语音通话 | 未接视频通话 | 未接語音通話 | 未接視訊通話 | 未接視像通話 | 音声通話不在着信 |
  ビデオ通話不在着信 | 不在着信 | 부재중 전화 | 부재중 영상통화 | verpasster sprachanruf | verpasster videoanruf |
  llamada perdida | llamada de voz perdida | videollamada perdida | chamada de voz perdida |
  chamada de vídeo perdida | videochamada perdida | appel vocal manqué | appel vidéo manqué |
  chiamata vocale persa | videochiamata persa | gemist spraakgesprek | gemist videogesprek |
  gemiste spraakoproep | gemiste video-oproep | пропущенный аудиозвонок | пропущенный видеозвонок |
  пропущений аудіодзвінок | пропущений відеодзвінок | cevapsız sesli arama | cevapsız görüntülü arama |
  panggilan suara tak terjawab | panggilan video tak terjawab | cuộc gọi nhỡ | cuộc gọi nhỡ video |
  مكالمة صوتية فائتة | مكالمة فيديو فائتة | שיחה קולית שלא נענתה | שיחת וידאו שלא נענתה | मिस्ड वॉइस कॉल |
  मिस्ड वीडियो कॉल
`)

/** Calls that were taken: only behind U+200E, as anyone may write these words. */
export const TAKEN_CALLS = phrases(`
  voice call | video call | group call | 语音通话 | 视频通话 | 語音通話 | 視訊通話 | 視像通話 | 音声通話 | ビデオ通話 | 음성통화 | 영상통화 |
  sprachanruf | videoanruf | llamada de voz | videollamada | chamada de voz | chamada de vídeo |
  appel vocal | appel vidéo | chiamata vocale | videochiamata | spraakoproep | video-oproep |
  аудиозвонок | видеозвонок | sesli arama | görüntülü arama
`)

/** The mark behind a text that was changed after it was sent, lower case, without brackets and full stop. */
export const EDITED = phrases(`
  this message was edited | 此消息已编辑 | 这条消息已编辑 | 消息已编辑 | 此訊息已編輯 | 此訊息已經過編輯 | 這則訊息已編輯 | このメッセージは編集されました |
  이 메시지는 수정되었습니다 | 수정된 메시지입니다 | diese nachricht wurde bearbeitet | se editó este mensaje |
  este mensaje fue editado | mensagem editada | esta mensagem foi editada | ce message a été modifié |
  questo messaggio è stato modificato | dit bericht is bewerkt | данное сообщение изменено |
  это сообщение было изменено | bu mesaj düzenlendi | pesan ini diedit | pesan ini telah diedit |
  tin nhắn này đã được chỉnh sửa | تم تعديل هذه الرسالة | הודעה זו נערכה | इस मैसेज में बदलाव किया गया |
  ta wiadomość została edytowana | tato zpráva byla upravena | det här meddelandet redigerades
`)

/** A place that someone sends as long as it lasts. */
export const LIVE_LOCATION = phrases(`
  live location shared | 共享实时位置 | 已分享实时位置 | 實時位置已分享 | 已分享即時位置 | ライブロケーション共有 | 공유한 실시간 위치 |
  live-standort wird geteilt | ubicación en tiempo real compartida | localização atual compartilhada |
  localização em tempo real compartilhada | localisation en direct partagée |
  posizione attuale condivisa | live locatie gedeeld | геоданные отправлены | mevcut konum paylaşıldı |
  lokasi terkini dibagikan | تمت مشاركة الموقع المباشر | משתף מיקום בשידור חי
`)
