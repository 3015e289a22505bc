package publisher

import (
	"context"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestQueueKeepsTheNewest compares the queue with a list of all that came: what is taken
// is in order, what is missing was the oldest and is counted, and no limit is exceeded.
func TestQueueKeepsTheNewest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most, mostBytes := rapid.IntRange(1, 6).Draw(t, "most"), rapid.IntRange(4, 30).Draw(t, "bytes")
		q := newQueue(most, mostBytes)
		var want []message // what should be waiting
		lost := int64(0)
		for i := range rapid.IntRange(0, 60).Draw(t, "steps") {
			if rapid.IntRange(0, 3).Draw(t, "take") == 0 && len(want) > 0 {
				n := rapid.IntRange(1, 4).Draw(t, "n")
				got := q.take(t.Context(), n, 10)
				if len(got) == 0 || len(got) > n {
					t.Fatalf("took %d of %d", len(got), n)
				}
				for j := range got {
					if got[j].id != want[j].id {
						t.Fatalf("took %s, want %s", got[j].id, want[j].id)
					}
				}
				want = want[len(got):]
				continue
			}
			m := message{id: string(rune('a' + i)), body: make([]byte, rapid.IntRange(0, 35).Draw(t, "size"))}
			if err := q.put(t.Context(), m, false); err != nil {
				t.Fatal(err)
			}
			if len(m.body) > mostBytes {
				lost++
				continue
			}
			want = append(want, m)
			for len(want) > most || sizeOf(want) > mostBytes {
				want = want[1:]
				lost++
			}
			if q.dropped() != lost || q.waiting() != len(want) {
				t.Fatalf("%d lost and %d waiting, want %d and %d", q.dropped(), q.waiting(), lost, len(want))
			}
		}
		q.dropRest()
		if q.dropped() != lost+int64(len(want)) {
			t.Fatalf("%d lost in the end, want %d", q.dropped(), lost+int64(len(want)))
		}
	})
}

func sizeOf(all []message) (size int) {
	for _, m := range all {
		size += len(m.body)
	}
	return size
}

func TestQueueBlocks(t *testing.T) {
	q := newQueue(2, 100)
	ctx, cancel := context.WithCancel(t.Context())
	for range 2 {
		if err := q.put(ctx, message{}, true); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	if err := q.put(ctx, message{}, true); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context canceled", err)
	}
	taken := make(chan []message)
	go func() { taken <- q.take(t.Context(), 1, 1) }()
	if err := q.put(t.Context(), message{id: "third"}, true); err != nil {
		t.Fatal(err)
	}
	<-taken
	if got := q.take(t.Context(), 9, 100); len(got) != 2 || got[1].id != "third" {
		t.Errorf("got %v", got)
	}
	q.close()
	if got := q.take(t.Context(), 9, 100); !slices.Equal(bodies(got), nil) {
		t.Errorf("a closed queue gave %v", got)
	}
	if q.dropped() != 1 {
		t.Errorf("%d dropped, want the one that was cut off", q.dropped())
	}
}

func bodies(all []message) (ids []string) {
	for _, m := range all {
		ids = append(ids, m.id)
	}
	return ids
}
