import { createHash, randomUUID } from 'node:crypto'
import { link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { dossiers } from '@yuanwei/contract/staff'
import { CommandProblem, REFUSED } from './command-line.ts'
import type { Messages } from './messages/messages.ts'
import type { Signed } from './sign-in.ts'
import { printable } from './text-table.ts'

/** Beside its place first; under its name only when every byte is there and right. */
export async function saveDossier(
  made: dossiers.Dossier,
  { output, force }: { readonly output: string; readonly force: boolean },
  { session, signal }: Signed,
  messages: Messages,
  onProgress: (part: string) => void,
): Promise<void> {
  const aside = join(dirname(output), `.${randomUUID()}.part`)
  const response = await session.download(dossiers.readDossierFile, { dossierId: made.dossierId }, { signal })
  const hash = createHash('sha256')
  try {
    const file = await open(aside, 'wx', 0o600)
    try {
      let taken = 0
      for await (const bytes of response.body ?? []) {
        hash.update(bytes)
        await file.writeFile(bytes)
        taken += bytes.length
        onProgress(`${Math.floor((taken / (made.sizeBytes ?? taken)) * 100)} %`)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    if (hash.digest('hex') !== made.sha256) throw new CommandProblem(messages.dossier.digestDiffers, REFUSED)
    await giveName(aside, output, force)
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    const exists = 'code' in error && error.code === 'EEXIST'
    throw new CommandProblem(
      exists ? messages.dossier.exists(printable(output)) : messages.dossier.cannotWrite(error.message),
    )
  } finally {
    await rm(aside, { force: true })
  }
}

/** Linking fails where something has the name by now; where files cannot be linked, a look must do. */
async function giveName(aside: string, output: string, force: boolean): Promise<void> {
  if (force) return await rename(aside, output)
  try {
    await link(aside, output)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EEXIST' || (await stat(output).catch(() => null)) !== null) throw error
    await rename(aside, output)
  }
}
