package masksink

import (
	"encoding/json"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	labelsSide     = ".labels"   // is added to the name of the folder for the file of notes
	unfinishedName = ".next.png" // the picture that is being written
)

type pngState struct {
	Frames int
	Warned bool
	Labels int // noted
}

func (o *pngs) save(s *sinkState) { s.PNGs = pngState{o.about.Frames, o.warned, len(o.about.Labels)} }

func reopenPNGs(folder string, s *sinkState, warn func(string, ...any)) (output, error) {
	st := s.PNGs
	if _, err := os.Stat(folder); err != nil {
		return nil, err
	}
	text, labels, err := labelsOf(folder, st.Labels)
	if err != nil {
		return nil, err
	}
	path := folder + labelsSide
	file, err := reopenJournal(path, int64(text))
	if err != nil {
		return nil, err
	}
	return &pngs{
		folder:  folder,
		about:   about{Frames: st.Frames, Labels: labels},
		labels:  &notes{path, file},
		encoder: png.Encoder{CompressionLevel: png.BestSpeed},
		warn:    warn,
		warned:  st.Warned,
	}, nil
}

func labelNote(track int, label string) string {
	return strconv.Itoa(track) + " " + strconv.Quote(label)
}

// labelsOf reads what was noted, and how many bytes of it are whole. Labels of frames
// to come do no harm: the frames will say the same. When there are too few, the
// folder was finished already, and they are noted anew.
func labelsOf(folder string, least int) (size int, labels map[int]string, err error) {
	path := folder + labelsSide
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, nil, err
	}
	if size, labels = parseLabels(string(text)); err == nil && len(labels) >= least {
		return size, labels, nil
	}
	written, err := os.ReadFile(filepath.Join(folder, aboutName))
	if err != nil {
		return 0, nil, err
	}
	var a about
	if err := json.Unmarshal(written, &a); err != nil {
		return 0, nil, err
	}
	var b strings.Builder
	for track, label := range a.Labels {
		b.WriteString(labelNote(track, label) + "\n")
	}
	if err := os.WriteFile(path+".new", []byte(b.String()), 0o644); err != nil { // whole, or not there
		return 0, nil, err
	}
	return b.Len(), a.Labels, os.Rename(path+".new", path)
}

// parseLabels reads notes up to the first line that is none.
func parseLabels(text string) (size int, labels map[int]string) {
	labels = map[int]string{}
	for line := range strings.Lines(text) {
		id, quoted, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		track, err := strconv.Atoi(id)
		label, err2 := strconv.Unquote(quoted)
		if err != nil || err2 != nil || !strings.HasSuffix(line, "\n") {
			break
		}
		labels[track] = label
		size += len(line)
	}
	return size, labels
}
