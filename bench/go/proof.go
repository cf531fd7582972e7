// The peer of bench/proof.bench.ts: the same work with golang.org/x/mod/sumdb/tlog, one goroutine. Prints one
// JSON object of operations per second.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"math"
	"os"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

const size = 1_000_000

type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	list := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		list[i] = h[index]
	}
	return list, nil
}

// The best of three rounds.
func rate(count int, prepare func(), work func(i int)) float64 {
	best := 0.0
	for round := 0; round < 3; round++ {
		prepare()
		start := time.Now()
		for i := 0; i < count; i++ {
			work(i)
		}
		best = math.Max(best, float64(count)/time.Since(start).Seconds())
	}
	return best
}

func nothing() {}

// The same indexes as in bench/proof.bench.ts: a full cycle over all of them that jumps about.
func place(i int) int64 { return int64(i) * 611_953 % size }

func main() {
	entries := make([][]byte, size)
	for i := range entries {
		entries[i] = []byte(fmt.Sprintf("%0215d", i))
	}
	stored := make(hashes, 0, 2*size)
	appended := rate(size, func() { stored = stored[:0] }, func(i int) {
		list, err := tlog.StoredHashes(int64(i), entries[i], stored)
		if err != nil {
			log.Fatal(err)
		}
		stored = append(stored, list...)
	})
	root, err := tlog.TreeHash(size, stored)
	if err != nil {
		log.Fatal(err)
	}
	prove := rate(200_000, nothing, func(i int) {
		if _, err := tlog.ProveRecord(size, place(i), stored); err != nil {
			log.Fatal(err)
		}
	})
	const proofs = 20_000
	made := make([]tlog.RecordProof, proofs)
	leaves := make([]tlog.Hash, proofs)
	for i := range made {
		made[i], _ = tlog.ProveRecord(size, place(i), stored)
		leaves[i] = tlog.RecordHash(entries[place(i)])
	}
	verify := rate(100_000, nothing, func(i int) {
		n := i % proofs
		if err := tlog.CheckRecord(made[n], size, root, place(n), leaves[n]); err != nil {
			log.Fatal(err)
		}
	})
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"root": root.String(), "append": appended, "prove": prove, "verify": verify,
	})
}
