/** Columns that a text takes in a terminal: East Asian wide characters and emoji take two, marks none. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += widthOf(character.codePointAt(0) ?? 0, character)
  return width
}

function widthOf(code: number, character: string): number {
  if (/\p{Mark}|\p{Format}|\p{Control}/u.test(character)) return 0
  const isWide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  return isWide ? 2 : 1
}

/** A text without characters that would move the cursor or hide others: file names come from anywhere. */
export function printable(text: string): string {
  return text.replace(/[\p{Control}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
}

/** Rows under a header, columns padded to the widest cell; columns named in `right` stand to the right. */
export function textTable(
  header: readonly string[],
  rows: readonly string[][],
  right: readonly number[],
): string[] {
  const all = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...all.map(row => displayWidth(row[column] ?? ''))))
  return all.map(row =>
    row
      .map((cell, column) => {
        const gap = ' '.repeat((widths[column] ?? 0) - displayWidth(cell))
        return right.includes(column) ? gap + cell : cell + gap
      })
      .join('  ')
      .trimEnd(),
  )
}
