import { hasAt, latin1, type SniffedType } from './sniffed-type.ts'

const OOXML = 'application/vnd.openxmlformats-officedocument.'
/** Folders in which the parts of an Office document stand. */
const OFFICE_FOLDERS: readonly (readonly [string, string])[] = [
  ['word/', `${OOXML}wordprocessingml.document`],
  ['xl/', `${OOXML}spreadsheetml.sheet`],
  ['ppt/', `${OOXML}presentationml.presentation`],
]

/** Zip containers are told apart by the names of their first members. */
export function sniffZip(head: Uint8Array): SniffedType | null {
  if (!hasAt(head, 0, 'PK\x03\x04') && !hasAt(head, 0, 'PK\x05\x06')) return null
  const names = memberNames(head)
  const own = names[0]?.name === 'mimetype' ? declaredType(names[0].content) : null
  const office = OFFICE_FOLDERS.find(([folder]) => names.some(({ name }) => name.startsWith(folder)))
  const isOffice = names.some(({ name }) => name === '[Content_Types].xml' || name === '_rels/.rels')
  const mediaType = own ?? (isOffice && office !== undefined ? office[1] : 'application/zip')
  return { mediaType, inline: false }
}

interface ZipMember {
  readonly name: string
  readonly content: Uint8Array
}

const MAX_MEMBERS = 64
const LOCAL_HEADER_SIZE_BYTES = 30

/** The members whose local headers lie in the head; where a length is unknown, the next header is searched. */
function memberNames(head: Uint8Array): ZipMember[] {
  const view = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const members: ZipMember[] = []
  let at = 0
  while (members.length < MAX_MEMBERS && at >= 0 && at + LOCAL_HEADER_SIZE_BYTES <= view.length) {
    const nameEnd = at + LOCAL_HEADER_SIZE_BYTES + view.readUInt16LE(at + 26)
    const from = nameEnd + view.readUInt16LE(at + 28)
    const content = view.subarray(from, from + view.readUInt32LE(at + 18))
    members.push({ name: view.toString('latin1', at + LOCAL_HEADER_SIZE_BYTES, nameEnd), content })
    at = view.indexOf('PK\x03\x04', from + content.length, 'latin1')
  }
  return members
}

/** OpenDocument, EPUB and signed containers begin with their type as an uncompressed member. */
function declaredType(content: Uint8Array): string | null {
  const text = latin1(content.subarray(0, 100))
  return /^application\/[a-z0-9.+-]+$/.test(text) ? text : null
}
