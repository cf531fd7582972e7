import { FormatError } from './types.ts'

/**
 * Accepts a path that a manifest names for a file beside or below it, and returns it with `/` separators and
 * without empty and `.` segments. Whatever could leave the folder, or means different things on different
 * systems, is refused: absolute paths, drives and URLs, UNC paths, `..` (with either slash, or percent-encoded),
 * NUL and control characters, names that Windows reserves or strips.
 * @throws FormatError `path_traversal`
 */
export function safeRelativePath(path: string): string {
  const refuse = () => new FormatError('path_traversal')
  if (path.length === 0 || path.length > 1024) throw refuse()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (/[\u0000-\u001f\u007f]/.test(path)) throw refuse()
  // A colon is a drive, a URL scheme or an alternate data stream.
  if (/^[/\\]/.test(path) || path.includes(':')) throw refuse()
  const segments = path.split(/[/\\]/).filter(segment => segment !== '' && segment !== '.')
  if (segments.length === 0) throw refuse()
  for (const segment of segments) {
    const plain = segment.replace(/%2e/gi, '.').replace(/%(?:2f|5c|00)/gi, '/')
    // Windows drops dots and spaces at the end of a name: ".. " would be "..".
    if (plain.includes('/') || /^\.+[ .]*$/.test(plain) || /[ .]$/.test(plain)) throw refuse()
    if (/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(segment)) throw refuse()
  }
  return segments.join('/')
}
