import type { Command, Operation, Query } from '@yuanwei/contract'
import type { z } from 'zod'
import type { BlobStore, StoredBlob } from '../blobs/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { Enqueue } from '../jobs/index.ts'
import { newId, type Ports } from '../ports.ts'
import { Problem } from '../problem.ts'
import { writeEntry } from './entry.ts'
import type {
  Actor,
  CommandAnswer,
  EntryFacts,
  FileAnswer,
  Handler,
  ReadContext,
  SessionGrant,
  Tenant,
  WriteContext,
} from './handlers.ts'
import { findAnswer, inputDigest, keepAnswer, type RepeatKey } from './idempotency.ts'
import { inTenant } from './transaction.ts'

export interface Caller {
  readonly actor: Actor
  readonly tenant: Tenant | null
}

export interface Call {
  readonly name: string
  readonly caller: Caller
  readonly input: unknown
  /** Where the call came from, for limits alone; it is never stored as it is. */
  readonly address?: string
  readonly idempotencyKey?: string | null
  /** Brings the file of an upload; called once, after permission and admission. */
  readonly receive?: () => Promise<StoredBlob>
  /** The job that runs this command: done at most once. */
  readonly jobId?: string
}

export type Outcome =
  | { readonly kind: 'json'; readonly result: unknown; readonly session?: SessionGrant | null }
  | { readonly kind: 'file'; readonly file: FileAnswer }

type Run = (context: WriteContext, input: unknown) => Promise<CommandAnswer<Command>>

export interface RunnerParts {
  readonly db: Db
  readonly ports: Ports
  readonly blobs: BlobStore
  readonly enqueue: Enqueue
  /** Tells the sequencer that there is something to do; after each commit. */
  readonly wake: () => void
  /** The code for which nothing can be acknowledged just now, or null. */
  readonly halted: () => string | null
  readonly handlers: ReadonlyMap<string, Handler>
}

/** Runs operations: permission → parse → begin → tenant → handler → entry → commit. Nothing else changes a record. */
export class Runner {
  readonly #parts: RunnerParts

  constructor(parts: RunnerParts) {
    this.#parts = parts
  }

  async run(call: Call): Promise<Outcome> {
    const handler = this.#parts.handlers.get(call.name)
    if (!handler) throw new Problem('not_found')
    const { operation } = handler
    await this.#permit(operation, call)
    const input = parse(operation, call.input)
    if (operation.kind === 'query') return this.#query(operation, handler, call, input)
    const halted = this.#parts.halted()
    if (halted) throw new Problem('log_halted', { reason: halted })
    return this.#command(operation, handler, call, input)
  }

