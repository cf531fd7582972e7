import type { JsonObject, JsonValue } from '../canonical-json.ts'
import { fromBase64, fromHex } from '../encoding.ts'
import { ProofError } from '../errors.ts'
import { parseJson } from '../strict-json.ts'

/** Reads the members of one JSON object strictly: of the right kind, and none that is not asked for. */
export class JsonFields {
  private readonly members: JsonObject
  private readonly asked = new Set<string>()

  constructor(value: JsonValue | undefined) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw malformed('an object')
    this.members = value as JsonObject
  }

  static parse(source: string | Uint8Array, maxSize: number): JsonFields {
    return new JsonFields(parseJson(source, { maxSize }))
  }

  value(name: string): JsonValue {
    this.asked.add(name)
    if (!Object.hasOwn(this.members, name)) throw malformed(`the member "${name}"`)
    return this.members[name] as JsonValue
  }

  has(name: string): boolean {
    return Object.hasOwn(this.members, name)
  }

  text(name: string): string {
    const value = this.value(name)
    if (typeof value !== 'string') throw malformed(`"${name}" as a text`)
    return value
  }

  textOrNull(name: string): string | null {
    return this.value(name) === null ? null : this.text(name)
  }

  count(name: string): number {
    const value = this.value(name)
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
      throw malformed(`"${name}" as a whole number`)
    }
    return value
  }

  countOrNull(name: string): number | null {
    return this.value(name) === null ? null : this.count(name)
  }

  flag(name: string): boolean {
    const value = this.value(name)
    if (typeof value !== 'boolean') throw malformed(`"${name}" as true or false`)
    return value
  }

  hex(name: string, sizeBytes: number): Uint8Array {
    return fromHex(this.text(name), sizeBytes)
  }

  list<T>(name: string, read: (item: JsonValue) => T): T[] {
    const value = this.value(name)
    if (!Array.isArray(value)) throw malformed(`"${name}" as a list`)
    return value.map(read)
  }

  /** A list of SHA-256 hashes in Base 64. */
  hashes(name: string): Uint8Array[] {
    return this.list(name, item => fromBase64(typeof item === 'string' ? item : '', 32))
  }

  /** Throws unless every member has been read. */
  done(): void {
    const unknown = Object.keys(this.members).find(name => !this.asked.has(name))
    if (unknown !== undefined) throw malformed(`no member "${unknown}"`)
  }
}

function malformed(expected: string): ProofError {
  return new ProofError('json-value', `expected ${expected}`)
}
