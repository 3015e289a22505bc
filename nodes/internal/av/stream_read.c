#include "stream.h"

#include <libavutil/time.h>

void mg_stream_count(const mg_stream *s, int64_t *waited_us, int64_t *bad, int64_t *skipped) {
	*waited_us = s->waited, *bad = s->bad, *skipped = s->skipped;
}

void mg_stream_hurry(mg_stream *s, int on) { s->hurry = on; }

// skips says that a packet is not worth decoding. In a hurry only key frames are that
// had to be waited for, and one every half second; after it what follows the next key
// frame.
static int skips(mg_stream *s, int64_t waited) {
	int key = s->packet->flags & AV_PKT_FLAG_KEY;
	s->skipping |= s->hurry;
	if (s->skipping && (!key || (s->hurry && waited < 1000 && s->arrived - s->decoded < 500000)))
		return 1;
	s->skipping = s->hurry;
	s->decoded = s->arrived;
	return 0;
}

// feed gives the decoder one packet.
static int feed(mg_stream *s) {
	av_packet_unref(s->packet);
	int64_t asked = av_gettime_relative();
	int err = av_read_frame(s->fmt, s->packet);
	if (atomic_load(&s->stop))
		return AVERROR_EXIT;
	s->arrived = av_gettime_relative();
	s->waited += s->arrived - asked;
	if (err == AVERROR(EAGAIN)) {
		av_usleep(2000);
		return 0;
	}
	if (err == AVERROR_EOF && s->fmt->pb && s->fmt->pb->error < 0)
		err = s->fmt->pb->error; // it was cut
	if (err == AVERROR_EOF) {
		s->draining = 1;
		avcodec_send_packet(s->codec, NULL);
		return 0;
	}
	if (err < 0)
		return err;
	if (s->packet->stream_index != s->video)
		return 0;
	if (skips(s, s->arrived - asked)) {
		s->skipped++;
		return 0;
	}
	err = avcodec_send_packet(s->codec, s->packet);
	if (err == AVERROR(EAGAIN) || err == AVERROR(ENOMEM))
		return err == AVERROR(EAGAIN) ? AVERROR_BUG : err;
	if (err < 0)
		s->bad++; // a damaged one is no reason to end
	return 0;
}

int mg_stream_next(mg_stream *s, mg_picture *picture) {
	for (;;) {
		if (atomic_load(&s->stop))
			return AVERROR_EXIT;
		av_frame_unref(s->frame);
		int err = avcodec_receive_frame(s->codec, s->frame);
		if (err >= 0)
			break;
		if (err == AVERROR(EAGAIN) && !s->draining)
			err = feed(s);
		else if (err == AVERROR_INVALIDDATA && !s->draining)
			s->bad++, err = 0;
		if (err < 0)
			return err;
	}
	AVStream *st = s->fmt->streams[s->video];
	int64_t pts = s->frame->best_effort_timestamp;
	picture->width = s->frame->width, picture->height = s->frame->height;
	picture->age_us = av_gettime_relative() - s->arrived;
	picture->timed = pts != AV_NOPTS_VALUE;
	picture->pts_us = picture->timed ? av_rescale_q(pts, st->time_base, (AVRational){1, 1000000}) : 0;
	return 0;
}

// colours says by which matrix a picture is to be read: as it says itself, or, if it
// does not, as players assume.
static int colours(const AVFrame *f) {
	if (f->colorspace == AVCOL_SPC_BT709)
		return SWS_CS_ITU709;
	if (f->colorspace == AVCOL_SPC_UNSPECIFIED && f->height >= 720 && f->format != AV_PIX_FMT_YUVJ420P && f->format != AV_PIX_FMT_YUVJ422P)
		return SWS_CS_ITU709;
	if (f->colorspace == AVCOL_SPC_BT2020_NCL)
		return SWS_CS_BT2020;
	return SWS_CS_ITU601;
}

int mg_stream_copy(mg_stream *s, uint8_t *bgr) {
	AVFrame *f = s->frame;
	int full = f->color_range == AVCOL_RANGE_JPEG || f->format == AV_PIX_FMT_YUVJ420P ||
		f->format == AV_PIX_FMT_YUVJ422P || f->format == AV_PIX_FMT_YUVJ444P;
	int how = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT;
	s->sws = sws_getCachedContext(s->sws, f->width, f->height, f->format, f->width, f->height, AV_PIX_FMT_BGR24, how, NULL, NULL, NULL);
	if (!s->sws)
		return AVERROR(ENOSYS);
	sws_setColorspaceDetails(s->sws, sws_getCoefficients(colours(f)), full, sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16);
	int stride = 3 * f->width, rows = sws_scale(s->sws, (const uint8_t *const *)f->data, f->linesize, 0, f->height, &bgr, &stride);
	return rows == f->height ? 0 : AVERROR_EXTERNAL;
}
