package cv

/*
#include <malloc.h>

static void mg_few_heaps(void) {
#ifdef M_ARENA_MAX
	mallopt(M_ARENA_MAX, 2);
#endif
}
*/
import "C"

// FewHeaps keeps the C library from giving each thread a heap of its own. Calls of
// OpenCV, FFmpeg and ONNX Runtime come from whatever thread Go picks, so that large
// pictures leave room behind in one heap after another: a camera's host grew by 3 MB a
// minute, of which a third was in use. It must come before the first such call.
func FewHeaps() { C.mg_few_heaps() }
