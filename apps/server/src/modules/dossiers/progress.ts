import type { ByteSink, DossierParts } from '@yuanwei/proof/dossier'
import type { Tx } from '../../platform/database/index.ts'
import { inTenant } from '../../platform/operations/index.ts'
import type { DossierDeps } from './deps.ts'

/** Where each step begins, in thousandths: what takes long are the two passes over the files. */
const STEPS = { planning: 50, sealing: 480, writing: 500 } as const
type Step = keyof typeof STEPS
const WHOLE = 1000
const SAVED_EVERY_MS = 500

/** How far a build has come, kept in the record for whoever waits for it. */
export class BuildProgress {
  readonly #deps: Pick<DossierDeps, 'db' | 'ports'>
  readonly #orgId: string
  readonly #dossierId: string
  #step: Step | null = null
  #savedAtMs = 0

  constructor(deps: Pick<DossierDeps, 'db' | 'ports'>, orgId: string, dossierId: string) {
    this.#deps = deps
    this.#orgId = orgId
    this.#dossierId = dossierId
  }

  enter(step: Step): Promise<void> {
    this.#step = step
    return this.#save(step, STEPS[step])
  }

  /** The same parts; planning is as far as the bytes of their originals are read. */
  throughOriginals(parts: DossierParts): DossierParts {
    const totalBytes = parts.exhibits.reduce((sum, each) => sum + (each.content ? each.sizeBytes : 0), 0)
    let readBytes = 0
    const counted = async function* (this: BuildProgress, content: () => AsyncIterable<Uint8Array>) {
      for await (const chunk of content()) {
        readBytes += chunk.length
        await this.#within('planning', 'sealing', readBytes / totalBytes)
        yield chunk
      }
    }
    return {
      ...parts,
      exhibits: parts.exhibits.map(each => {
        const { content } = each
        return content
          ? { ...each, content: () => counted.call(this, content as () => AsyncIterable<Uint8Array>) }
          : each
      }),
    }
  }

  throughSink(sink: ByteSink, totalBytes: number): ByteSink {
    let writtenBytes = 0
    return {
      write: async bytes => {
        await sink.write(bytes)
        writtenBytes += bytes.length
        await this.#within('writing', null, writtenBytes / totalBytes)
      },
    }
  }

  /** Files are read again when they are written out: that pass is measured by what is written alone. */
  async #within(step: Step, next: Step | null, share: number): Promise<void> {
    if (step !== this.#step || this.#deps.ports.now() - this.#savedAtMs < SAVED_EVERY_MS) return
    const end = next === null ? WHOLE : STEPS[next]
    await this.#save(step, Math.floor(STEPS[step] + share * (end - STEPS[step])))
  }

  async #save(step: Step, done: number): Promise<void> {
    this.#savedAtMs = this.#deps.ports.now()
    const values = { step, done, total: WHOLE, cursor: '{}' }
    await inTenant(this.#deps.db, this.#orgId, 'read write', tx =>
      tx
        .insertInto('progress')
        .values({ org_id: this.#orgId, subject: this.#dossierId, ...values })
        .onConflict(conflict => conflict.columns(['org_id', 'subject']).doUpdateSet(values))
        .execute(),
    )
  }
}

export async function forgetProgress(tx: Tx, orgId: string, dossierId: string): Promise<void> {
  await tx.deleteFrom('progress').where('org_id', '=', orgId).where('subject', '=', dossierId).execute()
}
