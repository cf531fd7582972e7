import { manifestLine } from '../src/dossier/bag-format.ts'
import { compareUtf8 } from '../src/dossier/names.ts'
import { bytesSource } from '../src/dossier/ports.ts'
import type { Report } from '../src/dossier/report.ts'
import { verifyDossier } from '../src/dossier/verify-dossier.ts'
import { openContainer } from '../src/dossier/zip-reader.ts'
import { type MeasuredFile, measureFile, writeContainer } from '../src/dossier/zip-writer.ts'
import { sha256, signNote, toHex } from '../src/index.ts'
import { collectContainer, makeCase, makeDossier, TestLog } from './dossier-case.ts'

/** The files of a container, to be changed and put together again by someone who has our writer but not the key. */
export type Files = Map<string, Uint8Array>

export async function unpack(container: Uint8Array): Promise<Files> {
  const { entries, fault } = await openContainer(bytesSource(container))
  if (entries === null) throw new Error(fault.code)
  return new Map(
    entries.map(({ name, contentOffset, sizeBytes }) => [
      name,
      container.slice(contentOffset, contentOffset + sizeBytes),
    ]),
  )
}

export async function pack(files: Files): Promise<Uint8Array> {
  const measured: MeasuredFile[] = []
  for (const [name, bytes] of files) measured.push(await measureFile(name, () => [bytes]))
  return collectContainer(sink => writeContainer(measured, sink))
}

/** Makes the manifests fit the files again, as anyone can. */
export function rebag(files: Files): void {
  const list = (wanted: (path: string) => boolean) =>
    new TextEncoder().encode(
      [...files]
        .filter(([name]) => name.startsWith('dossier/') && wanted(name.slice(8)))
        .map(([name, bytes]) => [name.slice(8), toHex(sha256(bytes))] as const)
        .sort(([a], [b]) => compareUtf8(a, b))
        .map(([path, digest]) => manifestLine(digest, path))
        .join(''),
    )
  const payload = [...files].filter(([name]) => name.startsWith('dossier/data/'))
  const oxum = `${payload.reduce((sum, [, bytes]) => sum + bytes.length, 0)}.${payload.length}`
  const info = new TextDecoder().decode(files.get('dossier/bag-info.txt'))
  const fitting = info.replace(/Payload-Oxum: .*/, `Payload-Oxum: ${oxum}`)
  files.set('dossier/bag-info.txt', new TextEncoder().encode(fitting))
  files.set(
    'dossier/manifest-sha256.txt',
    list(path => path.startsWith('data/')),
  )
  files.set(
    'dossier/tagmanifest-sha256.txt',
    list(path => !path.startsWith('data/') && !path.startsWith('tagmanifest')),
  )
}

export function editText(files: Files, name: string, edit: (text: string) => string): void {
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(files.get(name))
  const after = edit(before)
  if (after === before) throw new Error(`nothing was changed in ${name}`)
  files.set(name, new TextEncoder().encode(after))
}

export function editBytes(files: Files, name: string): void {
  const bytes = (files.get(name) as Uint8Array).slice()
  bytes[500] = (bytes[500] ?? 0) ^ 4
  files.set(name, bytes)
}

export function withoutLine(text: string, index: number): string {
  return text
    .split('\n')
    .filter((_, i) => i !== index)
    .join('\n')
}

export function resign(proof: string): string {
  const split = proof.indexOf('\n\n') + 2
  const [text] = proof.slice(split).split('\n\n')
  return proof.slice(0, split) + signNote(`${text}\n`, [new TestLog('forger').signer])
}

export const SEAL = 'META-INF/dossier-leaf.json'
export const PROOF = 'META-INF/dossier.tlog-proof'
export const PHOTO_PATH = 'data/exhibits/001-裂纹_照片.jpg'
export const CUSTODY = 'data/custody.jsonl'
export const MESSAGES = 'data/conversations/01/messages.jsonl'

/** Every finding of a bad verdict, as `verdict: code place`. */
export function wrong(report: Report): string[] {
  return report.verdicts
    .filter(({ state }) => state === 'bad')
    .flatMap(({ id, findings }) => findings.map(({ code, place }) => `${id}: ${code} ${place}`))
}

/** A dossier to start from, the trust of a reader who knows the key, and a check that lists what is wrong. */
export async function makeGolden() {
  const testCase = makeCase()
  const golden = await makeDossier(testCase)
  const trust = { keys: [testCase.log.verifierKey], checkpoints: [], consistency: [] }
  const check = async (bytes: Uint8Array) => wrong(await verifyDossier(bytesSource(bytes), trust))
  return { testCase, golden, trust, check }
}
