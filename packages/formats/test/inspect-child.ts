import { createReadStream, statSync } from 'node:fs'
import { inspectFile } from '../src/index.ts'

// Inspects the file of the first argument in a process of its own and says how much memory that took.
const [path = ''] = process.argv.slice(2)
const { size } = statSync(path)
const inspection = await inspectFile({ name: path, sizeBytes: size, open: () => createReadStream(path) })
console.log(JSON.stringify({ ...inspection, maxRssBytes: process.resourceUsage().maxRSS * 1024 }))
