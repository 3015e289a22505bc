package files

import (
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
)

// Split parts a path before its extension. A folder has none.
func Split(path string, folder bool) (stem, ext string) {
	path = filepath.Clean(path)
	if !folder {
		ext = filepath.Ext(path)
	}
	return strings.TrimSuffix(path, ext), ext
}

// Temp is where a file or folder lies while it is written: beside its final name,
// hidden, with the extension that tells a video writer the container.
func Temp(final string, folder bool) string {
	stem, ext := Split(final, folder)
	return filepath.Join(filepath.Dir(stem), "."+filepath.Base(stem)+".part"+ext)
}

// Incomplete is the name of what a run that was broken off leaves.
func Incomplete(final string, folder bool) string {
	stem, ext := Split(final, folder)
	return stem + ".incomplete" + ext
}

// Names are names as they stand in paths, none used twice.
type Names map[string]bool

// Add takes a name for wanted, with a number behind it if it is taken.
func (n Names) Add(wanted string) string {
	base := Sanitise(wanted)
	name := base
	for i := 2; n[name]; i++ {
		name = base + "-" + strconv.Itoa(i)
	}
	n[name] = true
	return name
}

// Sanitise makes a file name of any name.
func Sanitise(wanted string) string {
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
