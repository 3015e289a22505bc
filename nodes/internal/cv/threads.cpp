#include "threads.h"

#include <opencv2/core/utility.hpp>

void mg_set_threads(int n) { cv::setNumThreads(n); }

int mg_threads(void) { return cv::getNumThreads(); }
