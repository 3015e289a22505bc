package web

import (
	"errors"
	"mime"
	"net/http"
	"net/netip"
	"time"

	"github.com/maskgraph/maskgraph/host/fleet"
	"github.com/maskgraph/maskgraph/nodes"
)

// streamJSON is one of the streams that run.
type streamJSON struct {
	Name     string      `json:"name"`
	State    fleet.State `json:"state"`
	Error    string      `json:"error,omitempty"` // of the last failure
	Failures int64       `json:"failures"`
	Live     bool        `json:"live"`
	Began    *time.Time  `json:"began"` // when its graph was opened; null: it has none yet
	FPS      float64     `json:"fps"`
	Ledger   ledgerJSON  `json:"ledger"`
}

func streamOf(of *fleet.Stream) streamJSON {
	st := of.Status()
	out := streamJSON{Name: of.Name(), State: st.State, Failures: st.Failures, Live: st.Live, Ledger: ledgerJSON{Dropped: map[string]int64{}}}
	if st.Err != nil {
		out.Error = nodes.Redact(st.Err.Error())
	}
	if _, g := of.Graph(); g != nil {
		out.Began, out.Ledger = &st.Began, ledgerOf(g.Report().Ledger)
	}
	return out
}

func (s *Server) serveStreams(w http.ResponseWriter, _ *http.Request) {
	out := []streamJSON{}
	for _, of := range s.streams() {
		st := streamOf(of)
		st.FPS = s.history.fps(of.Name())
		out = append(out, st)
	}
	sendJSON(w, http.StatusOK, out)
}

// problemJSON is one thing wrong with what a visitor sent.
type problemJSON struct {
	Line    int    `json:"line,omitempty"` // of what was sent
	Column  int    `json:"column,omitempty"`
	Path    string `json:"path,omitempty"` // such as settings.video.uri
	Message string `json:"message"`
}

type refusalJSON struct {
	Error    string        `json:"error"`
	Problems []problemJSON `json:"problems,omitempty"`
}

func (s *Server) refusal(w http.ResponseWriter, status int, why error, problems []nodes.Problem) {
	out := refusalJSON{Error: nodes.Redact(why.Error())}
	for _, p := range problems {
		problem := problemJSON{Path: p.Path, Message: nodes.Redact(p.Msg)}
		if p.File == "" {
			problem.Line, problem.Column = p.Line, p.Col
		}
		out.Problems = append(out.Problems, problem)
	}
	sendJSON(w, status, out)
}

// maxBody is more than the settings of a stream or a prompt take.
const maxBody = 64 << 10

func (s *Server) addStream(w http.ResponseWriter, r *http.Request) {
	text, ok := s.body(w, r)
	if !ok {
		return
	}
	control := s.controls()
	if control == nil {
		s.refusal(w, http.StatusServiceUnavailable, fleet.ErrOver, nil)
		return
	}
	name, problems, err := control.AddStream(r.Context(), text)
	switch {
	case len(problems) > 0:
		s.refusal(w, http.StatusBadRequest, errors.New("the stream is wrong"), problems)
	case errors.Is(err, fleet.ErrTaken):
		s.refusal(w, http.StatusConflict, err, nil)
	case err != nil:
		s.refusal(w, http.StatusServiceUnavailable, err, nil)
	default:
		w.Header().Set("Location", "/api/streams/"+name)
		for _, of := range s.streams() {
			if of.Name() == name {
				sendJSON(w, http.StatusCreated, streamOf(of))
				return
			}
		}
		w.WriteHeader(http.StatusCreated) // it has gone already
	}
}

func (s *Server) removeStream(w http.ResponseWriter, r *http.Request) {
	control := s.controls()
	if control == nil || !control.RemoveStream(r.PathValue("name")) {
		s.refusal(w, http.StatusNotFound, errors.New("no such stream"), nil)
		return
	}
	w.WriteHeader(http.StatusAccepted) // it drains
}

func (s *Server) controls() Control {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.control
}

// change lets in who may not only look. A page of another site cannot send JSON
// without asking first, and is not answered; without a token the visitor must sit at
// this machine.
func (s *Server) change(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.options.Token == "" && !atThisMachine(r.RemoteAddr) {
			s.refusal(w, http.StatusForbidden, errors.New("changes from other machines need a token: start maskgraph with --http-token"), nil)
			return
		}
		if r.Method != http.MethodDelete {
			if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
				s.refusal(w, http.StatusUnsupportedMediaType, errors.New("want Content-Type: application/json"), nil)
				return
			}
		}
		next(w, r)
	}
}

func atThisMachine(remote string) bool {
	at, err := netip.ParseAddrPort(remote)
	return err == nil && at.Addr().Unmap().IsLoopback()
}
