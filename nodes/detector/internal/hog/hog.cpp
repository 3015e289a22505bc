#include "hog.h"

#include <cstdlib>
#include <opencv2/objdetect.hpp>
#include <vector>

void *hog_new(void) {
	cv::HOGDescriptor *hog = new cv::HOGDescriptor();
	hog->setSVMDetector(cv::HOGDescriptor::getDefaultPeopleDetector());
	return hog;
}

void hog_free(void *detector) { delete static_cast<cv::HOGDescriptor *>(detector); }

int hog_find(void *detector, const unsigned char *pix, int width, int height, int channels, hog_window **windows) {
	try {
		const cv::Mat picture(height, width, CV_8UC(channels), const_cast<unsigned char *>(pix));
		std::vector<cv::Rect> found;
		std::vector<double> weights;
		const double border = 0, scale_step = 1.05, neighbours = 2;
		static_cast<cv::HOGDescriptor *>(detector)->detectMultiScale(
			picture, found, weights, border, cv::Size(8, 8), cv::Size(16, 16), scale_step, neighbours);
		*windows = static_cast<hog_window *>(std::calloc(found.size() + 1, sizeof(hog_window)));
		if (*windows == nullptr) {
			return -1;
		}
		for (size_t i = 0; i < found.size(); i++) {
			(*windows)[i] = {found[i].x, found[i].y, found[i].width, found[i].height, weights[i]};
		}
		return static_cast<int>(found.size());
	} catch (...) {
		return -1;
	}
}
