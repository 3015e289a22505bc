package recorder

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// entry is a segment that has been written. Size and time of change tell whether the
// file is still that one.
type entry struct {
	Name    string    `json:"name"`
	Bytes   int64     `json:"bytes"`
	Changed time.Time `json:"changed"`
	Removed bool      `json:"removed,omitempty"` // it was, and an earlier line is void
}

// index is the list of them, oldest first, in a file that only grows and is written anew
// from time to time.
type index struct {
	path, folder string
	file         *os.File
	entries      []entry
	void         int // lines of the file that say nothing any more
}

func openIndex(path, folder string) (*index, error) {
	x := &index{path: path, folder: folder}
	lines, err := x.read()
	if err != nil {
		return nil, err
	}
	if x.void = lines - len(x.entries); x.void > mostVoid {
		return x, x.rewrite()
	}
	if x.file, err = os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644); err != nil {
		return nil, err
	}
	if lines > 0 {
		_, err = x.file.WriteString("\n") // a death may have cut the last line off
	}
	return x, err
}

// mostVoid is how many lines may say nothing before the file is written anew.
const mostVoid = 1000

// read takes over the lines that are whole: the last one may have been cut off.
func (x *index) read() (count int, err error) {
	f, err := os.Open(x.path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for ; lines.Scan(); count++ {
		var e entry
		if json.Unmarshal(lines.Bytes(), &e) != nil || e.Name != filepath.Base(e.Name) || strings.HasPrefix(e.Name, ".") {
			continue // nothing that could lead elsewhere
		}
		x.entries = slices.DeleteFunc(x.entries, func(old entry) bool { return old.Name == e.Name })
		if !e.Removed {
			x.entries = append(x.entries, e)
		}
	}
	slices.SortStableFunc(x.entries, func(a, b entry) int { return strings.Compare(a.Name, b.Name) })
	return count, lines.Err()
}

// rewrite leaves void lines out.
func (x *index) rewrite() error {
	var text []byte
	for _, e := range x.entries {
		text = append(text, line(e)...)
	}
	if err := os.WriteFile(x.path+".new", text, 0o644); err != nil {
		return err
	}
	if err := os.Rename(x.path+".new", x.path); err != nil {
		return err
	}
	f, err := os.OpenFile(x.path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	if x.file != nil {
		_ = x.file.Close()
	}
	x.file, x.void = f, 0
	return nil
}

func line(e entry) []byte {
	text, _ := json.Marshal(e) // texts, numbers and a time
	return append(text, '\n')
}

func (x *index) add(e entry) error {
	x.entries = slices.DeleteFunc(x.entries, func(old entry) bool { return old.Name == e.Name })
	x.entries = append(x.entries, e)
	_, err := x.file.Write(line(e))
	return err
}

// removeOldest removes the oldest file of the list, if it is still the one that was
// written, and says whether it did. An error leaves it in the list.
func (x *index) removeOldest() (path string, done bool, err error) {
	e := x.entries[0]
	path = filepath.Join(x.folder, e.Name)
	info, err := os.Lstat(path)
	ours := err == nil && info.Mode().IsRegular() && info.Size() == e.Bytes && info.ModTime().Equal(e.Changed)
	if ours {
		if err := os.Remove(path); err != nil {
			return path, false, err
		}
	}
	x.entries = x.entries[1:]
	e.Removed = true
	_, _ = x.file.Write(line(e)) // what cannot be noted is found out next time
	if x.void += 2; x.void > mostVoid {
		return path, ours, x.rewrite()
	}
	return path, ours, nil
}

func (x *index) bytes() (sum int64) {
	for _, e := range x.entries {
		sum += e.Bytes
	}
	return sum
}

func (x *index) close() error { return x.file.Close() }
