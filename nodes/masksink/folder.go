package masksink

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// aboutName is the file that marks a folder as one that this node wrote.
const aboutName = "masks.json"

var frameFile = regexp.MustCompile(`^\d{6,}\.png$`)

// oldPath is where a folder lies while another one takes its place.
func oldPath(name string) string {
	return filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+".old")
}

// preparePNGs makes an empty temporary folder. The folder it is to become may be
// new, empty or from an earlier run: somebody else's pictures are not replaced.
func preparePNGs(temp, name string) error {
	if err := replaced(name); err != nil { // by a run that was killed over it
		return err
	}
	entries, err := os.ReadDir(name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if _, err := os.Stat(filepath.Join(name, aboutName)); len(entries) > 0 && err != nil {
		return fmt.Errorf("the folder holds files that are not from an earlier run, such as %s: choose a new folder", entries[0].Name())
	}
	if err := os.RemoveAll(temp); err != nil {
		return err
	}
	return os.Mkdir(temp, 0o755)
}

// placePNGs moves a finished folder to its name. What an earlier run left there
// goes; files of other names stay.
func placePNGs(temp, name string) error {
	if err := os.Rename(name, oldPath(name)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(temp, name); err != nil {
		return err
	}
	return replaced(name)
}

// replaced ends the replacement of a folder, wherever it stopped: the old folder
// returns when there is no new one, or else its files of other names move over.
func replaced(name string) error {
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
		to := filepath.Join(name, e.Name())
		_, taken := os.Lstat(to)
		if taken == nil || frameFile.MatchString(e.Name()) || e.Name() == aboutName {
			err = os.RemoveAll(filepath.Join(old, e.Name()))
		} else {
			err = os.Rename(filepath.Join(old, e.Name()), to)
		}
		if err != nil {
			return err
		}
	}
	return os.Remove(old)
}
