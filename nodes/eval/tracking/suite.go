package tracking

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Sequence is two files to be compared.
type Sequence struct{ Name, Truth, Result string }

// Sequences finds what to compare. truth is a file; or the folder of a sequence,
// with gt.txt or gt/gt.txt in it; or a folder of such folders, or of files called
// SEQUENCE.txt. result is a file, or a folder of files called SEQUENCE.txt. Every
// .txt may be .txt.gz. missing names the sequences without a result.
func Sequences(truth, result string) (found []Sequence, missing []string, err error) {
	resultInfo, err := os.Stat(result)
	if err != nil {
		return nil, nil, err
	}
	names, files, err := truths(truth)
	if err != nil {
		return nil, nil, err
	}
	if !resultInfo.IsDir() {
		if len(names) > 1 {
			return nil, nil, fmt.Errorf("%s: the truth has %d sequences: want a folder with %s.txt and so on", result, len(names), names[0])
		}
		return []Sequence{{names[0], files[0], result}}, nil, nil
	}
	for i, name := range names {
		if file := text(filepath.Join(result, name)); file != "" {
			found = append(found, Sequence{name, files[i], file})
		} else {
			missing = append(missing, name)
		}
	}
	if len(found) == 0 {
		return nil, nil, fmt.Errorf("%s: no results here: want %s.txt", result, strings.Join(missing, ".txt, "))
	}
	return found, missing, nil
}

// truths is the names and files of true sequences, by name.
func truths(path string) (names, files []string, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if !info.IsDir() {
		return []string{stem(path)}, []string{path}, nil
	}
	if file := ofFolder(path); file != "" {
		return []string{stem(path)}, []string{file}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range entries {
		file := filepath.Join(path, e.Name())
		switch ext := strings.TrimSuffix(e.Name(), ".gz"); {
		case e.IsDir():
			file = ofFolder(file)
		case filepath.Ext(ext) != ".txt":
			continue
		}
		if name := stem(e.Name()); file != "" && !slices.Contains(names, name) {
			names, files = append(names, name), append(files, file)
		}
	}
	if len(names) == 0 {
		return nil, nil, fmt.Errorf("%s: no truth here: want gt.txt, SEQUENCE/gt.txt, SEQUENCE/gt/gt.txt or SEQUENCE.txt", path)
	}
	return names, files, nil
}

// ofFolder is the truth in a sequence's folder; empty when there is none.
func ofFolder(dir string) string {
	if file := text(filepath.Join(dir, "gt")); file != "" {
		return file
	}
	return text(filepath.Join(dir, "gt", "gt"))
}

// text is the text file of a name, compressed or not; empty when there is none.
func text(name string) string {
	for _, path := range []string{name + ".txt", name + ".txt.gz"} {
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path
		}
	}
	return ""
}

func stem(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs // so that . has a name
	}
	return strings.TrimSuffix(strings.TrimSuffix(filepath.Base(path), ".gz"), ".txt")
}
