package masksink

import (
	"bufio"
	"errors"
	"io"
	"os"
)

// notes are lines of text that a node remembers. They lie in a file of their own:
// in snapshots, which are taken after every frame, they would grow with the video.
type notes struct {
	path string
	file *journal
}

func newNotes(path string) (*notes, error) {
	file, err := newJournal(path)
	if err != nil {
		return nil, err
	}
	return &notes{path, file}, nil
}

// reopenNotes returns what was noted until the file had a size.
func reopenNotes(path string, size int64) (n *notes, lines []string, err error) {
	file, err := reopenJournal(path, size)
	if err != nil {
		return nil, nil, err
	}
	scan := bufio.NewScanner(io.NewSectionReader(file.file, 0, size))
	for scan.Scan() {
		lines = append(lines, scan.Text())
	}
	if err := scan.Err(); err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return &notes{path, file}, lines, nil
}

func (n *notes) add(line string) error {
	_, err := n.file.Write([]byte(line + "\n"))
	return err
}

// namesSide is added to the name of a temporary file for that of these notes.
const namesSide = ".names"

// frameNames gives frames of picture files names that no other frame of the stream
// has.
type frameNames struct {
	taken names
	notes *notes // nil until there is a name
	lost  bool   // the notes are gone
}

// add takes a name. path is where to remember it if it is the first one.
func (f *frameNames) add(wanted string, path func(name string) (string, error)) (string, error) {
	if f.lost {
		return "", errors.New("the names of the pictures until here are gone: start the run anew")
	}
	name := f.taken.add(wanted)
	if f.notes == nil {
		at, err := path(name)
		if err != nil || at == "" {
			return name, err
		}
		if f.notes, err = newNotes(at); err != nil {
			return name, err
		}
	}
	return name, f.notes.add(name)
}

type namesState struct {
	Path string
	Size int64
}

func (f *frameNames) state() namesState {
	if f.notes == nil {
		return namesState{}
	}
	return namesState{f.notes.path, f.notes.file.size}
}

// restore forgives a file that is gone until another name is asked for: it goes when
// the stream has ended.
func (f *frameNames) restore(st namesState) error {
	f.taken = names{}
	if st.Path == "" {
		return nil
	}
	n, lines, err := reopenNotes(st.Path, st.Size)
	if errors.Is(err, os.ErrNotExist) {
		f.lost = true
		return nil
	}
	if err != nil {
		return err
	}
	f.notes = n
	for _, name := range lines {
		f.taken[name] = true
	}
	return nil
}

// forget removes the file and takes leave of the names.
func (f *frameNames) forget() error {
	var err error
	if n := f.notes; n != nil {
		err = errors.Join(f.close(), os.Remove(n.path))
	}
	*f = frameNames{taken: names{}}
	return err
}

// close leaves the file as it is.
func (f *frameNames) close() error {
	if f.notes == nil {
		return nil
	}
	defer func() { f.notes = nil }()
	return f.notes.file.Close()
}
