export type {
  BlobFinding,
  BlobPlace,
  BlobStore,
  ByteRange,
  CheckDepth,
  StoredBlob,
  WriteOptions,
} from './blob-store.ts'
export { createFileBlobStore, type FileBlobStoreOptions } from './file-blob-store.ts'
export {
  deriveRootKey,
  type KeyPlace,
  KeyUnwrapError,
  newKey,
  openKeyChain,
  unwrapKey,
  type WrappedKey,
  wrapKey,
} from './key-ring.ts'
export { type SniffedType, sniffMediaType } from './sniff.ts'
