package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/maskgraph/maskgraph/host/graph"
	"github.com/maskgraph/maskgraph/nodes"
)

// orderWithin is what a visitor waits for a node that works on a frame.
const orderWithin = time.Minute

func (s *Server) servePrompts(w http.ResponseWriter, r *http.Request) {
	if answer := s.order(w, r, "list", []byte("{}")); answer != nil {
		sendAnswer(w, http.StatusOK, answer)
	}
}

// addPrompt hands on what a visitor sends: the node knows what is right.
func (s *Server) addPrompt(w http.ResponseWriter, r *http.Request) {
	body, ok := s.body(w, r)
	if !ok {
		return
	}
	answer := s.order(w, r, "prompt", body)
	if answer == nil {
		return
	}
	var asked, got struct {
		ID int `json:"id"`
	}
	if json.Unmarshal(body, &asked) == nil && asked.ID > 0 || json.Unmarshal(answer, &got) != nil {
		sendAnswer(w, http.StatusOK, answer)
		return
	}
	at := url.URL{Path: fmt.Sprintf("/api/nodes/%s/prompts/%d", r.PathValue("node"), got.ID)}
	w.Header().Set("Location", at.EscapedPath())
	sendAnswer(w, http.StatusCreated, answer)
}

func (s *Server) renamePrompt(w http.ResponseWriter, r *http.Request) {
	body, ok := s.body(w, r)
	if !ok {
		return
	}
	id, err := promptID(r)
	if err != nil {
		s.refusal(w, http.StatusNotFound, err, nil)
		return
	}
	order, err := renaming(id, body)
	if err != nil {
		s.refusal(w, http.StatusBadRequest, err, nil)
		return
	}
	if answer := s.order(w, r, "rename", order); answer != nil {
		sendAnswer(w, http.StatusOK, answer)
	}
}

// renaming is the order that a body like {"name": "cup"} means.
func renaming(id int, body []byte) ([]byte, error) {
	var sent map[string]json.RawMessage
	if err := json.Unmarshal(body, &sent); err != nil || sent["name"] == nil || len(sent) != 1 {
		return nil, errors.New(`want {"name": "…"} and nothing else`)
	}
	return json.Marshal(map[string]any{"id": id, "name": sent["name"]})
}

func (s *Server) removePrompt(w http.ResponseWriter, r *http.Request) {
	id, err := promptID(r)
	if err != nil {
		s.refusal(w, http.StatusNotFound, err, nil)
		return
	}
	if s.order(w, r, "remove", fmt.Appendf(nil, `{"id": %d}`, id)) != nil {
		w.WriteHeader(http.StatusNoContent)
	}
}

func promptID(r *http.Request) (int, error) {
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil || id <= 0 {
		return 0, fmt.Errorf("no object %q is followed", r.PathValue("id"))
	}
	return id, nil
}

// order gives the node that a request names an order. nil: it was not carried out, and
// the visitor knows why.
func (s *Server) order(w http.ResponseWriter, r *http.Request, name string, body []byte) []byte {
	_, g := s.askedGraph(w, r)
	if g == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(r.Context(), orderWithin)
	defer cancel()
	answer, err := g.Command(ctx, r.PathValue("node"), name, body)
	refusal := (*nodes.Refusal)(nil)
	switch {
	case err == nil:
		return answer
	case errors.As(err, &refusal) && refusal.Missing:
		s.refusal(w, http.StatusNotFound, err, nil)
	case errors.As(err, &refusal):
		s.refusal(w, http.StatusBadRequest, err, nil)
	case errors.Is(err, graph.ErrEnded):
		s.refusal(w, http.StatusConflict, err, nil)
	case ctx.Err() != nil:
		s.refusal(w, http.StatusGatewayTimeout, fmt.Errorf("the node is busy: it had no time for this in %v, and may do it later", orderWithin), nil)
	default:
		s.refusal(w, http.StatusInternalServerError, err, nil)
	}
	return nil
}

// body reads what a visitor sends.
func (s *Server) body(w http.ResponseWriter, r *http.Request) (body []byte, ok bool) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(writeWithin)) // as it is at worst: none
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	tooLarge := (*http.MaxBytesError)(nil)
	switch {
	case errors.As(err, &tooLarge):
		s.refusal(w, http.StatusRequestEntityTooLarge, fmt.Errorf("more than %d KiB", maxBody>>10), nil)
	case err != nil:
		s.refusal(w, http.StatusBadRequest, err, nil)
	}
	return body, err == nil
}

func sendAnswer(w http.ResponseWriter, status int, answer []byte) {
	sendJSON(w, status, json.RawMessage(answer))
}
