import { Icon } from '@yuanwei/ui'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { useT } from '../../shell/language.tsx'

export interface DropAreaProps {
  /** Why nothing may be dropped, if so. */
  readonly denied: string | null
  readonly onFiles: (files: File[]) => void
  readonly className?: string
  readonly children: ReactNode
}

/** A whole page that takes files. The button beside the list does the same for everyone who drags nothing. */
export function DropArea({ denied, onFiles, className, children }: DropAreaProps) {
  const t = useT()
  const depth = useRef(0)
  const [over, setOver] = useState(false)
  const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')
  const move = (event: DragEvent, step: number) => {
    if (!carriesFiles(event)) return
    event.preventDefault()
    depth.current += step
    setOver(depth.current > 0)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition to the button that adds files.
    <div
      className={className}
      onDragEnter={event => move(event, 1)}
      onDragLeave={event => move(event, -1)}
      onDragOver={event => {
        if (!carriesFiles(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = denied ? 'none' : 'copy'
      }}
      onDrop={event => {
        if (!carriesFiles(event)) return
        event.preventDefault()
        depth.current = 0
        setOver(false)
        if (!denied) onFiles([...event.dataTransfer.files])
      }}
    >
      {children}
      {over ? (
        <div className="pointer-events-none fixed inset-3 z-20 grid place-content-center justify-items-center gap-2 rounded-xl border-2 border-dashed border-dian bg-dian-bg/90 text-dian">
          <Icon name="upload" size={28} />
          <p className="text-16 font-semibold">{denied ?? t('upload.drop_here')}</p>
        </div>
      ) : null}
    </div>
  )
}
