import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Debian's golang-golang-x-mod-dev puts the sources here, to be used without modules and without a network.
const environment = { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '' }

/** Whether Go and its x/mod sources are installed. */
export function isGoInstalled(): boolean {
  const listed = spawnSync('go', ['list', 'golang.org/x/mod/sumdb/tlog'], { env: environment })
  return listed.status === 0
}

/** Builds one Go file into a temporary folder; returns the program and its folder, which the caller removes. */
export function buildGo(source: string): { program: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'yuanwei-go-'))
  const program = join(folder, 'program')
  const built = spawnSync('go', ['build', '-o', program, source], { env: environment, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`go build failed: ${built.stderr}`)
  return { program, folder }
}

/** Runs a program with JSON as input and output. */
export function runGo<T>(program: string, input: unknown): T {
  const run = spawnSync(program, {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  if (run.status !== 0) throw new Error(`the Go program failed: ${run.stderr}`)
  return JSON.parse(run.stdout)
}
