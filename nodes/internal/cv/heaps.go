package cv

/*
#include <malloc.h>
#include <pthread.h>
#include <unistd.h>

#ifdef __GLIBC__
static void *mg_trim(void *none) {
	for (;;) {
		sleep(20);
		malloc_trim(1 << 20);
	}
	return none;
}

static void mg_start_trim(void) {
	pthread_t thread;
	mallopt(M_ARENA_MAX, 2);
	if (pthread_create(&thread, NULL, mg_trim, NULL) == 0)
		pthread_detach(thread);
}

static void mg_tame_heaps(void) {
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, mg_start_trim);
}
#else
static void mg_tame_heaps(void) {}
#endif
*/
import "C"

// TameHeaps keeps the C library from holding on to memory that nobody uses. Calls of
// OpenCV, FFmpeg and ONNX Runtime come from whatever thread Go picks, each thread
// would have a heap of its own, and the pictures that come and go leave room behind in
// all of them: a camera's host grew by 3 MB a minute, half of it unused. There are two
// heaps now, and a thread gives back what is free in them every 20 seconds. It must
// come before the first such call, and does nothing where the C library is another one.
func TameHeaps() { C.mg_tame_heaps() }
