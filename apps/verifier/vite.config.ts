import { join } from 'node:path'
import { defineConfig } from 'vite'
import { singleFile } from './single-file.ts'

export default defineConfig({
  root: import.meta.dirname,
  // `#digest` of the proof package must be the one for browsers, whatever runs the build.
  resolve: { conditions: ['browser', 'module', 'default'] },
  plugins: [singleFile(join(import.meta.dirname, 'src/page.template'))],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome123', 'safari17.5', 'firefox121'],
    lib: {
      entry: join(import.meta.dirname, 'src/main.ts'),
      name: 'verifier',
      formats: ['iife'],
      fileName: () => 'verify.js',
      cssFileName: 'verify',
    },
    minify: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
