import { expect, test } from 'vitest'
import { csv } from './csv.ts'

test('byte order mark, CRLF, quotes only where needed', () => {
  expect(
    csv([
      ['序号', '名称'],
      [1, '杯子,"青釉"\n裂'],
      [null, ''],
    ]),
  ).toBe('\ufeff序号,名称\r\n1,"杯子,""青釉""\n裂"\r\n,\r\n')
})

test.each(['=1+1', '+86', '-2', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '\u200b=1', '%0A'])(
  '%j does not start a formula',
  text =>
    expect(
      csv([[text]])
        .slice(1)
        .replace(/^"/, '')
        .startsWith("'"),
    ).toBe(true),
)

test('numbers below zero are numbers', () => expect(csv([[-2]])).toBe('\ufeff-2\r\n'))
