package masksink

import (
	"bufio"
	"errors"
	"os"

	"github.com/maskgraph/maskgraph/nodes/internal/files"
)

// notes are lines of text that a node remembers. They lie in a file of their own:
// in snapshots, which are taken after every frame, they would grow with the video.
type notes struct {
	path string
	file *files.Journal
}

func newNotes(path string) (*notes, error) {
	file, err := files.Create(path)
	if err != nil {
		return nil, err
	}
	return &notes{path, file}, nil
}

// reopenNotes returns what was noted until the file had a size.
func reopenNotes(path string, size int64) (n *notes, lines []string, err error) {
	file, err := files.Reopen(path, size)
	if err != nil {
		return nil, nil, err
	}
	scan := bufio.NewScanner(file.Reader())
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
	taken files.Names
	notes *notes // nil until there is a name
	lost  bool   // the notes are gone
}

// add takes a name. path is where to remember it if it is the first one.
func (f *frameNames) add(wanted string, path func(name string) (string, error)) (string, error) {
	if f.lost {
		return "", errors.New("the names of the pictures until here are gone: start the run anew")
	}
	name := f.taken.Add(wanted)
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
	return namesState{f.notes.path, f.notes.file.Size()}
}

// restore forgives a file that is gone until another name is asked for: it goes when
// the stream has ended.
func (f *frameNames) restore(st namesState) error {
	f.taken = files.Names{}
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

// leave takes leave of the names, and removes the file unless it is to be kept.
func (f *frameNames) leave(keep bool) error {
	n := f.notes
	err := f.close()
	if !keep {
		if n != nil {
			err = errors.Join(err, os.Remove(n.path))
		}
		*f = frameNames{taken: files.Names{}}
	}
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
