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

// preparePNGs makes an empty temporary folder. The folder it is to become may be
// new, empty or from an earlier run: somebody else's pictures are not replaced.
func preparePNGs(temp, name string) error {
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
	old, err := os.ReadDir(name)
	if errors.Is(err, os.ErrNotExist) {
		return os.Rename(temp, name)
	}
	if err != nil {
		return err
	}
	for _, e := range old {
		if frameFile.MatchString(e.Name()) || e.Name() == aboutName {
			if err := os.Remove(filepath.Join(name, e.Name())); err != nil {
				return err
			}
		}
	}
	fresh, err := os.ReadDir(temp)
	if err != nil {
		return err
	}
	for _, e := range fresh {
		if err := os.Rename(filepath.Join(temp, e.Name()), filepath.Join(name, e.Name())); err != nil {
			return err
		}
	}
	return os.Remove(temp)
}
