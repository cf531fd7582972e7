import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageIdsSource, readCatalogue } from './catalogue.ts'

// Run after editing the catalogues: node apps/web/scripts/write-message-ids.ts
const root = join(import.meta.dirname, '..', 'src')
const ids = [...readCatalogue(join(root, 'locales', 'zh-CN.po')).keys()]
writeFileSync(join(root, 'generated', 'message-ids.ts'), messageIdsSource(ids))
console.log(`${ids.length} message ids`)
