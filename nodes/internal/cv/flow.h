#ifndef MASKGRAPH_FLOW_H
#define MASKGRAPH_FLOW_H

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mg_flow mg_flow;

/* window: pixels a side that are compared around a spot. levels: halvings of the
   picture. turns and step end the search. edge: spots around which there is less to be
   seen are not looked for. */
mg_flow *mg_flow_new(int window, int levels, int turns, double step, double edge);
void mg_flow_free(mg_flow *f);

/* Takes the next picture. Returns -1 when OpenCV threw, like mg_flow_track. */
int mg_flow_next(mg_flow *f, const unsigned char *grey, int width, int height);

/* Looks on the last picture for n spots (x, y) of the one before, beginning at moved,
   and from there on the one before, beginning at back; leaves both where they were
   found, and 1 in found for the spots that were each time. */
int mg_flow_track(mg_flow *f, int n, float *spots, float *moved, float *back, unsigned char *found);

#ifdef __cplusplus
}
#endif

#endif
