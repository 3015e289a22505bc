package models

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Own is the models that the user has added: the list in the file models.yaml of
// the directory that MASKGRAPH_MODELS names, written as the list of this package.
// Without such a file there are none. Their files lie in the same directory, where
// Store finds them; an entry may name sources too. Nobody but its hash vouches for
// such a file, so an entry without sha256 is refused. Unless it says otherwise, only
// the signature of its form was tested.
func Own() ([]Model, error) {
	dir := os.Getenv("MASKGRAPH_MODELS")
	if dir == "" {
		return nil, nil
	}
	data, err := os.ReadFile(filepath.Join(dir, "models.yaml"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var list []Model
	if err == nil {
		list, err = parse(data)
	}
	if err == nil {
		err = checkOwn(list)
	}
	if err != nil {
		return nil, fmt.Errorf("MASKGRAPH_MODELS: %s: %w", dir, err)
	}
	for i := range list {
		list[i].Tested = cmp.Or(list[i].Tested, "signature only")
	}
	return list, nil
}

var (
	modelName  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9.]+)*$`)
	sha256Text = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// checkOwn says what is wrong with entries, by name and field.
func checkOwn(list []Model) error {
	var taken []string
	for _, m := range List() {
		taken = append(taken, m.Name)
	}
	var errs []error
	for i, m := range list {
		if !modelName.MatchString(m.Name) {
			errs = append(errs, fmt.Errorf("models.yaml: model %d: name: want lower-case words with - between, got %q", i+1, m.Name))
			continue
		}
		if slices.Contains(taken, m.Name) {
			errs = append(errs, fmt.Errorf("models.yaml: model %s: name: there is a model of this name already", m.Name))
		}
		taken = append(taken, m.Name)
		for _, err := range slices.Concat(m.checkInput(), m.checkFiles()) {
			errs = append(errs, fmt.Errorf("models.yaml: model %s: %w", m.Name, err))
		}
	}
	return errors.Join(errs...)
}

func (m Model) checkInput() (errs []error) {
	complain := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if m.Task != "segment" && m.Task != "detect" {
		complain("task: want segment or detect, got %q", m.Task)
	}
	if m.Task == "segment" && !slices.Contains(Forms, m.Decode) {
		complain("decode: want one of %s, got %q", strings.Join(Forms, ", "), m.Decode)
	}
	if !slices.Contains(tokens, m.Token) {
		complain("token: want one of %s or nothing, got %q", strings.Join(tokens[1:], ", "), m.Token)
	}
	in := m.Input
	if in.Width < 1 || in.Height < 1 || in.Prompts < 0 {
		complain("input: want width and height of at least 1, got %dx%d", in.Width, in.Height)
	}
	if in.Order != "rgb" && in.Order != "bgr" {
		complain("input.order: want rgb or bgr, got %q", in.Order)
	}
	if slices.Min(in.Std[:]) <= 0 {
		complain("input.std: must be greater than 0, got %v (1 for a model that normalises by itself)", in.Std)
	}
	if r := m.Reference; r != nil && (r.Every < 1 || len(r.Values) == 0 || r.Norm <= 0) {
		complain("reference: want norm, every and values")
	}
	return errs
}

func (m Model) checkFiles() (errs []error) {
	complain := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	roles := []string{"detector"}
	if m.Task == "segment" {
		roles = []string{"encoder", "decoder"}
	}
	if m.Decode == "sam-text" {
		roles = append(roles, "text-encoder", "tokenizer")
	}
	for _, role := range roles {
		if _, ok := m.File(role); !ok {
			complain("files: want one of role %s", role)
		}
	}
	for _, f := range m.Files {
		if f.Name == "" || f.Name != filepath.Base(f.Name) {
			complain("%s: name: want the name of a file in this directory, got %q", f.Role, f.Name)
		}
		if !sha256Text.MatchString(f.SHA256) {
			complain("%s: sha256: want the 64 digits that sha256sum prints, got %q", f.Role, f.SHA256)
		}
		if strings.HasSuffix(f.Name, ".onnx") && (len(f.Inputs) == 0 || len(f.Outputs) == 0) {
			complain("%s: inputs and outputs: want the names and shapes of the file's tensors", f.Role)
		}
	}
	return errs
}
