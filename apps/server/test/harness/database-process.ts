// A process that starts the embedded database, says where it is, and stops it on SIGTERM: what the tests
// kill. Usage: node database-process.ts DATA_FOLDER [outlive]. Only Node's own modules may be imported here
// beside the platform's: a test runs it where nothing else is.
import { startEmbedded } from '../../src/platform/database/embedded/index.ts'
import { lockDataFolder } from '../../src/platform/instance-lock.ts'
import { masterKey } from '../../src/platform/keys.ts'

const [dataFolder = '', outlive] = process.argv.slice(2)
const lock = await lockDataFolder(dataFolder)
const notices: unknown[] = []
const server = await startEmbedded(dataFolder, masterKey({ dataFolder }), {
  endWithParent: outlive === undefined,
  report: notice => notices.push(notice),
})
process.on('SIGTERM', async () => {
  await server.stop()
  lock.release()
  process.exit(0)
})
console.log(JSON.stringify({ owner: server.owner, pid: server.pid, cluster: server.cluster, notices }))
setInterval(() => {}, 1000)
