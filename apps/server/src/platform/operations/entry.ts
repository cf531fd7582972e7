import { canonicalJson, commit, type JsonObject } from '@yuanwei/proof'
import type { Tx } from '../database/index.ts'
import { insertOutbox } from '../log/index.ts'
import type { Ports } from '../ports.ts'
import type { Actor, EntryFacts, Tenant } from './handlers.ts'

export type EntryKind = 'audit' | 'access' | 'refused'

/** The document an entry commits to. Its canonical bytes are kept as they are: they open the leaf. */
export interface EntryPayload {
  readonly v: 1
  readonly kind: EntryKind
  readonly word: string
  readonly op: string
  readonly at: string
  readonly actor: { readonly class: string; readonly name: string }
  readonly subject: string | null
  readonly detail: Record<string, unknown>
}

/** An anonymous act leaves no name, no id and no precise time (principle 7). */
const ANONYMOUS_GRAIN_MS = 3_600_000

function entryTime(ports: Ports, actor: Actor): number {
  const now = ports.now()
  return actor.class === 'anonymous' ? now - (now % ANONYMOUS_GRAIN_MS) : now
}

/** Writes one entry and its outbox row in the caller's transaction: the only way into the log. */
export async function writeEntry(
  tx: Tx,
  ports: Ports,
  who: { tenant: Tenant; actor: Actor },
  what: { entryId: string; kind: EntryKind; word: string; op: string; facts: EntryFacts },
): Promise<void> {
  const { tenant, actor } = who
  const atMs = entryTime(ports, actor)
  const payload: EntryPayload = {
    v: 1,
    kind: what.kind,
    word: what.word,
    op: what.op,
    at: new Date(atMs).toISOString(),
    actor: { class: actor.class, name: actor.class === 'anonymous' ? '' : actor.name },
    subject: what.facts.subject,
    detail: what.facts.detail,
  }
  const text = canonicalJson(payload as unknown as JsonObject)
  const opening = ports.random(32)
  const stream = what.facts.case?.stream ?? tenant.stream
  await tx
    .insertInto('log_entry')
    .values({
      org_id: tenant.orgId,
      entry_id: what.entryId,
      stream: Buffer.from(stream),
      at_ms: atMs,
      kind: what.kind,
      word: what.word,
      actor_class: actor.class,
      actor_id: actor.class === 'anonymous' ? null : actor.personId,
      case_id: what.facts.case?.caseId ?? null,
      subject: what.facts.subject,
      payload: text,
      opening: Buffer.from(opening),
    })
    .execute()
  await insertOutbox(tx, [
    {
      entryId: what.entryId,
      stream,
      type: what.word,
      atMs,
      actor: logActor(actor),
      commitment: commit(opening, new TextEncoder().encode(text)),
    },
  ])
}

/** What stands in the public part of a leaf: a pseudonym, or the class alone. */
function logActor(actor: Actor): string {
  if (actor.class === 'anonymous' || actor.class === 'service') return actor.class
  return actor.pseudonym
}
