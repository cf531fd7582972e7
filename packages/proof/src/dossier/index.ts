// The public interface of @yuanwei/proof/dossier. README.md says how the parts go together.
export {
  BAGIT_VERSIONS,
  type BagIssue,
  type BagIssueCode,
} from './bag-format.ts'
export { type BagDigests, type BagFile, type BagReport, validateBag } from './bag-validator.ts'
export { NO_TRUST, type Trust } from './check-outside.ts'
export { crc32 } from './crc32.ts'
export { detectFile } from './detect.ts'
export { DossierError, type DossierErrorCode } from './errors.ts'
export { type DossierIndex, parseIndex } from './index-file.ts'
export { DOSSIER_FORMAT, FIRST_STREAM_NUMBER, MIMETYPE, SEAL_WORD } from './layout.ts'
export { maskIdentifiers, maskJson } from './mask.ts'
export { safeFileName } from './names.ts'
export * from './parts.ts'
export { type DossierPlan, planDossier } from './plan.ts'
export { type ByteSink, type ByteSource, bytesSource, READ_SIZE_BYTES } from './ports.ts'
export type { Progress } from './reading.ts'
export type { Facts, Finding, LimitCode, Report, Verdict, VerdictId, VerdictState } from './report.ts'
export { fillWords, momentText, type ReportWords, reportWords } from './report-words/index.ts'
export { verifyDossier } from './verify-dossier.ts'
export { verifyReceiptFile } from './verify-receipt-file.ts'
export { dossierSizeBytes, writeDossier } from './write.ts'
