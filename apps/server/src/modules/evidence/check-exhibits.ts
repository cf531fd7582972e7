import { toHex } from '@yuanwei/proof'
import { type CheckParts, differingFields, type KeptFile } from '../../platform/check.ts'
import { noteFacts } from './note.ts'

const PAGE = 500

/** Every exhibit's row says what its entry in the log says; gives the files for comparing. */
export async function* checkExhibits(parts: CheckParts): AsyncGenerator<KeptFile> {
  for (let after = ''; ; ) {
    const rows = await readPage(parts, after)
    for (const row of rows) {
      const place = { case: row.case_number, exhibit: row.number }
      const fields = differingFields(row.payload, {
        number: row.number,
        fileName: row.file_name,
        sizeBytes: row.size_bytes,
        sha256: toHex(row.sha256),
        sm3: toHex(row.sm3),
        chunkRoot: toHex(row.chunk_root),
        mediaType: row.media_type,
        grade: row.grade,
        ...noteFacts(row.note, row.chunk_seed),
      })
      for (const field of fields) parts.onFinding({ code: 'exhibit_differs', place: { ...place, field } })
      yield {
        orgId: row.org_id,
        blobId: row.blob_id,
        keyId: row.key_id,
        sizeBytes: row.size_bytes,
        sha256: row.sha256,
        place,
      }
    }
    const last = rows.at(-1)
    if (!last) return
    after = last.exhibit_id
  }
}

/** Ids are unique over all organisations, so one of them is enough to go on from. */
function readPage({ db }: CheckParts, after: string) {
  let query = db
    .selectFrom('exhibit')
    .innerJoin('case_file', join =>
      join
        .onRef('case_file.org_id', '=', 'exhibit.org_id')
        .onRef('case_file.case_id', '=', 'exhibit.case_id'),
    )
    .leftJoin('log_entry', join =>
      join
        .onRef('log_entry.org_id', '=', 'exhibit.org_id')
        .onRef('log_entry.entry_id', '=', 'exhibit.entry_id'),
    )
    .selectAll('exhibit')
    .select(['case_file.number as case_number', 'log_entry.payload'])
  if (after !== '') query = query.where('exhibit.exhibit_id', '>', after)
  return query.orderBy('exhibit.exhibit_id').limit(PAGE).execute()
}
