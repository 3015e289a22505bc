package shm

import (
	"errors"
	"fmt"
	"math"
	"os"

	"golang.org/x/sys/unix"
)

const (
	most  = min(64<<30, (math.MaxInt+1)/4) // what a pool may hold; the latter is for 32 bits
	least = 64 << 20                       // a pool that holds less is of no use
	seals = unix.F_SEAL_SHRINK | unix.F_SEAL_GROW | unix.F_SEAL_SEAL
)

// create makes the file for a peer and maps it. The file's size is sealed: touching
// memory that a peer has cut off would end this process with SIGBUS.
func create(name string, writable bool) (*os.File, []byte, error) {
	fd, err := memfd("maskgraph-" + name)
	if err != nil {
		return nil, nil, err
	}
	file := os.NewFile(uintptr(fd), name)
	mem, err := reserve(fd, writable)
	if err == nil {
		_, err = unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, seals)
	}
	peers := file
	if err == nil && writable {
		peers, err = os.Open(fmt.Sprintf("/proc/self/fd/%d", fd)) // for reading, unlike fd
		file.Close()
	}
	if err != nil {
		file.Close()
		return nil, nil, errors.Join(err, unmap(mem))
	}
	return peers, mem, nil
}

func memfd(name string) (int, error) {
	const flags = unix.MFD_CLOEXEC | unix.MFD_ALLOW_SEALING
	fd, err := unix.MemfdCreate(name, flags|unix.MFD_NOEXEC_SEAL)
	if errors.Is(err, unix.EINVAL) { // before Linux 6.3
		fd, err = unix.MemfdCreate(name, flags)
	}
	if err != nil {
		return -1, os.NewSyscallError("memfd_create", err)
	}
	return fd, nil
}

// reserve gives the file its size and maps it: half of the machine's memory, so
// that slots that are never freed give an error before the machine breaks down.
// Nothing of that is taken before it is touched, except address space; where that
// is limited, the pool leaves most of it to others.
func reserve(fd int, writable bool) ([]byte, error) {
	var machine unix.Sysinfo_t
	var space unix.Rlimit
	if err := errors.Join(unix.Sysinfo(&machine), unix.Getrlimit(unix.RLIMIT_AS, &space)); err != nil {
		return nil, err
	}
	memory := uint64(machine.Totalram) * uint64(machine.Unit)
	err := error(unix.ENOMEM)
	for size := min(most, memory/2, space.Cur/8); size >= least; size /= 2 {
		whole := pages(int(size))
		if err = unix.Ftruncate(fd, int64(whole)); err != nil {
			continue
		}
		var mem []byte
		if mem, err = mapping(fd, whole, writable); err == nil {
			return mem, nil
		}
	}
	return nil, fmt.Errorf("cannot map even %d MiB: %w: raise the limits of address space and of file size (ulimit -v, ulimit -f)", least>>20, err)
}

// attach maps a file that create has made in another process.
func attach(fd int, writable bool) ([]byte, error) {
	var stat unix.Stat_t
	has, err := unix.FcntlInt(uintptr(fd), unix.F_GET_SEALS, 0)
	if err != nil || has&seals != seals || unix.Fstat(fd, &stat) != nil {
		return nil, errors.New("no pool is there: only a host passes one on to the programs that it starts")
	}
	mem, err := mapping(fd, int(stat.Size), writable)
	if errors.Is(err, unix.ENOMEM) {
		err = fmt.Errorf("cannot map its %d MiB: %w: raise the limit of address space (ulimit -v)", stat.Size>>20, err)
	}
	return mem, errors.Join(err, unix.Close(fd))
}

func mapping(fd, size int, writable bool) ([]byte, error) {
	access := unix.PROT_READ
	if writable {
		access |= unix.PROT_WRITE
	}
	mem, err := unix.Mmap(fd, 0, size, access, unix.MAP_SHARED|unix.MAP_NORESERVE)
	return mem, os.NewSyscallError("mmap", err)
}

func unmap(mem []byte) error {
	if mem == nil {
		return nil
	}
	return os.NewSyscallError("munmap", unix.Munmap(mem))
}

// discard gives memory back to the kernel, for both processes. If that failed, it
// would merely be kept.
func discard(mem []byte) { _ = unix.Madvise(mem, unix.MADV_REMOVE) }
