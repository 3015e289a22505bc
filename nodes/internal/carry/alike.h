#ifndef MASKGRAPH_CARRY_ALIKE_H
#define MASKGRAPH_CARRY_ALIKE_H

#ifdef __cplusplus
extern "C" {
#endif

/* Planes of two pictures of the same place, each with a margin of reach pixels on all
   sides: blue, green, red, and how much a pixel is worth as one of the inside and of
   the outside, 0: it is neither. */
typedef struct {
	int width, height, reach;
	long stride, plane; /* bytes from row to row, from plane to plane */
} mg_layers;

/* Writes for width x height pixels how much more the colour of each is like those
   inside around it than like those outside, -1..1, and 0 for pixels of the first
   picture that are inside or outside themselves. */
void mg_alike(mg_layers l, const unsigned char *planes, int step, float *alike);

#ifdef __cplusplus
}
#endif

#endif
