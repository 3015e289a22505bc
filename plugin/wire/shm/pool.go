// Package shm carries pixels between a host and a plugin in shared memory.
//
// A Pool is an anonymous file (Linux: memfd) that two processes have mapped. One
// side, the one that allots, hands out slots: it writes a frame into one, sends
// the slot's offset in a message, and frees the slot when the other side is done
// with it. The other side maps the pool read-only; frames that travel both ways
// need two pools.
//
//	host, allots                      plugin, reads
//	pix := pool.Alloc(w*h*3)
//	… decode into pix …
//	pool.Offset(pix) ── message ──▶   pix := pool.Bytes(offset, w*h*3)
//	pool.Free(pix)   ◀── answer ───   … read pix …
//
// The file is sparse: a pool takes as much memory as its slots, which comes back
// some time after they were freed. It is no file of /dev/shm, so that neither the
// size of that matters nor anything is left behind when both processes are gone,
// however they went.
//
// The race detector does not see these bytes, and nothing but the messages keeps
// the two sides from reading and writing a slot at the same time.
package shm

import (
	"errors"
	"fmt"
	"os"
	"sync"
)

// Pool is one side of a piece of shared memory. Its methods may be called by
// several goroutines.
type Pool struct {
	name  string
	file  *os.File
	allot bool

	mu   sync.Mutex
	mem  []byte // the whole mapping; nil after Close
	room room
}

// New makes a pool and maps it. allot says that this process hands out the slots
// and the peer reads, otherwise it is the other way round: exactly one side may
// allot. A pool that the peer allots is for one peer only, since a successor
// would hand out slots that are still being read; any number may read.
//
// name shows in /proc/PID/maps. A pool can hold half of the machine's memory, and
// less where the process is limited. Where there is no shared memory of this
// kind, the error is errors.ErrUnsupported.
func New(name string, allot bool) (*Pool, error) {
	file, mem, err := create(name, allot)
	if err != nil {
		return nil, fmt.Errorf("shm: make pool %s: %w", name, err)
	}
	return &Pool{name: name, file: file, allot: allot, mem: mem, room: newRoom(mem)}, nil
}

// Open maps a pool that another process has made and passed on as descriptor fd.
// allot says that this process, and not the one that made the pool, hands out the
// slots; without it, writing to the memory ends the process with SIGSEGV. The
// descriptor is closed as it is no longer needed, unless it is no pool.
func Open(fd uintptr, allot bool) (*Pool, error) {
	mem, err := attach(int(fd), allot)
	if err != nil {
		return nil, fmt.Errorf("shm: open the pool on descriptor %d: %w", fd, err)
	}
	return &Pool{name: fmt.Sprintf("on descriptor %d", fd), allot: allot, mem: mem, room: newRoom(mem)}, nil
}

// File is what to put in exec.Cmd.ExtraFiles of the peer. It belongs to the pool,
// and may be passed on until Close. Where the peer only reads, it is open for
// reading only. It is nil on the side of Open.
func (p *Pool) File() *os.File { return p.file }

// Close unmaps the pool; bytes of it must not be touched any more. Where slots
// are still in use it does nothing but say so, since whoever reads them would end
// the process: free them and call Close again. The side that does not allot has
// to know itself that nobody reads any more. Closing twice is fine.
func (p *Pool) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.mem == nil {
		return nil
	}
	if n := len(p.room.used); n > 0 {
		return fmt.Errorf("shm: close pool %s: %d slots are still in use: free them first", p.name, n)
	}
	err := unmap(p.mem)
	p.mem, p.room = nil, room{}
	if p.file != nil {
		err = errors.Join(err, p.file.Close())
	}
	return err
}
