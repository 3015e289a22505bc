//go:build linux

package shm

import (
	"bufio"
	"fmt"
	"hash/crc32"
	"os"
)

// roles are what a second process can do. It has the pool on descriptor 3.
var roles = map[string]func() error{
	"read":     reader,
	"write":    func() error { return writer(Open(3, false)) },
	"scribble": func() error { return writer(New("own", false)) },
	"allot":    allotter,
	"limited":  limited,
}

// reader prints the checksum of each piece that it is asked for.
func reader() error {
	p, err := Open(3, false)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var offset uint64
		var size int
		if _, err := fmt.Sscan(lines.Text(), &offset, &size); err != nil {
			return err
		}
		pix, err := p.Bytes(offset, size)
		if err != nil {
			return err
		}
		fmt.Println(crc32.ChecksumIEEE(pix))
	}
	if files, _ := traces(); files != 0 {
		return fmt.Errorf("%d descriptors of the pool are open", files)
	}
	return p.Close()
}

// writer writes where it must not.
func writer(p *Pool, err error) error {
	if err != nil {
		return err
	}
	pix, err := p.Bytes(0, 1)
	if err != nil {
		return err
	}
	pix[0] = 1
	return fmt.Errorf("wrote %d", pix[0])
}

// allotter hands out a slot for each line, filled with that line.
func allotter() error {
	p, err := Open(3, true)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		pix, err := p.Alloc(len(lines.Bytes()))
		if err != nil {
			return err
		}
		copy(pix, lines.Bytes())
		offset, _ := p.Offset(pix)
		fmt.Println(offset)
	}
	return lines.Err()
}
