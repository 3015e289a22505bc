#include "stream.h"

#include <libavdevice/avdevice.h>
#include <libavutil/avstring.h>
#include <libavutil/time.h>

static int interrupted(void *opaque) {
	mg_stream *s = opaque;
	return atomic_load(&s->stop) || (s->deadline && av_gettime_relative() > s->deadline);
}

mg_stream *mg_stream_new(void) { return av_mallocz(sizeof(mg_stream)); }

void mg_stream_stop(mg_stream *s) { atomic_store(&s->stop, 1); }

// find_video looks into the data, which takes time, only if the beginning of the
// stream has not said what is in it, or, of a file, how long it is.
static int find_video(mg_stream *s) {
	AVFormatContext *f = s->fmt;
	const AVCodecParameters *par = f->nb_streams == 1 ? f->streams[0]->codecpar : NULL;
	int file = f->pb && (f->pb->seekable & AVIO_SEEKABLE_NORMAL);
	if (par && par->codec_type == AVMEDIA_TYPE_VIDEO && par->codec_id != AV_CODEC_ID_NONE && (!file || f->duration != AV_NOPTS_VALUE))
		return 0;
	int err = avformat_find_stream_info(f, NULL);
	return err < 0 ? err : av_find_best_stream(f, AVMEDIA_TYPE_VIDEO, -1, -1, NULL, 0);
}

static int open_decoder(mg_stream *s, int low_delay, int threads) {
	AVStream *st = s->fmt->streams[s->video];
	const AVCodec *codec = avcodec_find_decoder(st->codecpar->codec_id);
	if (!codec)
		return AVERROR_DECODER_NOT_FOUND;
	if (!(s->codec = avcodec_alloc_context3(codec)))
		return AVERROR(ENOMEM);
	int err = avcodec_parameters_to_context(s->codec, st->codecpar);
	if (err < 0)
		return err;
	s->codec->pkt_timebase = st->time_base;
	s->codec->thread_count = threads;
	if (low_delay) {
		s->codec->flags |= AV_CODEC_FLAG_LOW_DELAY;
		s->codec->thread_type = FF_THREAD_SLICE; // threads by frames would hold frames back
	}
	return avcodec_open2(s->codec, codec, NULL);
}

int mg_stream_open(mg_stream *s, const char *url, const char *format, const char *options, int low_delay, int threads, mg_stream_info *info) {
	AVDictionary *dict = NULL;
	const AVInputFormat *input = NULL;
	avdevice_register_all();
	if (*format && !(input = av_find_input_format(format)))
		return AVERROR_DEMUXER_NOT_FOUND;
	if (!(s->packet = av_packet_alloc()) || !(s->frame = av_frame_alloc()) || !(s->fmt = avformat_alloc_context()))
		return AVERROR(ENOMEM);
	s->fmt->interrupt_callback = (AVIOInterruptCB){interrupted, s};
	if (input && input->priv_class && !av_strcasecmp(format, "video4linux2"))
		s->fmt->flags |= AVFMT_FLAG_NONBLOCK; // its reads know no interrupt
	int err = av_dict_parse_string(&dict, options, "=", "\n", 0);
	if (err >= 0)
		err = avformat_open_input(&s->fmt, url, input, &dict); // which frees fmt when it fails
	av_dict_free(&dict);
	if (err < 0)
		return err;
	if ((s->video = find_video(s)) < 0)
		return s->video;
	for (unsigned i = 0; i < s->fmt->nb_streams; i++)
		if ((int)i != s->video)
			s->fmt->streams[i]->discard = AVDISCARD_ALL;
	av_strlcpy(info->format, s->fmt->iformat->name, sizeof info->format);
	av_strlcpy(info->codec, avcodec_get_name(s->fmt->streams[s->video]->codecpar->codec_id), sizeof info->codec);
	info->duration_us = s->fmt->duration == AV_NOPTS_VALUE ? 0 : av_rescale(s->fmt->duration, 1000000, AV_TIME_BASE);
	return open_decoder(s, low_delay, threads);
}

void mg_stream_close(mg_stream *s) {
	atomic_store(&s->stop, 0);
	s->deadline = av_gettime_relative() + 500000; // a camera is told, if it listens
	avcodec_free_context(&s->codec);
	avformat_close_input(&s->fmt);
	av_packet_free(&s->packet);
	av_frame_free(&s->frame);
	sws_freeContext(s->sws);
	av_free(s);
}

void mg_log_level(int level) { av_log_set_level(level); }
