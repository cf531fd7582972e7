export interface SniffedType {
  readonly mediaType: string
  /**
   * Whether a browser may show it under our own address. Everything that can carry script or markup (HTML, SVG,
   * XML) and everything unknown is only ever handed out as a download.
   */
  readonly inline: boolean
}

export const UNKNOWN: SniffedType = { mediaType: 'application/octet-stream', inline: false }

/** Whether these bytes (as Latin-1) stand at that place. */
export function hasAt(head: Uint8Array, at: number, latin1: string): boolean {
  for (let i = 0; i < latin1.length; i++) if (head[at + i] !== latin1.charCodeAt(i)) return false
  return true
}

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
