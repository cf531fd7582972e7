// Append, inclusion proof and verification of packages/proof at a million entries, beside Go's checksum
// database library (golang.org/x/mod/sumdb/tlog) in the same run, on the same entries, one thread each.
import { hash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Hash,
  leafHash,
  MerkleTree,
  TileBuilder,
  TileReader,
  TreeView,
  tilePath,
  toBase64,
  toUtf8,
  verifyInclusion,
} from '@yuanwei/proof'
import { buildGo, isGoInstalled, runGo } from '../packages/proof/test/run-go.ts'

const SIZE = 1_000_000
/** To be reached on two cores that are otherwise idle, operations per second. */
const GOALS = { append: 400_000, prove: 150_000, verify: 57_000 }
type Rates = Record<keyof typeof GOALS, number>

// The length of a real leaf's JSON; the same bytes as in bench/go/proof.go.
const entries = Array.from({ length: SIZE }, (_, i) => toUtf8(String(i).padStart(215, '0')))
const place = (i: number): number => (i * 611_953) % SIZE

/** Operations per second, the best of three rounds: other work on the machine can only make a round slower. */
function rate(count: number, work: (i: number) => void, prepare?: () => void): number {
  let best = 0
  for (let round = 0; round < 3; round++) {
    prepare?.()
    const start = performance.now()
    for (let i = 0; i < count; i++) work(i)
    best = Math.max(best, (count / (performance.now() - start)) * 1000)
  }
  return best
}

function measureOurs(): { rates: Rates; root: Hash; appendTiles: number; nodeHashes: number } {
  const node = new Uint8Array(65)
  const nodeHashes = rate(SIZE, () => hash('sha256', node, 'binary'))
  let tree = new MerkleTree()
  const append = rate(
    SIZE,
    i => tree.appendEntry(entries[i] as Uint8Array),
    () => {
      tree = new MerkleTree()
    },
  )
  let builder = new TileBuilder()
  const appendTiles = rate(
    SIZE,
    i => builder.appendEntry(entries[i] as Uint8Array),
    () => {
      builder = new TileBuilder()
    },
  )

  const tiles = new Map(builder.takeTiles().map(({ tile, bytes }) => [tilePath(tile), bytes]))
  const root = builder.root()
  const reader = new TileReader(SIZE, tile => tiles.get(tilePath(tile)), { maxTiles: 10_000 })
  const view = new TreeView(SIZE, reader)
  for (let i = 0; i < SIZE; i += 256) view.proveInclusion(i)
  const prove = rate(200_000, i => void view.proveInclusion(place(i)))

  const claims = Array.from({ length: 20_000 }, (_, i) => ({
    index: place(i),
    size: SIZE,
    leafHash: leafHash(entries[place(i)] as Uint8Array),
    root,
    proof: view.proveInclusion(place(i)),
  }))
  const verify = rate(100_000, i => verifyInclusion(claims[i % claims.length] as (typeof claims)[0]))
  return { rates: { append, prove, verify }, root, appendTiles, nodeHashes }
}

const figure = (value: number): string => Math.round(value).toLocaleString('en').padStart(10)

const { rates, root, appendTiles, nodeHashes } = measureOurs()
console.log(`${SIZE.toLocaleString('en')} entries of 215 bytes; operations per second, one thread, best of 3`)
console.log(
  `limit of this run, crypto.hash of one node: ${figure(nodeHashes)}; append to tiles: ${figure(appendTiles)}`,
)
if (!isGoInstalled()) {
  console.log('Go is not installed (golang-go, golang-golang-x-mod-dev): no peer in this run')
  for (const [name, goal] of Object.entries(GOALS)) {
    console.log(`${name.padEnd(8)}${figure(rates[name as keyof Rates])}   goal ${figure(goal)}`)
  }
} else {
  const { program, folder } = buildGo(join(import.meta.dirname, 'go/proof.go'))
  const go = runGo<Rates & { root: string }>(program, null)
  rmSync(folder, { recursive: true })
  if (go.root !== toBase64(root)) throw new Error('Go has another root over the same entries')
  console.log('$ GO111MODULE=off GOPATH=/usr/share/gocode go run bench/go/proof.go')
  console.log(
    `${''.padEnd(8)}${'ours'.padStart(10)}${'Go'.padStart(13)}${'ours/Go'.padStart(10)}${'goal'.padStart(13)}`,
  )
  for (const name of ['append', 'prove', 'verify'] as const) {
    const ratio = (rates[name] / go[name]).toFixed(2)
    console.log(
      `${name.padEnd(8)}${figure(rates[name])}   ${figure(go[name])}${ratio.padStart(10)}   ${figure(GOALS[name])}`,
    )
  }
}
