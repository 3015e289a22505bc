package models

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// openURL starts a download of size bytes. One time limit guards connecting, the
// headers and every read: the time without any news from the server.
func (s *Store) openURL(ctx context.Context, address string, size int64) (io.ReadCloser, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	d := &download{cause: func() error { return context.Cause(ctx) }, cancel: cancel, stall: s.stall}
	d.watch = time.AfterFunc(s.stall, func() { cancel(fmt.Errorf("nothing came for %v", s.stall)) })
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	req.Close = true // files come one by one from anywhere: keep no connection
	resp, err := s.client.Do(req)
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err // without the address, which the caller names
		}
		return nil, errors.Join(d.reason(err), d.Close())
	}
	d.body = resp.Body
	if resp.StatusCode != http.StatusOK {
		return nil, errors.Join(fmt.Errorf("the server says %s", resp.Status), d.Close())
	}
	if n := resp.ContentLength; n >= 0 && n != size {
		return nil, errors.Join(fmt.Errorf("the server has %d bytes, want %d", n, size), d.Close())
	}
	return d, nil
}

type download struct {
	cause  func() error // why the request was cancelled; nil: it was not
	cancel context.CancelCauseFunc
	watch  *time.Timer
	stall  time.Duration
	body   io.ReadCloser // nil until there is an answer
}

func (d *download) Read(b []byte) (int, error) {
	n, err := d.body.Read(b)
	d.watch.Reset(d.stall)
	return n, d.reason(err)
}

func (d *download) Close() error {
	d.watch.Stop()
	d.cancel(nil)
	if d.body == nil {
		return nil
	}
	return d.body.Close()
}

// reason replaces the error of a read that was cut short by what led to that. Even
// io.EOF may be one: a server that sees us hang up can still end its answer.
func (d *download) reason(err error) error {
	if cause := d.cause(); err != nil && cause != nil {
		return cause
	}
	return err
}
