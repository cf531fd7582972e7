// Writes apps/server/schema.sql from a database that was made and migrated for this purpose alone.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withClient } from '../apps/server/src/platform/database/connection.ts'
import { dumpSchema } from '../apps/server/src/platform/database/dump-schema.ts'
import { startEmbedded } from '../apps/server/src/platform/database/embedded/index.ts'
import { createDatabase, prepareDatabase } from '../apps/server/src/platform/database/prepare.ts'
import { masterKey, masterKeyFile } from '../apps/server/src/platform/keys.ts'

const folder = mkdtempSync(join(tmpdir(), 'yuanwei-schema-'))
chmodSync(folder, 0o711)
const config = { dataFolder: join(folder, 'data') }
const master = masterKey(config)
const server = await startEmbedded(config.dataFolder, master, { durable: false })
try {
  await createDatabase(server.owner)
  const roles = await prepareDatabase(server.owner, { master, keyFile: masterKeyFile(config) })
  const text = await withClient(server.owner, 'schema', client => dumpSchema(client, roles))
  writeFileSync(join(import.meta.dirname, '..', 'apps', 'server', 'schema.sql'), text)
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
