import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { beforeAll, describe, expect, it, vi } from 'vitest'

type Chunk = Rolldown.OutputChunk

let chunks: Map<string, Chunk>
let page: string

beforeAll(async () => {
  // Vitest's own value would build React for development.
  vi.stubEnv('NODE_ENV', 'production')
  const result = await build({ root: import.meta.dirname, logLevel: 'error', build: { write: false } })
  const { output } = (Array.isArray(result) ? result[0] : result) as Rolldown.RolldownOutput
  chunks = new Map(output.flatMap(file => (file.type === 'chunk' ? [[file.fileName, file]] : [])))
  const html = output.find(file => file.fileName === 'index.html')
  page = html?.type === 'asset' ? String(html.source) : ''
}, 120_000)

/** The chunk that holds a module, by the end of its path. */
function chunkOf(module: string): Chunk {
  const found = [...chunks.values()].find(chunk => chunk.moduleIds.some(id => id.endsWith(module)))
  if (!found) throw new Error(`no chunk holds ${module}`)
  return found
}

/** A chunk and everything it loads before it runs. */
function withImports(roots: readonly Chunk[]): Set<string> {
  const seen = new Set<string>()
  const open = roots.map(chunk => chunk.fileName)
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    open.push(...(chunks.get(name)?.imports ?? []))
  }
  return seen
}

function gzipBytes(names: Iterable<string>): number {
  let sum = 0
  for (const name of names) sum += gzipSync(chunks.get(name)?.code ?? '', { level: 9 }).length
  return sum
}

const inbox = () =>
  withImports([chunkOf('/src/main.tsx'), chunkOf('/locales/zh-CN.po'), chunkOf('/cases/cases-page.tsx')])

describe('what is sent to a browser', () => {
  it('is at most 200 KB of script for the shell and the list of cases', () => {
    expect(gzipBytes(inbox())).toBeLessThanOrEqual(200 * 1024)
  })

  it('is at most 60 KB more for any other page', () => {
    const known = inbox()
    for (const module of [
      '/cases/case-page.tsx',
      '/evidence/exhibit-page.tsx',
      '/conversations/reader-page.tsx',
      '/identity/people-page.tsx',
      '/log/log-page.tsx',
      '/identity/setup-page.tsx',
    ]) {
      const more = [...withImports([chunkOf(module)])].filter(name => !known.has(name))
      expect(more.length, module).toBeGreaterThan(0)
      expect(gzipBytes(more), module).toBeLessThanOrEqual(60 * 1024)
    }
  })

  it('keeps the PDF reader out of every page until a PDF is opened', () => {
    const pdf = chunkOf('pdfjs-dist/build/pdf.mjs').fileName
    expect(withImports([chunkOf('/evidence/exhibit-page.tsx')]).has(pdf)).toBe(false)
  })

  it('passes a policy without inline scripts, inline styles and eval', () => {
    expect(page).toContain('<script')
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/)
    const evaluated = [...chunks.values()].filter(chunk =>
      /\bnew Function\(|(?<![\w.$])eval\(/.test(chunk.code),
    )
    expect(evaluated.map(chunk => chunk.fileName)).toEqual([])
  })
})
