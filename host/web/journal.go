package web

import (
	"encoding/json"
	"slices"
	"sync"
	"time"
)

const (
	keptMessages = 500 // of the log, for pages that are opened later
	readerRoom   = 64  // messages that a slow reader may be behind
	maxReaders   = 32
)

// message is one server-sent event.
type message struct {
	id     uint64 // 0: it is not kept
	event  string
	stream string // that it is about; empty: none of them
	data   []byte // JSON
}

// journal hands messages to every reader and keeps the newest of those that later
// readers want too.
type journal struct {
	mu      sync.Mutex
	last    uint64
	kept    []message
	readers map[chan message]bool
	closed  bool
}

// newJournal counts on from the time, so that numbers rise over restarts too.
func newJournal() *journal {
	return &journal{last: uint64(time.Now().UnixMicro()), readers: map[chan message]bool{}}
}

func (j *journal) publish(event, stream string, keep bool, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		return // no type that is published can fail
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	m := message{event: event, stream: stream, data: data}
	if keep {
		j.last++
		m.id = j.last
		if len(j.kept) == keptMessages {
			j.kept = slices.Delete(j.kept, 0, 1)
		}
		j.kept = append(j.kept, m)
	}
	for ch := range j.readers {
		select {
		case ch <- m:
		default: // too slow: it may come again and say where it was
			delete(j.readers, ch)
			close(ch)
		}
	}
}

// read gives what was kept after a number, and a channel of what follows, which is
// closed at the end. ok: there was room for one more reader.
func (j *journal) read(after uint64) (kept []message, ch chan message, ok bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.readers) == maxReaders {
		return nil, nil, false
	}
	for _, m := range j.kept {
		if m.id > after {
			kept = append(kept, m)
		}
	}
	ch = make(chan message, readerRoom)
	if j.closed {
		close(ch)
	} else {
		j.readers[ch] = true
	}
	return kept, ch, true
}

func (j *journal) leave(ch chan message) {
	j.mu.Lock()
	defer j.mu.Unlock()
	delete(j.readers, ch)
}

func (j *journal) close() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.closed = true
	for ch := range j.readers {
		delete(j.readers, ch)
		close(ch)
	}
}
