// What the parts of a stream share: see mg_stream in shim.h.
#ifndef MASKGRAPH_AV_STREAM_H
#define MASKGRAPH_AV_STREAM_H

#include "shim.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
#include <stdatomic.h>

struct mg_stream {
	atomic_int stop;      // set by any thread: whatever goes on is to end
	int64_t deadline;     // of closing, in av_gettime_relative's microseconds; 0: none
	AVFormatContext *fmt; // NULL until it is open
	AVCodecContext *codec;
	AVPacket *packet;
	AVFrame *frame;
	struct SwsContext *sws;
	int video; // its stream's number
	int draining;
	int64_t arrived; // the last packet, in av_gettime_relative's microseconds
	int64_t decoded; // when the last packet was that was not skipped
	int64_t waited;  // in reads, microseconds
	int64_t bad;     // packets that the decoder refused
	int64_t skipped; // packets that were not decoded
	int hurry;       // there is more to read than can be decoded
	int skipping;    // until a key frame
};

#endif
