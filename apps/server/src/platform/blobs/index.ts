export type {
  BlobPlace,
  BlobStore,
  ByteRange,
  ListedBlob,
  StoredBlob,
  WriteOptions,
} from './blob-store.ts'
export {
  type BlobFinding,
  type BlobReport,
  type BlobRow,
  type CheckDepth,
  checkBlobs,
} from './check-blobs.ts'
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
