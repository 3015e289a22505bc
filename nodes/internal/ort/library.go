// Package ort is the one place where ONNX Runtime lives: its library, its
// sessions and its tensors.
package ort

import (
	"fmt"
	"os"
	"sync"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/maskgraph/maskgraph/models"
)

// LibraryEnv names the environment variable with the path of the ONNX Runtime
// shared library, for those who bring their own.
const LibraryEnv = "MASKGRAPH_ORT_LIB"

// ONNX Runtime's environment belongs to the process. It is made once and never
// destroyed: a session that outlived it would crash the process, and making it
// anew grows memory.
var environment struct {
	sync.Mutex
	ready bool
	path  string
}

// loadLibrary makes sure that the library is loaded: from LibraryEnv, the models'
// cache, or the system, in this order.
func loadLibrary(store *models.Store) error {
	environment.Lock()
	defer environment.Unlock()
	if environment.ready {
		return nil
	}
	path, why := find(store)
	ort.SetSharedLibraryPath(path)
	if err := ort.InitializeEnvironment(ort.WithLogLevelError()); err != nil {
		return fmt.Errorf("loading ONNX Runtime from %s: %w%s", path, err, why)
	}
	environment.ready, environment.path = true, path
	return nil
}

// libraryPath is where the library was loaded from.
func libraryPath() string {
	environment.Lock()
	defer environment.Unlock()
	return environment.path
}

// find is the path of the library and, when nothing is known to be there, what
// to do about it.
func find(store *models.Store) (path, why string) {
	if path = os.Getenv(LibraryEnv); path != "" {
		return path, "; " + LibraryEnv + " says so"
	}
	runtime, err := models.Lookup("onnxruntime")
	if err == nil {
		if path, err = store.Path(runtime, "library"); err == nil {
			return path, ""
		}
	}
	return "libonnxruntime.so", fmt.Sprintf(" (%v)", err)
}
