package sam

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/internal/onnx/onnxtest"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

func edgeTiny(ref *models.Reference) (models.Model, formCase) {
	c := formCases()[3]
	return models.Model{Name: "tiny", Decode: c.decode, Input: c.input, Reference: ref}, c
}

// TestProvenOnce: a model that fails its self-test is refused, one that has passed it
// is not tested again.
func TestProvenOnce(t *testing.T) {
	entry, c := edgeTiny(&models.Reference{Norm: 1, Every: 1000, Values: []float32{1, 0, 2}})
	_, err := openTiny(t, entry, c.encoder, c.decoder)
	want := "model tiny fails its self-test: its embedding is another one and no known mistake explains it: the reference belongs to other weights, or ONNX Runtime computes something else (the embedding's cosine with the reference is "
	if !strings.HasPrefix(fmt.Sprint(err), want) {
		t.Fatalf("got  %v\nwant %s…", err, want)
	}
	env := nodestest.Env(t)
	stamps := filepath.Join(os.Getenv("MASKGRAPH_CACHE"), "selftest")
	if _, err := os.Stat(stamps); err == nil {
		t.Error("a failed test was remembered")
	}
	read, err := models.Lookup("tiny")
	if err != nil {
		t.Fatal(err)
	}
	m, err := loadModel(env, read, Options{Name: "tiny"})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	stamp, err := m.stamp(env.Models)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.MkdirAll(stamps, 0o755), os.WriteFile(stamp, nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	_, letGo, err := Open(env, Options{Name: "tiny"})
	if err != nil {
		t.Fatalf("tested although it is proven: %v", err)
	}
	_ = letGo()
	if _, _, err := Open(env, Options{Name: "tiny", Resize: "reference"}); err == nil {
		t.Error("proven in another resize mode than the one that was tested")
	}
}

func TestProofIsRemembered(t *testing.T) {
	entry, c := edgeTiny(nil)
	m, err := openTiny(t, entry, c.encoder, c.decoder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.parity(t.Context()); !errors.Is(err, ErrNoReference) || err.Error() != "model tiny: its entry has no reference values" {
		t.Errorf("without reference: %v", err)
	}
	entry.Reference = referenceOf(t, m)
	if _, err := openTiny(t, entry, c.encoder, c.decoder); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(os.Getenv("MASKGRAPH_CACHE"), "selftest", "tiny-*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("stamps %v, %v", found, err)
	}
	report, err := os.ReadFile(found[0])
	if err != nil || !strings.HasSuffix(string(report), "  verdict: the model is used as its authors use it\n") {
		t.Errorf("%s, %v", report, err)
	}
}

// referenceOf is what a model makes of the picture now.
func referenceOf(t *testing.T, m *Model) *models.Reference {
	t.Helper()
	picture := testPicture()
	defer picture.Release()
	e, err := m.encode(t.Context(), m.entry.Input, picture)
	if err != nil {
		t.Fatal(err)
	}
	data := e.Features[0].Data
	ref := &models.Reference{Every: 5, Values: []float32{data[0], data[5], data[10], data[15]}}
	none := &models.Reference{Norm: 1, Every: 1, Values: data[:1]}
	if _, ref.Norm, err = compare(none, e); err != nil {
		t.Fatal(err)
	}
	return ref
}

func TestReferenceBeyondTheEmbedding(t *testing.T) {
	entry, c := edgeTiny(&models.Reference{Norm: 1, Every: 1 << 20, Values: []float32{1, 2}})
	_, err := openTiny(t, entry, c.encoder, c.decoder)
	if want := "model tiny: reference: there is no value 1048576 in an embedding of 1048576"; fmt.Sprint(err) != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

// TestWrongEntryIsRefused is the whole way with the real model, whose entry says BGR.
func TestWrongEntryIsRefused(t *testing.T) {
	entry := nodestest.Model(t, "mobile-sam")
	dir := t.TempDir()
	onnxtest.Link(t, dir, entry, "encoder")
	onnxtest.Link(t, dir, entry, "decoder")
	entry.Name, entry.Input.Order = "my-sam", "bgr"
	_, err := openOwn(t, dir, entry)
	want := "model my-sam fails its self-test: looks like BGR given for RGB: input.order must be rgb (the embedding's cosine with the reference is 0.99"
	if !strings.HasPrefix(fmt.Sprint(err), want) {
		t.Errorf("got  %v\nwant %s…", err, want)
	}
}
