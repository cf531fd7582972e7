import { toHex } from '@yuanwei/proof'
import { sql } from 'kysely'
import { type CheckParts, differingFields, type KeptFile } from '../../platform/check.ts'

interface ReadyDossier {
  readonly org_id: string
  readonly dossier_id: string
  readonly case_number: string
  readonly file_name: string
  readonly blob_id: string
  readonly key_id: string
  readonly size_bytes: number
  readonly sha256: Buffer
  readonly payload: string | null
}

/** Every finished dossier's row says what its entry in the log says; gives the containers for comparing. */
export async function* checkDossiers({ db, onFinding }: CheckParts): AsyncGenerator<KeptFile> {
  const { rows } = await sql<ReadyDossier>`
    select d.*, c.number as case_number, e.payload
    from dossier d
    join case_file c on c.org_id = d.org_id and c.case_id = d.case_id
    left join log_entry e on e.org_id = d.org_id and e.entry_id = d.entry_id and e.word = 'dossier.finished'
    where d.status = 'ready'
    order by d.dossier_id`.execute(db)
  for (const row of rows) {
    const place = { case: row.case_number, dossier: row.file_name }
    const fields = differingFields(row.payload, {
      fileName: row.file_name,
      sizeBytes: row.size_bytes,
      sha256: toHex(row.sha256),
    })
    for (const field of fields) onFinding({ code: 'dossier_differs', place: { ...place, field } })
    yield {
      orgId: row.org_id,
      blobId: row.blob_id,
      keyId: row.key_id,
      sizeBytes: row.size_bytes,
      sha256: row.sha256,
      place,
    }
  }
}
