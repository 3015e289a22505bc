#include "shim.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avstring.h>
#include <libavutil/pixdesc.h>

const int MG_EOF = AVERROR_EOF;

static const AVRational tick = {1, MG_TICKS};

struct mg_muxer {
	AVFormatContext *fmt;
	AVPacket *packet;
	int64_t last;
};

static int set_stream(AVStream *st, const mg_params *p) {
	AVCodecParameters *par = st->codecpar;
	const AVCodecDescriptor *d = avcodec_descriptor_get_by_name(p->codec);
	if (!d || !(par->extradata = av_mallocz(p->extradata_size + AV_INPUT_BUFFER_PADDING_SIZE)))
		return d ? AVERROR(ENOMEM) : AVERROR_INVALIDDATA;
	memcpy(par->extradata, p->extradata, p->extradata_size);
	par->extradata_size = p->extradata_size;
	par->codec_type = AVMEDIA_TYPE_VIDEO;
	par->codec_id = d->id;
	par->format = av_get_pix_fmt(p->pix_fmt);
	par->width = p->width, par->height = p->height;
	par->color_range = p->range, par->color_primaries = p->primaries;
	par->color_trc = p->transfer, par->color_space = p->matrix;
	return 0;
}

int mg_muxer_open(mg_muxer **out, const char *url, const mg_params *p, int rate_num, int rate_den) {
	int err = AVERROR(ENOMEM);
	AVDictionary *dict = NULL;
	if (av_log_get_level() > AV_LOG_ERROR)
		av_log_set_level(AV_LOG_ERROR); // as mg_encoder_open does
	mg_muxer *m = av_mallocz(sizeof *m);
	if (!m || !(m->packet = av_packet_alloc()) || (err = avformat_alloc_output_context2(&m->fmt, NULL, NULL, url)) < 0)
		goto fail;
	m->last = INT64_MIN;
	m->fmt->flags |= AVFMT_FLAG_BITEXACT; // neither dates nor versions
	AVStream *st = avformat_new_stream(m->fmt, NULL);
	if (!st || (err = set_stream(st, p)) < 0)
		goto fail;
	st->time_base = tick;
	if (rate_num > 0) {
		st->time_base = (AVRational){rate_den, rate_num};
		st->avg_frame_rate = (AVRational){rate_num, rate_den};
	}
	av_dict_set(&dict, "movflags", "faststart", 0); // other containers do not know it
	if ((err = avio_open(&m->fmt->pb, url, AVIO_FLAG_WRITE)) >= 0)
		err = avformat_write_header(m->fmt, &dict);
	av_dict_free(&dict);
	if (err < 0)
		goto fail;
	*out = m;
	return 0;
fail:
	mg_muxer_close(m);
	return err;
}

int mg_muxer_write(mg_muxer *m, const uint8_t *data, int size, int64_t pts, int64_t duration, int key) {
	AVPacket *p = m->packet;
	av_packet_unref(p);
	p->data = (uint8_t *)data; // which is copied, as it is not counted
	p->size = size;
	p->pts = p->dts = pts;
	p->duration = duration;
	p->flags = key ? AV_PKT_FLAG_KEY : 0;
	av_packet_rescale_ts(p, tick, m->fmt->streams[0]->time_base);
	if (p->dts <= m->last) // two frames in one unit of the container's clock
		p->pts = p->dts = m->last + 1;
	m->last = p->dts;
	int err = av_write_frame(m->fmt, p);
	return err < 0 ? err : m->fmt->pb->error;
}

int mg_muxer_finish(mg_muxer *m) {
	int err = av_write_trailer(m->fmt);
	if (err >= 0)
		err = m->fmt->pb->error;
	int closed = avio_closep(&m->fmt->pb);
	return err < 0 ? err : closed;
}

void mg_muxer_close(mg_muxer *m) {
	if (!m)
		return;
	if (m->fmt)
		avio_closep(&m->fmt->pb);
	avformat_free_context(m->fmt);
	av_packet_free(&m->packet);
	av_free(m);
}

struct mg_reader {
	AVFormatContext *fmt;
	AVPacket *packet;
};

int mg_reader_open(mg_reader **out, const char *url, mg_params *p) {
	int err = AVERROR(ENOMEM);
	mg_reader *r = av_mallocz(sizeof *r);
	if (!r || !(r->packet = av_packet_alloc()) || (err = avformat_open_input(&r->fmt, url, NULL, NULL)) < 0)
		goto fail;
	err = AVERROR_INVALIDDATA;
	if (r->fmt->nb_streams != 1)
		goto fail;
	const AVCodecParameters *par = r->fmt->streams[0]->codecpar;
	av_strlcpy(p->codec, avcodec_get_name(par->codec_id), sizeof p->codec);
	p->width = par->width, p->height = par->height;
	*out = r;
	return 0;
fail:
	mg_reader_close(r);
	return err;
}

int mg_reader_next(mg_reader *r, mg_packet *packet) {
	AVPacket *p = r->packet;
	av_packet_unref(p);
	int err = av_read_frame(r->fmt, p);
	if (err < 0)
		return err;
	int64_t pts = p->pts == AV_NOPTS_VALUE ? p->dts : p->pts;
	*packet = (mg_packet){p->data, p->size, av_rescale_q(pts, r->fmt->streams[0]->time_base, tick), p->flags & AV_PKT_FLAG_KEY};
	return 0;
}

void mg_reader_close(mg_reader *r) {
	if (!r)
		return;
	avformat_close_input(&r->fmt);
	av_packet_free(&r->packet);
	av_free(r);
}
