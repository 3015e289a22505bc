#include "flow.h"

#include <opencv2/video/tracking.hpp>
#include <utility>
#include <vector>

using Pyramid = std::vector<cv::Mat>;

struct mg_flow {
	const cv::Size window;
	const int levels;
	const cv::TermCriteria enough;
	const double edge;
	Pyramid before, last;

	void track(const Pyramid &from, const Pyramid &to, const cv::Mat &spots, cv::Mat moved, cv::Mat found) const {
		cv::calcOpticalFlowPyrLK(from, to, spots, moved, found, cv::noArray(), window, levels, enough, cv::OPTFLOW_USE_INITIAL_FLOW, edge);
	}
};

mg_flow *mg_flow_new(int window, int levels, int turns, double step, double edge) {
	const cv::TermCriteria enough(cv::TermCriteria::COUNT | cv::TermCriteria::EPS, turns, step);
	return new mg_flow{cv::Size(window, window), levels, enough, edge, {}, {}};
}

void mg_flow_free(mg_flow *f) { delete f; }

int mg_flow_next(mg_flow *f, const unsigned char *grey, int width, int height) {
	try {
		const cv::Mat picture(height, width, CV_8U, const_cast<unsigned char *>(grey));
		std::swap(f->before, f->last);
		cv::buildOpticalFlowPyramid(picture, f->last, f->window, f->levels);
		return 0;
	} catch (...) {
		return -1;
	}
}

int mg_flow_track(mg_flow *f, int n, float *spots, float *moved, float *back, unsigned char *found) {
	try {
		const cv::Mat from(n, 1, CV_32FC2, spots), to(n, 1, CV_32FC2, moved), again(n, 1, CV_32FC2, back);
		const cv::Mat there(n, 1, CV_8U, found), returned(n, 1, CV_8U);
		f->track(f->before, f->last, from, to, there);
		f->track(f->last, f->before, to, again, returned);
		for (int i = 0; i < n; i++) {
			found[i] = found[i] && returned.at<unsigned char>(i);
		}
		return 0;
	} catch (...) {
		return -1;
	}
}
