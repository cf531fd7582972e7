// A second opinion on an unpacked dossier by golang.org/x/mod/sumdb: its note package opens both checkpoints, its
// tlog package checks the seal, every custody entry and that the later tree extends the earlier. It knows nothing
// of our code. Reads {"Folder","Key"} as JSON, answers with the counts of what it checked.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error, what string) {
	if err != nil {
		log.Fatalf("%s: %v", what, err)
	}
}

func hashes(list []string) []tlog.Hash {
	var all []tlog.Hash
	for _, text := range list {
		var hash tlog.Hash
		bytes, err := base64.StdEncoding.DecodeString(text)
		must(err, "hash")
		copy(hash[:], bytes)
		all = append(all, hash)
	}
	return all
}

func tree(text string, verifier note.Verifier) (int64, tlog.Hash) {
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	must(err, "note")
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "size")
	return size, hashes(lines[2:3])[0]
}

func main() {
	log.SetFlags(0)
	var request struct{ Folder, Key string }
	must(json.NewDecoder(os.Stdin).Decode(&request), "request")
	read := func(name string) string {
		bytes, err := os.ReadFile(filepath.Join(request.Folder, name))
		must(err, name)
		return string(bytes)
	}
	verifier, err := note.NewVerifier(request.Key)
	must(err, "key")

	parts := strings.SplitN(read("META-INF/dossier.tlog-proof"), "\n\n", 2)
	size, root := tree(parts[1], verifier)
	bagSize, bagRoot := tree(read("dossier/proofs/checkpoint"), verifier)
	var seal struct {
		Leaf        string
		Consistency []string
	}
	must(json.Unmarshal([]byte(read("META-INF/dossier-leaf.json")), &seal), "seal")
	must(tlog.CheckTree(hashes(seal.Consistency), size, root, bagSize, bagRoot), "consistency")

	lines := strings.Split(parts[0], "\n")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	must(err, "index")
	must(tlog.CheckRecord(hashes(lines[2:]), size, root, index, tlog.RecordHash([]byte(seal.Leaf))), "seal")

	entries := bufio.NewScanner(strings.NewReader(read("dossier/data/custody.jsonl")))
	proofs := bufio.NewScanner(strings.NewReader(read("dossier/proofs/proofs.jsonl")))
	entries.Buffer(nil, 1<<24)
	proofs.Buffer(nil, 1<<24)
	count := 0
	for entries.Scan() && proofs.Scan() {
		var entry struct {
			Index int64
			Leaf  string
		}
		var proof struct {
			Index int64
			Path  []string
		}
		must(json.Unmarshal(entries.Bytes(), &entry), "entry")
		must(json.Unmarshal(proofs.Bytes(), &proof), "proof")
		must(tlog.CheckRecord(hashes(proof.Path), bagSize, bagRoot, entry.Index, tlog.RecordHash([]byte(entry.Leaf))), "entry")
		count++
	}
	must(json.NewEncoder(os.Stdout).Encode(map[string]int64{"Entries": int64(count), "Size": size}), "answer")
}
