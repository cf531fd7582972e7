import { Button, TextField } from '@yuanwei/ui'
import { useState } from 'react'
import { announce } from './announce.tsx'
import { useT } from './language.tsx'

/** A value to take away. Where the clipboard is closed to us the field is selected for the person's own copy. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }) {
  const t = useT()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      setCopied(true)
      announce(t('action.copied'))
    } catch {
      announce(t('action.copy_by_hand'))
    }
  }
  return (
    <div className="flex items-end gap-2">
      <TextField
        className="min-w-0 grow"
        label={label}
        value={value}
        readOnly
        spellCheck={false}
        onChange={() => undefined}
        onFocus={event => event.target.select()}
      />
      <Button icon={copied ? 'check' : 'copy'} onClick={() => void copy()}>
        {copied ? t('action.copied') : t('action.copy')}
      </Button>
    </div>
  )
}
