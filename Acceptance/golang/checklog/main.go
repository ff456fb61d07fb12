// Checklog checks a Governor log with Go's own transparency log packages: an implementation that shares nothing with ours.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run ./Acceptance/golang/checklog -log FOLDER -vkey KEY [-skey FILE] [RECEIPT…]
//
// FOLDER holds what a log serves: checkpoint, tile/<L>/<N> and tile/entries/<N>. Checked are the checkpoint's signature, every
// entry against its leaf hash, the tree hash, record and tree proofs made from the tiles, the receipts, and that each of
// these checks notices a change. Needs golang.org/x/mod (Debian: golang-go, golang-golang-x-mod-dev). Exits 0 when all
// checks pass, 1 when one fails, 2 when something cannot be read.
package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

func main() {
	folder := flag.String("log", "", "the folder of the log")
	vkey := flag.String("vkey", "", "the verifier key of the log, name+id+base64")
	skey := flag.String("skey", "", "a signing key file that belongs to the verifier key")
	flag.Parse()
	if *vkey == "" || (*folder == "" && flag.NArg() == 0) {
		flag.Usage()
		os.Exit(64)
	}
	verifier, err := note.NewVerifier(*vkey)
	if err != nil {
		fail(2, "verifier key", err)
	}
	check := checker{verifiers: note.VerifierList(verifier), name: verifier.Name()}
	if *skey != "" {
		check.run("signing key", func() error { return check.signingKey(*skey) })
	}
	if *folder != "" {
		check.log(*folder)
	}
	for _, path := range flag.Args() {
		path := path
		check.run("receipt "+filepath.Base(path), func() error { return check.receipt(path) })
	}
	if check.failed {
		os.Exit(1)
	}
}

type checker struct {
	verifiers note.Verifiers
	name      string
	failed    bool
}

// run prints what became of one check.
func (c *checker) run(what string, check func() error) {
	if err := check(); err != nil {
		c.failed = true
		fmt.Printf("FAIL  %s: %v\n", what, err)
		return
	}
	fmt.Printf("ok    %s\n", what)
}

func (c *checker) signingKey(path string) error {
	signer, err := note.NewSigner(strings.TrimSpace(string(read(path))))
	if err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: "signed by Go\n"}, signer)
	if err != nil {
		return err
	}
	_, err = note.Open(signed, c.verifiers)
	return err
}

func (c *checker) log(folder string) {
	signed := read(filepath.Join(folder, "checkpoint"))
	var tree tlog.Tree
	c.run("checkpoint", func() (err error) {
		tree, err = c.checkpoint(signed)
		return err
	})
	c.run("a changed checkpoint is refused", func() error {
		for i := range signed {
			changed := append([]byte(nil), signed...)
			changed[i] ^= 1
			if other, err := c.checkpoint(changed); err == nil && other != tree {
				return fmt.Errorf("byte %d changed unnoticed", i)
			}
		}
		return nil
	})
	if c.failed {
		return
	}
	reader := tlog.TileHashReader(tree, folderTiles(folder))
	c.run(fmt.Sprintf("tree hash of %d entries", tree.N), func() error {
		hash, err := tlog.TreeHash(tree.N, reader)
		if err == nil && hash != tree.Hash {
			err = errors.New("the tiles lead to another root")
		}
		return err
	})
	c.run("entries", func() error { return entries(folder, tree, reader) })
	c.run("record proofs", func() error { return recordProofs(tree, reader) })
	c.run("tree proofs", func() error { return treeProofs(tree, reader) })
}

