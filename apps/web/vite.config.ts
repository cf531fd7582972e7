import { cpSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { lingui } from '@lingui/vite-plugin'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/**
 * What pdf.js reads at run time: character maps and stand-in fonts (a Chinese PDF often embeds neither) and
 * decoders in plain JavaScript, since the server's policy allows no WebAssembly.
 */
function pdfAssets(): Plugin {
  const source = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
  return {
    name: 'yuanwei-pdf-assets',
    apply: 'build',
    writeBundle({ dir }) {
      const target = join(dir as string, 'pdf')
      for (const folder of ['cmaps', 'standard_fonts'])
        cpSync(join(source, folder), join(target, folder), { recursive: true })
      for (const file of readdirSync(join(source, 'wasm')))
        if (file.endsWith('_fallback.js') || file.startsWith('LICENSE'))
          cpSync(join(source, 'wasm', file), join(target, 'decoders', file))
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    react(),
    tailwindcss(),
    lingui({ cwd: import.meta.dirname, failOnMissing: true, failOnCompileError: true }),
    pdfAssets(),
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome123', 'safari17.5', 'firefox121'],
    // Nothing is inlined: the policy of the server names files, not data.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
