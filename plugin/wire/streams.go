package wire

import "os"

// streams are pipes to the program's descriptors 0 to 2.
type streams struct{ theirs, ours [3]*os.File }

func openStreams() (s streams, err error) {
	for fd := range 3 {
		r, w, err := os.Pipe()
		if err != nil {
			s.close()
			return s, err
		}
		s.theirs[fd], s.ours[fd] = w, r
		if fd == 0 {
			s.theirs[fd], s.ours[fd] = r, w
		}
	}
	return s, nil
}

func closeFiles(files [3]*os.File) {
	for _, f := range files {
		_ = f.Close() // of nil, an error
	}
}

func (s streams) close() {
	closeFiles(s.theirs)
	closeFiles(s.ours)
}
