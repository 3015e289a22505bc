#include "alike.h"

#include <opencv2/core/hal/intrin.hpp>

using cv::v_load;
using cv::v_uint8x16;

namespace {

constexpr int lanes = v_uint8x16::nlanes;
constexpr int likely = 12; // differences of colour, of 765, that say nothing
constexpr int far = 200;   // and from here on one is as bad as the other

/* What is left of the worth of the pixels that are most alike. */
struct best {
	v_uint8x16 in, out;

	/* Compares with pixels of a picture. + and - end at 255 and at 0. */
	void look(const v_uint8x16 *own, const unsigned char *at, long plane) {
		const v_uint8x16 apart = cv::v_absdiff(own[0], v_load(at)) +
			cv::v_absdiff(own[1], v_load(at + plane)) + cv::v_absdiff(own[2], v_load(at + 2 * plane));
		in = cv::v_max(in, v_load(at + 3 * plane) - apart);
		out = cv::v_max(out, v_load(at + 4 * plane) - apart);
	}
};

} // namespace

void mg_alike(mg_layers l, const unsigned char *planes, int step, float *alike) {
	const v_uint8x16 zero = cv::v_setall_u8(0), least = cv::v_setall_u8(255 - far);
	const unsigned char *key = planes + 5 * l.plane;
	for (int y = 0; y < l.height; y++, alike += l.width) {
		for (int x = 0; x < l.width; x += lanes) {
			const int left = l.width - x < lanes ? l.width - x : lanes;
			const long here = (y + l.reach) * l.stride + x + l.reach;
			const unsigned char *now = planes + here;
			const v_uint8x16 known = v_load(now + 3 * l.plane) | v_load(now + 4 * l.plane);
			if (cv::v_check_all(known > zero)) {
				for (int i = 0; i < left; i++) {
					alike[x + i] = 0;
				}
				continue;
			}
			const v_uint8x16 own[3] = {v_load(now), v_load(now + l.plane), v_load(now + 2 * l.plane)};
			best b = {least, least};
			for (int dy = -l.reach; dy <= l.reach; dy += step) {
				for (int dx = -l.reach; dx <= l.reach; dx += step) {
					const long at = here + dy * l.stride + dx;
					b.look(own, planes + at, l.plane);
					b.look(own, key + at, l.plane);
				}
			}
			unsigned char in[lanes], out[lanes], skip[lanes];
			cv::v_store(in, b.in);
			cv::v_store(out, b.out);
			cv::v_store(skip, known);
			for (int i = 0; i < left; i++) {
				alike[x + i] = skip[i] ? 0 : float(in[i] - out[i]) / float(510 - in[i] - out[i] + likely);
			}
		}
	}
}
