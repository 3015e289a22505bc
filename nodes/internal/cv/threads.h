#ifndef MASKGRAPH_THREADS_H
#define MASKGRAPH_THREADS_H

#ifdef __cplusplus
extern "C" {
#endif

void mg_set_threads(int n);
int mg_threads(void);

#ifdef __cplusplus
}
#endif

#endif
