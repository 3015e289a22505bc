package formats

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
)

// tempPath is where an output lies while it is written: beside its final name, hidden.
func tempPath(final string, n int, folder bool) string {
	stem, ext := split(final, folder)
	number := ""
	if n > 0 {
		number = "-" + strconv.Itoa(n+1)
	}
	return filepath.Join(filepath.Dir(stem), "."+filepath.Base(stem)+".part"+number+ext)
}

// split parts a path before its extension. A folder has none.
func split(path string, folder bool) (stem, ext string) {
	path = filepath.Clean(path)
	if !folder {
		ext = filepath.Ext(path)
	}
	return strings.TrimSuffix(path, ext), ext
}

// prepare makes room for the temporary file or folder, and sees to it that the final
// name can be had.
func (w *output) prepare(final, temp string) error {
	if err := os.MkdirAll(filepath.Dir(filepath.Clean(final)), 0o755); err != nil {
		return fmt.Errorf("cannot make its folder: %w", err)
	}
	if err := w.vacant(final); err != nil {
		return err
	}
	if err := os.RemoveAll(temp); err != nil || !w.info.Folder {
		return err
	}
	return os.Mkdir(temp, 0o755)
}

// vacant says why a name cannot be taken.
func (w *output) vacant(final string) error {
	info, err := os.Stat(final)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !w.info.Folder && info.IsDir():
		return errors.New("a folder has this name: choose another one")
	case !w.info.Folder:
		return nil
	}
	entries, err := os.ReadDir(final)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(final, w.info.marker)); len(entries) > 0 && err != nil {
		return fmt.Errorf("the folder holds files that are no %s of ours, such as %s: choose a new folder", w.info.Name, entries[0].Name())
	}
	return nil
}

// place gives what is complete its name.
func (w *output) place(temp, final string) error {
	if err := w.vacant(final); err != nil {
		return err
	}
	if !w.info.Folder {
		return os.Rename(temp, final)
	}
	for _, pattern := range w.info.owned {
		old, err := filepath.Glob(filepath.Join(escape(final), pattern))
		for _, name := range old {
			err = errors.Join(err, os.RemoveAll(name))
		}
		if err != nil {
			return err
		}
	}
	if os.Remove(final) == nil || !exists(final) { // nothing is in the way
		return os.Rename(temp, final)
	}
	entries, err := os.ReadDir(temp)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := os.Rename(filepath.Join(temp, e.Name()), filepath.Join(final, e.Name())); err != nil {
			return err
		}
	}
	return os.Remove(temp)
}

// escape makes a pattern of a path that matches it only.
func escape(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// finalNames are the names of the parts, in their order.
func (w *output) finalNames() []string {
	if len(w.parts) == 1 {
		return []string{filepath.Clean(w.path)}
	}
	stem, ext := split(w.path, w.info.Folder)
	var names []string
	taken := map[string]bool{}
	for _, p := range w.parts {
		name := sanitise(p.stream)
		for i := 2; taken[name]; i++ {
			name = sanitise(p.stream) + "-" + strconv.Itoa(i)
		}
		taken[name] = true
		names = append(names, stem+"-"+name+ext)
	}
	return names
}

// sanitise makes a file name of any name.
func sanitise(wanted string) string {
	const most = 100 // bytes: file systems allow 255, and a little is appended
	var b strings.Builder
	for _, r := range wanted {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r) {
			r = '_'
		}
		if b.Len()+len(string(r)) > most {
			break
		}
		b.WriteRune(r)
	}
	name := strings.TrimLeft(b.String(), ".")
	if name == "" {
		return "stream"
	}
	return name
}
