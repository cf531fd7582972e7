import type { ActorClass, Command, Input, Output, Permission, Query } from '@yuanwei/contract'
import type { StoredBlob } from '../blobs/index.ts'
import type { Tx } from '../database/index.ts'
import type { Ports } from '../ports.ts'

/** Who acts. `pseudonym` stands for him in the log; `name` stands in what the log commits to. */
export interface Actor {
  readonly class: ActorClass
  readonly personId: string | null
  readonly name: string
  readonly pseudonym: string
  readonly permissions: ReadonlySet<Permission>
  readonly sessionId: string | null
  /** What the holder of this session sends with each command. */
  readonly csrfToken?: string
}

/** Whose records, and in which of its streams acts stand that belong to no case. */
export interface Tenant {
  readonly orgId: string
  readonly stream: Uint8Array
  readonly zone: string
}

export interface CaseRef {
  readonly caseId: string
  readonly stream: Uint8Array
}

/** What the log says of an act. `detail` is canonical JSON: integers, strings, booleans, null, and no secrets. */
export interface EntryFacts {
  readonly case?: CaseRef | null
  readonly subject: string | null
  readonly detail: Record<string, unknown>
}

export interface ReadContext {
  readonly tx: Tx
  readonly actor: Actor
  readonly tenant: Tenant
  readonly ports: Ports
}

export interface WriteContext extends ReadContext {
  /** Id of the entry this command will leave. */
  readonly entryId: string
  /** A job row in the same transaction: it runs if and only if the command commits. */
  enqueue(job: string, data: Record<string, unknown>): Promise<void>
}

/** What the browser is to hold after signing in; `null` ends it. */
export interface SessionGrant {
  readonly token: string
  readonly expiresAt: Date
}

export interface CommandAnswer<C extends Command> {
  readonly result: Output<C>
  readonly audit: EntryFacts
  readonly session?: SessionGrant | null
}

/** A file as the answer: opened only after its access entry is committed. */
export interface FileAnswer {
  readonly sizeBytes: number
  readonly mediaType: string
  readonly fileName: string
  readonly disposition: 'inline' | 'attachment'
  /** Strong validator of the content; absent where each answer differs. */
  readonly etag?: string
  open(start: number, end: number): AsyncIterable<Uint8Array>
}

type Answered<Q extends Query> = Output<Q> extends Uint8Array ? FileAnswer : Output<Q>

export interface Handler {
  readonly operation: Command | Query
  /** Before a file is received: may it come at all? Runs read-only. */
  readonly admit?: (context: ReadContext, input: never) => Promise<void>
  /** For commands whose input says whose organisation it is. */
  readonly identify?: (input: never, address: string) => Promise<{ tenant: Tenant; actor: Actor }>
  /** What has to be found out about a file that was received, before the transaction begins. */
  readonly study?: (input: never, blob: StoredBlob) => Promise<unknown>
  readonly run?: (
    context: WriteContext,
    input: never,
    blob: StoredBlob,
    studied: unknown,
  ) => Promise<CommandAnswer<Command>>
  readonly read?: (context: ReadContext, input: never) => Promise<unknown>
  readonly reveal?: (context: ReadContext, input: never) => Promise<{ result: unknown; access: EntryFacts }>
}

/** A command of a signed-in actor or a job. */
export function handle<C extends Command>(
  operation: C,
  run: (context: WriteContext, input: Input<C>) => Promise<CommandAnswer<C>>,
): Handler {
  return { operation, run: run as unknown as NonNullable<Handler['run']> }
}

/** A command that brings a file. `admit` refuses before a byte is stored. */
export function handleUpload<C extends Command, S = undefined>(
  operation: C,
  steps: {
    admit(context: ReadContext, input: Input<C>): Promise<void>
    study?(input: Input<C>, blob: StoredBlob): Promise<S>
    run(context: WriteContext, input: Input<C>, blob: StoredBlob, studied: S): Promise<CommandAnswer<C>>
  },
): Handler {
  return {
    operation,
    admit: steps.admit as unknown as NonNullable<Handler['admit']>,
    ...(steps.study ? { study: steps.study as unknown as NonNullable<Handler['study']> } : {}),
    run: steps.run as unknown as NonNullable<Handler['run']>,
  }
}

/** A command of nobody yet known: `identify` finds out who and whose, outside any transaction. */
export function handleEntrance<C extends Command>(
  operation: C,
  steps: {
    identify(input: Input<C>, address: string): Promise<{ tenant: Tenant; actor: Actor }>
    run(context: WriteContext, input: Input<C>): Promise<CommandAnswer<C>>
  },
): Handler {
  return {
    operation,
    identify: steps.identify as unknown as NonNullable<Handler['identify']>,
    run: steps.run as unknown as NonNullable<Handler['run']>,
  }
}

/** A query that shows no evidence. */
export function answer<Q extends Query>(
  operation: Q,
  read: (context: ReadContext, input: Input<Q>) => Promise<Answered<Q>>,
): Handler {
  return { operation, read: read as unknown as NonNullable<Handler['read']> }
}

/** A query that shows evidence: its access entry is committed before the first byte. */
export function reveal<Q extends Query>(
  operation: Q,
  read: (context: ReadContext, input: Input<Q>) => Promise<{ result: Answered<Q>; access: EntryFacts }>,
): Handler {
  return { operation, reveal: read as unknown as NonNullable<Handler['reveal']> }
}
