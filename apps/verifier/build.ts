import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'

/** Builds `dist/verify.html` and gives its bytes. The same sources always give the same bytes. */
export async function buildVerifier(outDir = join(import.meta.dirname, 'dist')): Promise<Uint8Array> {
  await build({
    configFile: join(import.meta.dirname, 'vite.config.ts'),
    logLevel: 'error',
    mode: 'production',
    build: { outDir },
  })
  return readFile(join(outDir, 'verify.html'))
}

if (import.meta.main) await buildVerifier()
