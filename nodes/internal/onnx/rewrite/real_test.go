package rewrite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/maskgraph/maskgraph/models"
	"github.com/maskgraph/maskgraph/nodes/internal/ort"
	"github.com/maskgraph/maskgraph/nodes/nodestest"
)

// TestRealModel: every rewrite of the real model is a file with the inputs that its
// comment promises.
func TestRealModel(t *testing.T) {
	m := nodestest.Model(t, "mobile-sam")
	store := nodestest.Env(t).Models
	cache := t.TempDir()
	for _, tt := range []struct {
		role, inputs string
		r            Rewrite
	}{
		{"decoder", "image_embeddings [1 256 64 64], point_coords [-1 -1 2], point_labels [-1 -1], mask_input [-1 1 256 256], has_mask_input [-1]", SAMBatch},
		{"decoder", "image_embeddings [1 256 64 64]", SAMPrefix},
		{"encoder", "input [-1 3 1024 1024]", Int8},
	} {
		t.Run(tt.r.Name, func(t *testing.T) {
			path, err := store.Path(m, tt.role)
			if err != nil {
				t.Fatal(err)
			}
			file, _ := m.File(tt.role)
			if err := os.Symlink(path, filepath.Join(cache, file.Name)); err != nil && !errors.Is(err, os.ErrExist) {
				t.Fatal(err)
			}
			made, err := Path(models.NewStore(cache, cache), m, tt.role, tt.r)
			if err != nil {
				t.Fatal(err)
			}
			inputs, _, err := ort.Signature(made)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, in := range inputs {
				got = append(got, fmt.Sprint(in.Name, " ", in.Shape))
			}
			if strings.Join(got, ", ") != tt.inputs {
				t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), tt.inputs)
			}
		})
	}
}
