package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
)

// keptRun is what a checkpoint file holds.
type keptRun struct {
	Program string // that wrote it: the next version's nodes may have other snapshots
	Text    []byte // of the graph
	Sets    []string
	graph.Checkpoint
}

// after says where the run stood.
func (k keptRun) after() string {
	if len(k.Cuts) == 0 {
		return "from the start"
	}
	var stamps []string
	for _, cut := range k.Cuts {
		stamps = append(stamps, cut.Stamp.String())
	}
	return "after " + strings.Join(stamps, " and ")
}

// checkpointPath is where the checkpoints of a run lie. It goes by the command line
// and the folder that it was typed in, from which paths in a graph start.
func checkpointPath(file string, sets []string) (string, error) {
	folder, err := stateFolder()
	if err != nil {
		return "", err
	}
	here, err := os.Getwd()
	if err != nil {
		return "", err
	}
	whole, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	stem := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	return filepath.Join(folder, fmt.Sprintf("%s-%s-%s.checkpoint", stem, short(here, whole), short(sets...))), nil
}

func short(texts ...string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", texts))
	return hex.EncodeToString(sum[:6])
}

// stateFolder is where the program keeps what is between two runs.
func stateFolder() (string, error) {
	if dir := os.Getenv("MASKGRAPH_STATE"); dir != "" {
		return dir, nil
	}
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "maskgraph"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("no folder for checkpoints: %w: set MASKGRAPH_STATE to one", err)
	}
	return filepath.Join(home, ".local", "state", "maskgraph"), nil
}

// checkpointHead starts a checkpoint file. The SHA-256 of the rest follows, and the
// rest, a keptRun as gob.
const checkpointHead = "maskgraph checkpoint 1\n"

var errDamaged = errors.New("is damaged")

func (k keptRun) write(path string) error {
	var body bytes.Buffer
	if err := gob.NewEncoder(&body).Encode(k); err != nil {
		return err
	}
	sum := sha256.Sum256(body.Bytes())
	return writeWhole(path, func(w io.Writer) error {
		_, err := w.Write(slices.Concat([]byte(checkpointHead), sum[:], body.Bytes()))
		if file, ok := w.(*os.File); ok && err == nil {
			err = file.Sync()
		}
		return err
	})
}

func readCheckpoint(path string) (k keptRun, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return k, err
	}
	rest, ok := bytes.CutPrefix(text, []byte(checkpointHead))
	if !ok || len(rest) < sha256.Size {
		return k, errDamaged
	}
	sum, body := rest[:sha256.Size], rest[sha256.Size:]
	if want := sha256.Sum256(body); !bytes.Equal(sum, want[:]) {
		return k, errDamaged
	}
	if err := gob.NewDecoder(bytes.NewReader(body)).Decode(&k); err != nil {
		return k, errDamaged
	}
	return k, nil
}

// otherSettings are the --set of runs of the same graph that were broken off.
func otherSettings(path string) (found []string) {
	paths, _ := filepath.Glob(path[:strings.LastIndex(path, "-")] + "-*.checkpoint")
	for _, other := range paths {
		k, err := readCheckpoint(other)
		switch {
		case err != nil:
		case len(k.Sets) == 0:
			found = append(found, "without --set")
		default:
			found = append(found, "with --set "+strings.Join(k.Sets, " --set "))
		}
	}
	return found
}

// forgetAfter is how long a run that was broken off can be resumed.
const forgetAfter = 30 * 24 * time.Hour

// forgetOld removes checkpoints that nobody came back for, and what runs that were
// killed while they wrote one have left.
func forgetOld(folder string) {
	files, _ := os.ReadDir(folder) // there may be none yet
	for _, file := range files {
		info, err := file.Info()
		if err == nil && strings.Contains(file.Name(), ".checkpoint") && time.Since(info.ModTime()) > forgetAfter {
			_ = os.Remove(filepath.Join(folder, file.Name())) // the next run tries again
		}
	}
}
