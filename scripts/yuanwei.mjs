#!/usr/bin/env node
// The command `yuanwei`. It installs what is missing first, so that `npx yuanwei` works in a fresh clone.
import { join } from 'node:path'
import { ensureInstalled, root, runUnderProductNode } from './installation.mjs'

await ensureInstalled('run')
await runUnderProductNode([join(root, 'apps', 'cli', 'src', 'main.ts'), ...process.argv.slice(2)])
