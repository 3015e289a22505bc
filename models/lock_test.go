package models

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
)

// pullBlocked starts a pull whose server does not answer before release is closed.
func pullBlocked(t *testing.T, data []byte) (s *Store, m Model, requests *atomic.Int32, release chan struct{}, done chan error) {
	t.Helper()
	started := make(chan struct{})
	requests, release, done = new(atomic.Int32), make(chan struct{}), make(chan error, 1)
	s, url := server(t, func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) == 1 {
			close(started)
		}
		<-release
		w.Write(data)
	})
	m = toyModel(data, url)
	go func() { done <- s.Pull(t.Context(), m, nil) }()
	<-started
	return s, m, requests, release, done
}

func TestTwoPullsTakeTurns(t *testing.T) {
	first, m, requests, release, done := pullBlocked(t, []byte("the right bytes"))
	second := NewStore(first.cache, "") // another opening of the lock, as in another process
	waited := false
	err := second.Pull(t.Context(), m, func(p Progress) {
		if p != (Progress{Model: "toy", Phase: "waiting for another pull"}) {
			t.Errorf("the second one does not only wait: %+v", p)
		}
		if !waited {
			waited = true
			close(release)
		}
	})
	wantPulled(t, second, m, errors.Join(err, <-done))
	if n := requests.Load(); !waited || n != 1 {
		t.Errorf("waited: %v; %d downloads, want 1", waited, n)
	}
}

func TestWaitingIsCancelled(t *testing.T) {
	first, m, _, release, done := pullBlocked(t, []byte("the right bytes"))
	ctx, cancel := context.WithCancel(t.Context())
	err := NewStore(first.cache, "").Pull(ctx, m, func(Progress) { cancel() })
	if !errors.Is(err, context.Canceled) || err.Error() != "model toy: context canceled" {
		t.Errorf("error %v", err)
	}
	close(release)
	wantPulled(t, first, m, <-done)
}
