/** A number whose digits JavaScript's numbers can't hold: the text of the file is kept. */
export class JsonNumber {
  readonly raw: string
  constructor(raw: string) {
    this.raw = raw
  }
}

export type JsonObject = ReadonlyMap<string, JsonValue>
export type JsonValue = null | boolean | number | string | JsonNumber | readonly JsonValue[] | JsonObject
