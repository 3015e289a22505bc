#ifndef MASKGRAPH_HOG_H
#define MASKGRAPH_HOG_H

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
	int x, y, width, height;
	double weight;
} hog_window;

void *hog_new(void);
void hog_free(void *detector);

/* Finds people on width x height x channels bytes. *windows is the caller's to
   free. Returns their number, or -1 when OpenCV threw. */
int hog_find(void *detector, const unsigned char *pix, int width, int height, int channels, hog_window **windows);

#ifdef __cplusplus
}
#endif

#endif
