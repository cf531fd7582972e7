import { asId, detached, firstText } from '../json/fields.ts'
import type { JsonObject } from '../json/parse.ts'

/** A person of an arkme-json export. */
export interface TableSender {
  readonly id: string | null
  readonly name: string | null
}

/** The `senders` of an arkme-json export by their `senderID`. */
export class SenderTable {
  readonly #byId = new Map<string, TableSender>()

  add(entry: JsonObject): void {
    const senderId = asId(entry.get('senderID')) ?? asId(entry.get('senderId'))
    if (senderId === null) return
    const id = asId(entry.get('wxid')) ?? asId(entry.get('username'))
    const name = firstText(entry, 'displayName', 'groupNickname', 'remark', 'nickname')
    this.#byId.set(detached(senderId), {
      id: id === null ? null : detached(id),
      name: name === null ? null : detached(name),
    })
  }

  get(senderId: string): TableSender | null {
    return this.#byId.get(senderId) ?? null
  }
}
