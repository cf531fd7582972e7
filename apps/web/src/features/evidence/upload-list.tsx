import { Button, IconButton, Progress } from '@yuanwei/ui'
import { bytesText } from '../../shell/format.ts'
import { useT } from '../../shell/language.tsx'
import { ProblemNotice } from '../../shell/problem.tsx'
import { cancelUpload, dismissUpload, retryUpload, type Upload, useUploads } from './uploads.ts'

/** Files on their way: bytes, not guesses; what failed stays until it is sent again or put away. */
export function UploadList({ caseId }: { readonly caseId: string }) {
  const t = useT()
  const uploads = useUploads(caseId)
  if (uploads.length === 0) return null
  const moving = uploads.filter(upload => upload.status !== 'failed' && upload.status !== 'cancelled').length
  return (
    <section
      aria-label={t('upload.list')}
      className="grid grid-cols-1 gap-3 rounded-lg border border-line bg-paper p-3"
    >
      <p role="status" className="text-12 text-ink-2">
        {moving > 0 ? t('upload.moving', { count: moving }) : t('upload.stopped')}
      </p>
      <ul className="grid grid-cols-1 gap-3">
        {uploads.map(upload => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
      </ul>
    </section>
  )
}

function UploadRow({ upload }: { readonly upload: Upload }) {
  const t = useT()
  const { id, fileName, sizeBytes, sentBytes, status, error } = upload
  const stopped = status === 'failed' || status === 'cancelled'
  const bytes = t('upload.bytes', { sent: bytesText(sentBytes), total: bytesText(sizeBytes) })
  return (
    <li className="grid grid-cols-1 gap-1">
      <div className="flex items-center gap-1">
        <span className="one-line min-w-0 grow">{fileName}</span>
        {stopped && error?.code !== 'file_empty' && error?.code !== 'body_too_large' ? (
          <Button onClick={() => retryUpload(id)}>{t('action.retry')}</Button>
        ) : null}
        <IconButton
          icon="close"
          label={t(stopped ? 'upload.dismiss' : 'upload.cancel', { name: fileName })}
          onClick={() => (stopped ? dismissUpload(id) : cancelUpload(id))}
        />
      </div>
      {stopped ? null : (
        <Progress
          label={fileName}
          value={status === 'storing' ? null : sizeBytes === 0 ? 0 : sentBytes / sizeBytes}
          text={bytes}
        />
      )}
      {status === 'failed' ? null : (
        <p className="text-12 text-ink-3">{status === 'sending' ? bytes : t(`upload.${status}`)}</p>
      )}
      <ProblemNotice error={error} kept="file" />
    </li>
  )
}
