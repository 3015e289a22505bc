package cv

/*
#cgo pkg-config: opencv4
#cgo CXXFLAGS: -std=c++11
#include "threads.h"
*/
import "C"

// OneThread makes every call of OpenCV, of the whole process, compute on the thread
// that makes it. Nodes run at the same time anyway, so OpenCV's own threads would only
// fight with ONNX Runtime's for the processors. gocv 0.31 does not have this call.
func OneThread() { C.mg_set_threads(1) }

// Threads is how many threads OpenCV computes with.
func Threads() int { return int(C.mg_threads()) }
