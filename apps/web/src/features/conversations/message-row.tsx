import { cx, Icon, type RowAttributes, Tag } from '@yuanwei/ui'
import { type MouseEvent, memo } from 'react'
import { dayLabel, whenText } from '../../shell/format.ts'
import { type MessageId, useLanguage, useT } from '../../shell/language.tsx'
import type { ThreadMessage } from './message-pages.ts'
import { placeText } from './place.ts'

export interface MessageRowProps {
  readonly message: ThreadMessage | undefined
  readonly position: number
  /** The message before it, where that is loaded: a new day gets a line, a new speaker a name. */
  readonly previous: ThreadMessage | undefined
  readonly zone: string
  readonly chosen: boolean
  readonly active: boolean
  /** Index within the drawn part, and the measuring of it: stable, so that a row is drawn once. */
  readonly index: number
  readonly measure: RowAttributes['ref']
  readonly onPress: (position: number, extend: boolean) => void
}

/** One message as the file has it. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, position, previous, zone, chosen, active, index, measure, onPress } = props
  const t = useT()
  const language = useLanguage()
  const when = message ? whenText(message.when, zone) : null
  const dayBefore = previous ? whenText(previous.when, zone).date : null
  const newDay = when?.date && (position === 0 || (previous && dayBefore !== when.date)) ? when.date : null
  const press = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('a,button,summary')) return
    // Dragging over text is copying, not choosing.
    if (!event.shiftKey && getSelection()?.isCollapsed === false) return
    onPress(position, event.shiftKey)
  }
  return (
    <div ref={measure} data-index={index} role="presentation">
      {newDay ? (
        <div
          role="row"
          className="sticky top-0 z-1 mx-0.5 flex items-center gap-3 bg-paper px-4 py-1 text-12 text-ink-2"
        >
          <span role="rowheader" aria-colspan={4} className="font-semibold">
            {dayLabel(newDay, language)}
          </span>
          <span className="grow border-t border-line" aria-hidden="true" />
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the grid around the rows has the keys. */}
      <div
        id={`message-${position}`}
        role="row"
        aria-rowindex={position + 1}
        aria-selected={chosen}
        data-active={active || undefined}
        data-self={message?.self || undefined}
        data-kind={message?.kind}
        className="msg"
        onClick={press}
        onMouseDown={event => event.shiftKey && event.preventDefault()}
      >
        <span role="gridcell">
          <span className="msg-mark">
            <Icon name="check" size={12} />
          </span>
        </span>
        <span role="gridcell" className="msg-time text-12/5.5 text-ink-3">
          {when?.time ?? (message ? t('when.none') : '')}
          {when?.seconds ? <span className="max-md:hidden">:{when.seconds}</span> : null}
        </span>
        <span
          role="gridcell"
          className={cx('font-semibold', sameSpeaker(message, previous) && 'md:text-ink-3 md:font-normal')}
        >
          {message ? (message.senderName ?? message.senderId ?? '') : ''}
        </span>
        <div role="gridcell" className="msg-body min-w-0">
          {message ? (
            <MessageBody message={message} active={active} mark={when?.mark ?? null} />
          ) : (
            <Waiting />
          )}
        </div>
      </div>
    </div>
  )
})

function sameSpeaker(message: ThreadMessage | undefined, previous: ThreadMessage | undefined): boolean {
  return Boolean(
    message &&
      previous &&
      message.senderId === previous.senderId &&
      message.senderName === previous.senderName,
  )
}

function Waiting() {
  return <span aria-hidden="true" className="my-1.5 block h-3 w-2/3 rounded-sm bg-sunk" />
}

interface MessageBodyProps {
  readonly message: ThreadMessage
  readonly active: boolean
  readonly mark: string | null
}

function MessageBody({ message, active, mark }: MessageBodyProps) {
  const t = useT()
  const kind = `message.kind.${message.kind}` as MessageId
  const plain = message.kind === 'text' || message.kind === 'system' || message.kind === 'reply'
  const name = t(kind) === kind ? (message.rawKind ?? message.kind) : t(kind)
  // Many files write the kind where the text would be; once is enough.
  const named = !plain && message.text !== `[${name}]`
  const marks = [...message.assumed, ...(mark === 'zone_unknown' && active ? ['zone_unknown'] : [])]
  return (
    <>
      {message.reply ? (
        <blockquote className="mb-0.5 border-l-2 border-line-strong pl-2 text-12 text-ink-2">
          {t('message.reply_to', { text: message.reply.text ?? t('message.reply_no_text') })}
        </blockquote>
      ) : null}
      {named ? <Tag>{name}</Tag> : null} <span className="whitespace-pre-wrap">{message.text}</span>
      {message.media?.name || message.media?.path ? (
        <span className="block text-12 text-ink-3">
          {t('message.media', { name: message.media.name ?? message.media.path })}
        </span>
      ) : null}
      {marks.length > 0 ? (
        <span className="ml-2 text-12 text-zhe">
          {t('message.assumed')}{' '}
          {marks.map(code => t(`assumed.${code}` as MessageId)).join(t('list.separator'))}
        </span>
      ) : null}
      {message.differing.length > 0 ? (
        <details className="text-12 text-zhe">
          <summary className="touch-target">
            {t('message.differing', { count: message.differing.length })}
          </summary>
          {message.differing.map(other => (
            <p key={other.messageId} className="whitespace-pre-wrap border-l-2 border-zhe pl-2 text-ink">
              {other.text}
            </p>
          ))}
        </details>
      ) : null}
      {active ? (
        <span className="block text-12 text-ink-3">
          {t('message.source', { place: placeText(t, message.place), position: message.position + 1 })}
        </span>
      ) : null}
    </>
  )
}
