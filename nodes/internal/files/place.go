package files

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Owned is what a folder of ours is made of: a file that marks it as one, and
// patterns of the files that a new folder of the name replaces. Others stay.
type Owned struct {
	Marker   string
	Patterns []string
	Guest    string // a folder in it that is somebody else's and may be there before; empty: none
}

// Vacant says why a file, or with owned a folder, could not get a name: somebody
// else's files are not replaced.
func Vacant(name string, owned *Owned) error {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case owned == nil && info.IsDir():
		return errors.New("a folder has this name: choose another one")
	case owned == nil:
		return nil
	case !info.IsDir():
		return errors.New("a file has this name: choose another one")
	}
	entries, err := os.ReadDir(name)
	if err != nil {
		return err
	}
	entries = slices.DeleteFunc(entries, func(e os.DirEntry) bool { return owned.Guest != "" && e.Name() == owned.Guest })
	if _, err := os.Stat(filepath.Join(name, owned.Marker)); len(entries) > 0 && err != nil {
		return fmt.Errorf("the folder holds files that are not from an earlier run, such as %s: choose a new folder", entries[0].Name())
	}
	return nil
}

// Prepare makes room for a temporary file, or with owned an empty folder of this
// name, and sees to it that the final name can be had.
func Prepare(temp, name string, owned *Owned) error {
	if err := os.MkdirAll(filepath.Dir(filepath.Clean(name)), 0o755); err != nil {
		return fmt.Errorf("cannot make its folder: %w", err)
	}
	if owned != nil {
		if err := Replaced(name, owned); err != nil { // by a run that was killed over it
			return err
		}
	}
	if err := Vacant(name, owned); err != nil || owned == nil {
		return err
	}
	if err := os.RemoveAll(temp); err != nil {
		return err
	}
	return os.Mkdir(temp, 0o755)
}

// Place gives a file its name once its bytes are on the disk.
func Place(temp, name string) error {
	f, err := os.OpenFile(temp, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(temp, name)
}

// PlaceFolder gives a folder its name. What an earlier run left there goes; other
// files stay.
func PlaceFolder(temp, name string, owned *Owned) error {
	if err := os.Rename(name, oldPath(name)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(temp, name); err != nil {
		return err
	}
	return Replaced(name, owned)
}

// oldPath is where a folder lies while another one takes its place.
func oldPath(name string) string {
	return filepath.Join(filepath.Dir(filepath.Clean(name)), "."+filepath.Base(name)+".old")
}

// Replaced ends the replacement of a folder, wherever it stopped: the old folder
// returns when there is no new one, or else its files of other names move over.
func Replaced(name string, owned *Owned) error {
	old := oldPath(name)
	entries, err := os.ReadDir(old)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := os.Stat(name); errors.Is(err, os.ErrNotExist) {
		return os.Rename(old, name)
	}
	for _, e := range entries {
		from, to := filepath.Join(old, e.Name()), filepath.Join(name, e.Name())
		if _, err := os.Lstat(to); err == nil || owned.has(e.Name()) {
			err = os.RemoveAll(from)
			if err != nil {
				return err
			}
		} else if err := os.Rename(from, to); err != nil {
			return err
		}
	}
	return os.Remove(old)
}

// LeaveGuest lets the folder that is somebody else's stay under the name when ours is
// taken back from it. It may be called again.
func LeaveGuest(temp, name string, owned *Owned) error {
	guest := filepath.Join(temp, owned.Guest)
	if _, err := os.Stat(guest); owned.Guest == "" || err != nil {
		return nil
	}
	if err := os.MkdirAll(name, 0o755); err != nil {
		return err
	}
	return os.Rename(guest, filepath.Join(name, owned.Guest))
}

func (o *Owned) has(name string) bool {
	for _, pattern := range o.Patterns {
		if ok, err := filepath.Match(pattern, name); err == nil && ok {
			return true
		}
	}
	return false
}

// Escape makes a pattern of a path that matches it only.
func Escape(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
