import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

// Catalogues are written by hand under explicit ids; nothing is extracted from the source.
export default defineConfig({
  sourceLocale: 'zh-CN',
  locales: ['zh-CN', 'en'],
  format: formatter({ explicitIdAsDefault: true, lineNumbers: false }),
  catalogs: [{ path: '<rootDir>/src/locales/{locale}', include: [] }],
})