  /** A refusal for want of permission is itself a fact of the record. */
  async #permit(operation: Operation, call: Call): Promise<void> {
    const { actor, tenant } = call.caller
    if (!operation.actors.includes(actor.class)) {
      // A signed-in person may do whatever needs no sign-in.
      if (actor.class === 'anonymous') throw new Problem('not_signed_in')
      if (!operation.actors.includes('anonymous'))
        throw new Problem('forbidden', { permission: operation.permission })
      return
    }
    if (operation.permission === null || actor.permissions.has(operation.permission)) return
    const detail = { permission: operation.permission }
    if (tenant) await this.refuse(tenant, actor, call.name, { subject: null, detail })
    throw new Problem('forbidden', { permission: operation.permission })
  }

  async #query(operation: Query, handler: Handler, call: Call, input: unknown): Promise<Outcome> {
    const { ports, db } = this.#parts
    const tenant = operation.tenant === 'none' ? null : need(call.caller.tenant)
    const context = (tx: Tx): ReadContext => ({
      tx,
      ports,
      actor: call.caller.actor,
      tenant: tenant as Tenant,
    })
    const { read, reveal } = handler
    if (read) {
      const result = await inTenant(db, tenant?.orgId ?? null, 'read only', tx =>
        read(context(tx), input as never),
      )
      return outcome(operation, result)
    }
    if (!reveal || !tenant || !operation.access) throw new Error(`${call.name} has no reading handler`)
    const shown = await inTenant(db, tenant.orgId, 'read only', tx => reveal(context(tx), input as never))
    await this.#enter(tenant, call.caller.actor, call.name, 'access', operation.access, shown.access)
    return outcome(operation, shown.result)
  }

  async #command(operation: Command, handler: Handler, call: Call, input: unknown): Promise<Outcome> {
    const { db, blobs } = this.#parts
    const { run, admit, identify } = handler
    if (!run) throw new Error(`${call.name} has no handler`)
    const who = identify
      ? await identify(input as never, call.address ?? '')
      : { tenant: need(call.caller.tenant), actor: call.caller.actor }
    if (admit)
      await inTenant(db, who.tenant.orgId, 'read only', tx =>
        admit({ tx, ports: this.#parts.ports, ...who }, input as never),
      )
    const blob = operation.bytes === 'in' ? await (call.receive as NonNullable<Call['receive']>)() : null
    try {
      const studied = blob && handler.study ? await handler.study(input as never, blob) : undefined
      const commit: Run = (context, given) => run(context, given as never, blob as StoredBlob, studied)
      const { result, repeated } = await inTenant(db, who.tenant.orgId, 'read write', tx =>
        this.#commit(tx, operation, commit, call, who, input, blob),
      )
      this.#parts.wake()
      if (blob && repeated) await blobs.remove(blob.blobId)
      return result
    } catch (cause) {
      // The row that would have named the blob was rolled back; whether the commit itself failed is not always known,
      // so only a refusal of our own removes it. The integrity check finds what is left over.
      if (blob && cause instanceof Problem) await blobs.remove(blob.blobId)
      throw cause
    }
  }

  async #commit(
    tx: Tx,
    operation: Command,
    run: Run,
    call: Call,
    who: { tenant: Tenant; actor: Actor },
    input: unknown,
    blob: StoredBlob | null,
  ): Promise<{ result: Outcome; repeated: boolean }> {
    const { ports, enqueue } = this.#parts
    const repeat = operation.permission === null ? null : repeatKey(call, who, input, blob)
    if (repeat) {
      const before = await findAnswer(tx, repeat, operation)
      if (before !== null) return { result: { kind: 'json', result: before }, repeated: true }
    }
    if (call.jobId && !(await firstTime(tx, who.tenant.orgId, call, ports)))
      return { result: { kind: 'json', result: {} }, repeated: true }
    const entryId = newId(ports)
    const done = await run(
      { tx, ports, ...who, entryId, enqueue: (job, data) => enqueue(tx, job, who.tenant.orgId, data) },
      input,
    )
    await writeEntry(tx, ports, who, {
      entryId,
      kind: 'audit',
      word: operation.audit,
      op: call.name,
      facts: done.audit,
    })
    const result = operation.output.parse(done.result)
    if (repeat) await keepAnswer(tx, repeat, operation.secret ? {} : result, new Date(ports.now()))
    const session = 'session' in done ? { session: done.session ?? null } : {}
    return { result: { kind: 'json', result, ...session }, repeated: false }
  }

  /** Records that someone was turned away. Where the log is halted the refusal stands without an entry. */
  async refuse(tenant: Tenant, actor: Actor, op: string, facts: EntryFacts): Promise<void> {
    if (this.#parts.halted()) return
    const detail = { ...facts.detail, op }
    await this.#enter(tenant, actor, op, 'refused', 'access.refused', { ...facts, detail })
  }

  async #enter(
    tenant: Tenant,
    actor: Actor,
    op: string,
    kind: 'access' | 'refused',
    word: string,
    facts: EntryFacts,
  ): Promise<void> {
    const halted = this.#parts.halted()
    if (halted) throw new Problem('log_halted', { reason: halted })
    const { db, ports } = this.#parts
    await inTenant(db, tenant.orgId, 'read write', tx =>
      writeEntry(tx, ports, { tenant, actor }, { entryId: newId(ports), kind, word, op, facts }),
    )
    this.#parts.wake()
  }
}

function need(tenant: Tenant | null): Tenant {
  if (!tenant) throw new Problem('not_signed_in')
  return tenant
}

function outcome(operation: Query, result: unknown): Outcome {
  if (operation.bytes === 'out') return { kind: 'file', file: result as FileAnswer }
  return { kind: 'json', result: operation.output.parse(result) }
}

function parse(operation: Operation, input: unknown): unknown {
  const parsed = operation.input.safeParse(input)
  if (parsed.success) return parsed.data
  throw new Problem('input_invalid', { issues: parsed.error.issues.slice(0, 20).map(issueFacts) })
}

/** Where and what kind, never the refused value itself: it may be a secret. */
function issueFacts(issue: z.core.$ZodIssue): Record<string, unknown> {
  const facts = issue as unknown as Record<string, unknown>
  return { path: issue.path.join('.'), rule: issue.code, limit: facts.minimum ?? facts.maximum ?? null }
}

function repeatKey(
  call: Call,
  who: { tenant: Tenant; actor: Actor },
  input: unknown,
  blob: StoredBlob | null,
): RepeatKey | null {
  if (!call.idempotencyKey || !who.actor.personId || !call.caller.actor.personId) return null
  return {
    orgId: who.tenant.orgId,
    actorId: who.actor.personId,
    key: call.idempotencyKey,
    operation: call.name,
    digest: inputDigest(call.name, input, blob?.sha256 ?? null),
  }
}

async function firstTime(tx: Tx, orgId: string, call: Call, ports: Ports): Promise<boolean> {
  const inserted = await tx
    .insertInto('effect')
    .values({
      org_id: orgId,
      effect_id: call.jobId as string,
      operation: call.name,
      done_at: new Date(ports.now()),
    })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n
}
