import { asId, detached, firstText } from '../json/fields.ts'
import type { JsonObject } from '../json/parse.ts'

/** The members of a ChatLab file: names by platform id, and whose export it is. */
export class Members {
  readonly #names = new Map<string, string>()
  /** `meta.ownerId`: the account of the exporter, where the file names it. */
  ownerId: string | null = null
  /** `meta.groupId`: the group itself. */
  groupId: string | null = null

  add(member: JsonObject): void {
    const id = asId(member.get('platformId')) ?? asId(member.get('id'))
    const name = memberName(member)
    if (id !== null && name !== null) this.#names.set(detached(id), detached(name))
  }

  nameOf(id: string): string | null {
    return this.#names.get(id) ?? null
  }
}

/** The name under which a person is shown in the chat: that of the group before that of the account. */
export function memberName(record: JsonObject): string | null {
  return firstText(record, 'groupNickname', 'accountName', 'nickname', 'name')
}
