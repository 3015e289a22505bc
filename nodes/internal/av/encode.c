#include "shim.h"

#include <libavcodec/avcodec.h>
#include <libavutil/avstring.h>
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

static const AVRational tick = {1, MG_TICKS};

struct mg_encoder {
	AVCodecContext *ctx;
	AVFrame *frame;
	AVPacket *packet;
	struct SwsContext *sws;
};

int mg_has_encoder(const char *name) { return avcodec_find_encoder_by_name(name) != NULL; }

// Pictures of at least 720 rows are BT.709, smaller ones BT.601, as players assume;
// JPEG is BT.601 of full range. Gray of 16 bits are numbers and no colours.
static void set_colours(AVCodecContext *c, enum AVPixelFormat format) {
	int hd = c->height >= 720;
	c->pix_fmt = format;
	if (format == AV_PIX_FMT_GRAY16LE) {
		c->color_range = AVCOL_RANGE_JPEG;
		return;
	}
	if (av_pix_fmt_desc_get(format)->flags & AV_PIX_FMT_FLAG_RGB) {
		c->colorspace = AVCOL_SPC_RGB;
		return;
	}
	c->color_range = format == AV_PIX_FMT_YUVJ420P ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
	hd = hd && c->color_range == AVCOL_RANGE_MPEG;
	c->colorspace = hd ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
	c->color_primaries = hd ? AVCOL_PRI_BT709 : AVCOL_PRI_SMPTE170M;
	c->color_trc = hd ? AVCOL_TRC_BT709 : AVCOL_TRC_SMPTE170M;
}

static int open_scaler(mg_encoder *e) {
	AVCodecContext *c = e->ctx;
	if (c->pix_fmt == AV_PIX_FMT_GRAY16LE)
		return 0;
	int how = SWS_BILINEAR | SWS_FULL_CHR_H_INP;
	e->sws = sws_getContext(c->width, c->height, AV_PIX_FMT_BGR24, c->width, c->height, c->pix_fmt, how, NULL, NULL, NULL);
	if (!e->sws)
		return AVERROR(ENOMEM);
	if (c->colorspace != AVCOL_SPC_RGB)
		sws_setColorspaceDetails(e->sws, sws_getCoefficients(SWS_CS_DEFAULT), 1,
			sws_getCoefficients(c->colorspace == AVCOL_SPC_BT709 ? SWS_CS_ITU709 : SWS_CS_ITU601),
			c->color_range == AVCOL_RANGE_JPEG, 0, 1 << 16, 1 << 16);
	return 0;
}

static int open_codec(mg_encoder *e, const AVCodec *codec, const char *options) {
	AVDictionary *dict = NULL;
	int err = av_dict_parse_string(&dict, options, "=", ",", 0);
	if (err >= 0)
		err = avcodec_open2(e->ctx, codec, &dict);
	if (err >= 0 && av_dict_count(dict) > 0)
		err = AVERROR_OPTION_NOT_FOUND;
	av_dict_free(&dict);
	return err < 0 ? err : 0;
}

int mg_encoder_open(mg_encoder **out, const char *name, const char *pix_fmt, const char *options,
	int width, int height, int threads, mg_params *params) {
	int err = AVERROR(ENOMEM);
	const AVCodec *codec = avcodec_find_encoder_by_name(name);
	if (!codec)
		return AVERROR_ENCODER_NOT_FOUND;
	if (av_log_get_level() > AV_LOG_ERROR)
		av_log_set_level(AV_LOG_ERROR); // as OpenCV does; x264 is talkative
	mg_encoder *e = av_mallocz(sizeof *e);
	if (!e || !(e->ctx = avcodec_alloc_context3(codec)) || !(e->frame = av_frame_alloc()) || !(e->packet = av_packet_alloc()))
		goto fail;
	AVCodecContext *c = e->ctx;
	c->width = e->frame->width = width;
	c->height = e->frame->height = height;
	c->time_base = tick;
	c->framerate = (AVRational){30, 1}; // for the level of H.264 only
	c->thread_count = threads;
	c->thread_type = FF_THREAD_SLICE; // threads by frames would hold frames back
	c->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
	set_colours(c, av_get_pix_fmt(pix_fmt));
	e->frame->format = c->pix_fmt;
	if ((err = open_codec(e, codec, options)) < 0 || (err = av_frame_get_buffer(e->frame, 0)) < 0 || (err = open_scaler(e)) < 0)
		goto fail;
	e->frame->color_range = c->color_range;
	e->frame->colorspace = c->colorspace;
	av_strlcpy(params->codec, avcodec_get_name(codec->id), sizeof params->codec);
	av_strlcpy(params->pix_fmt, pix_fmt, sizeof params->pix_fmt);
	params->range = c->color_range, params->primaries = c->color_primaries;
	params->transfer = c->color_trc, params->matrix = c->colorspace;
	params->extradata = c->extradata, params->extradata_size = c->extradata_size;
	*out = e;
	return 0;
fail:
	mg_encoder_close(e);
	return err;
}

static void set_pixels(mg_encoder *e, const uint8_t *pixels) {
	int stride = (e->sws ? 3 : 2) * e->ctx->width;
	if (e->sws)
		sws_scale(e->sws, &pixels, &stride, 0, e->ctx->height, e->frame->data, e->frame->linesize);
	else
		av_image_copy_plane(e->frame->data[0], e->frame->linesize[0], pixels, stride, stride, e->ctx->height);
}

int mg_encoder_write(mg_encoder *e, const uint8_t *pixels, int64_t pts, int key, mg_packet *packet) {
	int err = av_frame_make_writable(e->frame);
	if (err < 0)
		return err;
	set_pixels(e, pixels);
	e->frame->pts = pts;
	e->frame->pict_type = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
	if ((err = avcodec_send_frame(e->ctx, e->frame)) < 0 || (err = avcodec_receive_packet(e->ctx, e->packet)) < 0)
		return err;
	*packet = (mg_packet){e->packet->data, e->packet->size, pts, e->packet->flags & AV_PKT_FLAG_KEY};
	return e->packet->pts == pts ? 0 : AVERROR_BUG;
}

void mg_encoder_close(mg_encoder *e) {
	if (!e)
		return;
	avcodec_free_context(&e->ctx);
	av_frame_free(&e->frame);
	av_packet_free(&e->packet);
	sws_freeContext(e->sws);
	av_free(e);
}
