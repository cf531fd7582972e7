// `npm start`: the built pages, then the server in this process.
import { ensureBuilt } from './build.ts'

// Killed outright, bootstrap.mjs can pass no signal on; the end of its channel says the same.
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel.unref()
}
ensureBuilt()
await import('../apps/server/src/main.ts')
