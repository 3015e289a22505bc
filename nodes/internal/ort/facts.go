package ort

import (
	"runtime"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/maskgraph/maskgraph/models"
)

// Facts are what the results of a model depend on: its files by their hashes, and
// what runs them. A session must have been opened.
func Facts(m models.Model) map[string]string {
	facts := map[string]string{"runtime": "onnxruntime " + ort.GetVersion() + ", CPU, " + runtime.GOOS + "/" + runtime.GOARCH}
	for _, f := range m.Files {
		facts[m.Name+" "+f.Role] = "sha256:" + f.SHA256
	}
	return facts
}
