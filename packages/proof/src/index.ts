// The public interface of @yuanwei/proof. README.md names what each part is for.
import { digest } from '#digest'

export type { Digest, Hasher } from './digest-shape.ts'
export const { sha256, sha256Into, createSha256, hmacSha256, verifyEd25519, signEd25519, publicKeyEd25519 } =
  digest

export * from './canonical-json.ts'
export * from './checkpoint.ts'
export * from './commitment.ts'
export * from './compact-range.ts'
export * from './encoding.ts'
export * from './entry-bundle.ts'
export * from './errors.ts'
export * from './head.ts'
export * from './leaf.ts'
export * from './merkle-tree.ts'
export * from './note.ts'
export * from './note-key.ts'
export * from './prove-tree.ts'
export * from './receipt.ts'
export * from './selection.ts'
export * from './strict-json.ts'
export * from './tile.ts'
export * from './tile-builder.ts'
export * from './tile-reader.ts'
export * from './tlog-proof.ts'
export * from './tree-hash.ts'
export * from './verify-tree.ts'
