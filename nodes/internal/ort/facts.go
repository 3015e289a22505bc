package ort

import (
	"runtime"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/maskgraph/maskgraph/models"
)

// Facts are what the results of a model depend on: its files by their hashes, and
// what runs them. s is a session of the model.
func Facts(m models.Model, s *Session) map[string]string {
	facts := map[string]string{"runtime": "onnxruntime " + ort.GetVersion() + ", " + s.device + ", " + runtime.GOOS + "/" + runtime.GOARCH}
	for _, f := range m.Files {
		facts[m.Name+" "+f.Role] = "sha256:" + f.SHA256
	}
	return facts
}
