import { whenText } from '../../shell/format.ts'
import { type MessageId, useT } from '../../shell/language.tsx'
import { useMe } from '../../shell/session.ts'
import type { ThreadMessage } from './message-pages.ts'
import type { Conversation } from './reader-page.tsx'
import { gapsOf, type Span } from './selection.ts'

export interface PrintSheetProps {
  readonly conversation: Conversation
  readonly messages: readonly ThreadMessage[]
  readonly spans: readonly Span[]
}

/** The chosen messages on paper: with their positions, with what was left out, and with the mark of what this is. */
export function PrintSheet({ conversation, messages, spans }: PrintSheetProps) {
  const t = useT()
  const { zone } = useMe().organisation
  if (messages.length === 0) return <p className="hidden print:block">{t('print.choose')}</p>
  return (
    <div className="hidden p-0 print:block" aria-hidden="true">
      <p className="mb-2 border-2 p-2 font-semibold">
        {t('reader.rearranged')} · {t(`grade.${conversation.grade as 'manual'}`)}
      </p>
      <p className="mb-3">
        {t('print.sources', {
          files: conversation.sources.map(source => source.fileName).join(t('list.separator')),
        })}
        <br />
        {t('print.count', { count: messages.length, total: conversation.messageCount, gaps: gapsOf(spans) })}
      </p>
      <table className="w-full border-collapse">
        <thead>
          <tr>
            {(['print.position', 'print.time', 'print.sender', 'print.text'] as const).map(heading => (
              <th key={heading} className="border p-1 text-left">
                {t(heading)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {messages.map(message => {
            const when = whenText(message.when, zone)
            const kind = t(`message.kind.${message.kind}` as MessageId)
            return (
              <tr key={message.messageId} className="break-inside-avoid align-top">
                <td className="border p-1">{message.position + 1}</td>
                <td className="border p-1">
                  {[when.date, when.time].filter(Boolean).join(' ') || t('when.unknown')}
                  {when.mark ? ` (${t(`when.mark.${when.mark}`)})` : ''}
                </td>
                <td className="border p-1">{message.senderName ?? message.senderId ?? ''}</td>
                <td className="whitespace-pre-wrap border p-1">
                  {message.kind === 'text' ? message.text : `[${kind}] ${message.text}`}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