// checkpoint verifies a note and reads its three lines.
func (c *checker) checkpoint(signed []byte) (tree tlog.Tree, err error) {
	opened, err := note.Open(signed, c.verifiers)
	if err != nil {
		return tree, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != c.name {
		return tree, errors.New("not a checkpoint of this log")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, err
}

// entries compares every entry of every bundle with the leaf hash in the tree.
func entries(folder string, tree tlog.Tree, reader tlog.HashReader) error {
	for first := int64(0); first < tree.N; first += 1 << tileHeight {
		width := tree.N - first
		if width > 1<<tileHeight {
			width = 1 << tileHeight
		}
		tile := tlog.Tile{H: tileHeight, L: -1, N: first >> tileHeight, W: int(width)}
		bundle, err := readTile(folder, tile)
		if err != nil {
			return err
		}
		indexes := make([]int64, width)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
		}
		hashes, err := reader.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for i := range hashes {
			if len(bundle) < 2 || len(bundle) < 2+int(bundle[0])<<8+int(bundle[1]) {
				return fmt.Errorf("%s is cut off", tilePath(tile))
			}
			length := int(bundle[0])<<8 + int(bundle[1])
			if tlog.RecordHash(bundle[2:2+length]) != hashes[i] {
				return fmt.Errorf("entry %d is not the one in the tree", first+int64(i))
			}
			bundle = bundle[2+length:]
		}
		if len(bundle) > 0 && width == 1<<tileHeight {
			return fmt.Errorf("%s has bytes left over", tilePath(tile))
		}
	}
	return nil
}

func recordProofs(tree tlog.Tree, reader tlog.HashReader) error {
	for _, index := range samples(tree.N - 1) {
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		if err != nil {
			return err
		}
		proof, err := tlog.ProveRecord(tree.N, index, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, hashes[0]); err != nil {
			return fmt.Errorf("entry %d: %v", index, err)
		}
		hashes[0][0] ^= 1
		if tlog.CheckRecord(proof, tree.N, tree.Hash, index, hashes[0]) == nil {
			return fmt.Errorf("entry %d: a changed entry is accepted", index)
		}
	}
	return nil
}

func treeProofs(tree tlog.Tree, reader tlog.HashReader) error {
	for _, size := range samples(tree.N) {
		if size == 0 {
			continue
		}
		old, err := tlog.TreeHash(size, reader)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(tree.N, size, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, size, old); err != nil {
			return fmt.Errorf("size %d: %v", size, err)
		}
	}
	return nil
}

// samples are numbers from 0 to last: the ends, the surroundings of powers of two, and some between.
func samples(last int64) []int64 {
	seen := map[int64]bool{}
	var numbers []int64
	add := func(n int64) {
		if n >= 0 && n <= last && !seen[n] {
			seen[n] = true
			numbers = append(numbers, n)
		}
	}
	for power := int64(1); power <= last*2 && power > 0; power *= 2 {
		add(power - 1)
		add(power)
		add(power + 1)
	}
	for i := int64(0); i <= 20; i++ {
		add(last * i / 20)
	}
	return numbers
}

// receipt checks a c2sp.org/tlog-proof@v1 file whose extra line holds the leaf, and that a changed leaf is refused.
func (c *checker) receipt(path string) error {
	header, checkpoint, found := bytes.Cut(read(path), []byte("\n\n"))
	if !found {
		return errors.New("no checkpoint after an empty line")
	}
	lines := strings.Split(string(header), "\n")
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "extra ") ||
		!strings.HasPrefix(lines[2], "index ") {
		return errors.New("not a receipt")
	}
	leaf, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	tree, err := c.checkpoint(checkpoint)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)); err != nil {
		return err
	}
	if len(leaf) > 0 {
		leaf[len(leaf)/2] ^= 1
		if tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)) == nil {
			return errors.New("a changed leaf is accepted")
		}
	}
	return nil
}

// folderTiles reads tiles from the paths of C2SP tlog-tiles.
type folderTiles string

func (f folderTiles) Height() int { return tileHeight }

func (f folderTiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		content, err := readTile(string(f), tile)
		if err != nil {
			return nil, err
		}
		if want := tile.W * tlog.HashSize; len(content) > want {
			content = content[:want]
		}
		data[i] = content
	}
	return data, nil
}

func (f folderTiles) SaveTiles([]tlog.Tile, [][]byte) {}

// readTile falls back to the full tile, which a log may serve instead of its partial states.
func readTile(folder string, tile tlog.Tile) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(folder, tilePath(tile)))
	if os.IsNotExist(err) && tile.W < 1<<tileHeight {
		tile.W = 1 << tileHeight
		return os.ReadFile(filepath.Join(folder, tilePath(tile)))
	}
	return data, err
}

// tilePath turns Go's tile/<H>/<L>/<N> into tile/<L>/<N>, and its data into entries.
func tilePath(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight))
	if tile.L < 0 {
		path = "entries" + strings.TrimPrefix(path, "data")
	}
	return "tile/" + path
}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	if err != nil {
		fail(2, "cannot read", err)
	}
	return data
}

func fail(code int, what string, err error) {
	fmt.Fprintf(os.Stderr, "checklog: %s: %v\n", what, err)
	os.Exit(code)
}
