package models

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
)

// server serves files over https and makes a store that trusts it.
func server(t *testing.T, h http.HandlerFunc) (*Store, string) {
	t.Helper()
	srv := httptest.NewTLSServer(h)
	t.Cleanup(srv.Close)
	s := NewStore(filepath.Join(t.TempDir(), "cache"), "")
	s.client = srv.Client()
	return s, srv.URL
}

// serve answers by the path: good, other, cut, short, stream-short, stream-long.
func serve(w http.ResponseWriter, r *http.Request, data, other []byte) {
	switch r.URL.Path {
	case "/good":
		w.Write(data)
	case "/other":
		w.Write(other)
	case "/cut":
		w.Header().Set("Content-Length", fmt.Sprint(len(data)))
		w.Write(data[:100])
	case "/short":
		w.Write(data[:9])
	case "/stream-short":
		w.Write(data[1:])
	case "/stream-long":
		w.Write(append(data, '+'))
	default:
		http.NotFound(w, r)
	}
}
