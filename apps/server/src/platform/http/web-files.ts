import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Context } from 'hono'

interface WebFile {
  readonly type: string
  readonly bytes: Buffer
  readonly packed: Buffer | null
  /** Names with a digest in them never change their content. */
  readonly immutable: boolean
}
export type WebFiles = ReadonlyMap<string, WebFile>

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
}

/** Reads the built pages into memory, packed once: a few hundred kilobytes that never touch the disk again. */
export async function loadWebFiles(folder: string): Promise<WebFiles> {
  const files = new Map<string, WebFile>()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path)
    const type = TYPES[extname(path)] ?? 'application/octet-stream'
    const packs = bytes.length > 1024 && !type.startsWith('image/png')
    const name = `/${relative(folder, path).split(sep).join('/')}`
    files.set(name, {
      type,
      bytes,
      packed: packs ? gzipSync(bytes) : null,
      immutable: name.startsWith('/assets/'),
    })
  }
  return files
}

/** A file of the web app, or its page for every other address: the app routes by itself. */
export function serveWeb(c: Context, files: WebFiles): Response {
  const file = files.get(c.req.path) ?? files.get('/index.html')
  if (!file) return c.text('The web app is not built: npm start builds it.', 503)
  const headers = new Headers({
    'content-type': file.type,
    'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
  })
  const pack = file.packed && (c.req.header('accept-encoding') ?? '').includes('gzip')
  if (pack) headers.set('content-encoding', 'gzip')
  return new Response(new Uint8Array(pack ? (file.packed as Buffer) : file.bytes), { headers })
}
