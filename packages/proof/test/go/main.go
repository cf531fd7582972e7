// A second opinion by golang.org/x/mod/sumdb: reads a request as JSON, answers as JSON. It knows nothing of our
// code; it builds the same tree from the same entries ("entry 0", "entry 1" …), checks our notes and proofs, and
// makes its own to compare.
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type inclusion struct {
	Size, Index int64
	Hashes      []string
}

type consistency struct {
	OldSize, Size int64
	Hashes        []string
}

type request struct {
	Count       int64
	RootsUpTo   int64
	VerifierKey string
	SignerKey   string
	Checkpoints []string
	Inclusion   []inclusion
	Consistency []consistency
	Tiles       []tileIn
}

type checked struct {
	Error string
	Text  string
	Ours  bool // the root in the checkpoint is the root of Go's tree at that size
	Again string
}

type compared struct {
	Error  string
	Hashes []string
}

type tileIn struct {
	Level, Width int
	Index        int64
}

type tileOut struct {
	Path   string
	Sha256 string
}

type answer struct {
	Roots       []string
	Checkpoints []checked
	Inclusion   []compared
	Consistency []compared
	Tiles       []tileOut
}

var stored []tlog.Hash

var reader = tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = stored[index]
	}
	return hashes, nil
})

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func decode(lines []string) []tlog.Hash {
	hashes := make([]tlog.Hash, len(lines))
	for i, line := range lines {
		copy(hashes[i][:], must(base64.StdEncoding.DecodeString(line)))
	}
	return hashes
}

func encode(hashes []tlog.Hash) []string {
	lines := make([]string, len(hashes))
	for i, hash := range hashes {
		lines[i] = base64.StdEncoding.EncodeToString(hash[:])
	}
	return lines
}

func checkCheckpoint(req request, source string) checked {
	verifier := must(note.NewVerifier(req.VerifierKey))
	opened, err := note.Open([]byte(source), note.VerifierList(verifier))
	if err != nil {
		return checked{Error: err.Error()}
	}
	lines := strings.Split(opened.Text, "\n")
	size := must(strconv.ParseInt(lines[1], 10, 64))
	root := must(tlog.TreeHash(size, reader))
	signer := must(note.NewSigner(req.SignerKey))
	again := must(note.Sign(&note.Note{Text: opened.Text}, signer))
	ours := lines[2] == base64.StdEncoding.EncodeToString(root[:])
	return checked{Text: opened.Text, Ours: ours, Again: string(again)}
}

func main() {
	var req request
	if err := json.NewDecoder(os.Stdin).Decode(&req); err != nil {
		log.Fatal(err)
	}
	var out answer
	for i := int64(0); i < req.Count; i++ {
		stored = append(stored, must(tlog.StoredHashes(i, []byte(fmt.Sprintf("entry %d", i)), reader))...)
	}
	for size := int64(1); size <= req.RootsUpTo; size++ {
		root := must(tlog.TreeHash(size, reader))
		out.Roots = append(out.Roots, base64.StdEncoding.EncodeToString(root[:]))
	}
	for _, source := range req.Checkpoints {
		out.Checkpoints = append(out.Checkpoints, checkCheckpoint(req, source))
	}
	for _, p := range req.Inclusion {
		root := must(tlog.TreeHash(p.Size, reader))
		leaf := tlog.RecordHash([]byte(fmt.Sprintf("entry %d", p.Index)))
		err := tlog.CheckRecord(decode(p.Hashes), p.Size, root, p.Index, leaf)
		proof := must(tlog.ProveRecord(p.Size, p.Index, reader))
		out.Inclusion = append(out.Inclusion, compared{text(err), encode(proof)})
	}
	for _, p := range req.Consistency {
		oldRoot := must(tlog.TreeHash(p.OldSize, reader))
		root := must(tlog.TreeHash(p.Size, reader))
		err := tlog.CheckTree(decode(p.Hashes), p.Size, root, p.OldSize, oldRoot)
		proof := must(tlog.ProveTree(p.Size, p.OldSize, reader))
		out.Consistency = append(out.Consistency, compared{text(err), encode(proof)})
	}
	for _, t := range req.Tiles {
		tile := tlog.Tile{H: 8, L: t.Level, N: t.Index, W: t.Width}
		sum := sha256.Sum256(must(tlog.ReadTileData(tile, reader)))
		out.Tiles = append(out.Tiles, tileOut{tile.Path(), hex.EncodeToString(sum[:])})
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		log.Fatal(err)
	}
}
