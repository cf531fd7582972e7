import type { z } from 'zod'
import type { Permission } from './permissions.ts'
import type { ProblemCode } from './problems.ts'

/**
 * Who may act. `person`: signed-in staff. `customer`: holder of a capability link. `service`: this system's own
 * jobs. `anonymous`: nobody we know, and nothing is kept that leads back.
 */
export type ActorClass = 'person' | 'customer' | 'service' | 'anonymous'

/** `none`: JSON. `in`: the request body is the file itself, the input travels in a header. `out`: the answer is a file. */
export type ByteFlow = 'none' | 'in' | 'out'

interface Shape<I extends z.ZodObject, O extends z.ZodType> {
  /** `/cases/{caseId}`: every name in braces is a field of the input. Jobs have a path too; it is never routed. */
  readonly path: `/${string}`
  readonly actors?: readonly ActorClass[]
  /** `null` where the actor class alone decides (sign-in, own session, jobs). */
  readonly permission: Permission | null
  /** Problems of this operation beyond those every operation may answer. */
  readonly problems: readonly ProblemCode[]
  readonly input: I
  readonly output: O
}

interface CommandShape<I extends z.ZodObject, O extends z.ZodType> extends Shape<I, O> {
  /** The word under which the act stands in the log. */
  readonly audit: `${string}.${string}`
  /** A command of jobs alone: no HTTP route leads to it. */
  readonly job?: boolean
  readonly bytes?: Exclude<ByteFlow, 'out'>
  /** `input`: nobody is signed in yet; the input itself says whose organisation it is (sign-in, founding). */
  readonly tenant?: 'actor' | 'input'
  /** The answer holds a secret that is shown once: it is never kept for a repeated key. */
  readonly secret?: boolean
}

interface QueryShape<I extends z.ZodObject, O extends z.ZodType> extends Shape<I, O> {
  /** Set on every read of evidence: the word of the access entry that is committed before the first byte. */
  readonly access?: `${string}.${string}`
  readonly bytes?: Exclude<ByteFlow, 'in'>
  /** `none`: reads nothing that belongs to an organisation. */
  readonly tenant?: 'actor' | 'none'
}

export interface Command<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> {
  readonly kind: 'command'
  readonly path: `/${string}`
  readonly actors: readonly ActorClass[]
  readonly permission: Permission | null
  readonly audit: string
  readonly problems: readonly ProblemCode[]
  readonly input: I
  readonly output: O
  readonly job: boolean
  readonly bytes: ByteFlow
  readonly tenant: 'actor' | 'input'
  readonly secret: boolean
}

export interface Query<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> {
  readonly kind: 'query'
  readonly path: `/${string}`
  readonly actors: readonly ActorClass[]
  readonly permission: Permission | null
  readonly access: string | null
  readonly problems: readonly ProblemCode[]
  readonly input: I
  readonly output: O
  readonly bytes: ByteFlow
  readonly tenant: 'actor' | 'none'
}

export type Operation = Command | Query
export type Input<Op extends Operation> = z.output<Op['input']>
export type RawInput<Op extends Operation> = z.input<Op['input']>
export type Output<Op extends Operation> = z.output<Op['output']>

/** Declares a command: `POST /api/v1{path}`. It changes something, so it names its audit word. */
export function command<I extends z.ZodObject, O extends z.ZodType>(
  shape: CommandShape<I, O>,
): Command<I, O> {
  return {
    kind: 'command',
    actors: ['person'],
    job: false,
    secret: false,
    bytes: 'none',
    tenant: 'actor',
    ...shape,
  }
}

/** Declares a query: `GET /api/v1{path}`. It runs in a read-only transaction. */
export function query<I extends z.ZodObject, O extends z.ZodType>(shape: QueryShape<I, O>): Query<I, O> {
  return {
    kind: 'query',
    actors: ['person'],
    access: null,
    bytes: 'none',
    tenant: 'actor',
    ...shape,
  }
}

/** The fields of an input that stand in the path, in order. */
export function pathFields(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1] as string)
}
