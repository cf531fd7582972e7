/** Offers an answer's bytes to the person as a file, under the server's name for it or else `fallbackName`. */
export async function saveResponse(response: Response, fallbackName: string): Promise<void> {
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = nameOf(response.headers.get('content-disposition')) ?? fallbackName
  link.click()
  // Some browsers read the address only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** File name of a `Content-Disposition` header (RFC 6266): the extended form first. */
export function nameOf(header: string | null): string | null {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(header ?? '')
  if (extended?.[1]) {
    try {
      return decodeURIComponent(extended[1])
    } catch {
      return null
    }
  }
  return /filename="([^"]+)"/i.exec(header ?? '')?.[1] ?? null
}
