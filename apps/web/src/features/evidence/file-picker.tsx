import { Button, type ButtonProps } from '@yuanwei/ui'
import { useRef } from 'react'

export interface FilePickerProps extends Omit<ButtonProps, 'onClick'> {
  readonly onFiles: (files: File[]) => void
}

/** A button that asks for files, several at once. */
export function FilePicker({ onFiles, ...button }: FilePickerProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        onChange={event => {
          onFiles([...(event.target.files ?? [])])
          // The same file may be chosen again after a failure.
          event.target.value = ''
        }}
      />
    </>
  )
}
