// The few things that this package asks of libavcodec, libavdevice, libavformat
// and libswscale.
// Functions return 0 or an AVERROR. Times are in ticks of 1/MG_TICKS s.
#ifndef MASKGRAPH_AV_SHIM_H
#define MASKGRAPH_AV_SHIM_H

#include <stdint.h>

enum { MG_TICKS = 60000 };

typedef struct {
	char codec[32], pix_fmt[32];
	int width, height;
	int range, primaries, transfer, matrix; // code points of ISO/IEC 23091-2
	const uint8_t *extradata;
	int extradata_size;
} mg_params;

typedef struct {
	const uint8_t *data; // until the next call
	int size;
	int64_t pts;
	int key;
} mg_packet;

typedef struct mg_encoder mg_encoder;
typedef struct mg_muxer mg_muxer;
typedef struct mg_reader mg_reader;

int mg_has_encoder(const char *name);
int mg_encoder_open(mg_encoder **out, const char *name, const char *pix_fmt, const char *options,
	int width, int height, int threads, mg_params *params);
// Pixels are BGR or, for gray16le, that.
int mg_encoder_write(mg_encoder *e, const uint8_t *pixels, int64_t pts, int key, mg_packet *packet);
void mg_encoder_close(mg_encoder *e);

int mg_muxer_open(mg_muxer **out, const char *url, const mg_params *p, int rate_num, int rate_den);
int mg_muxer_write(mg_muxer *m, const uint8_t *data, int size, int64_t pts, int64_t duration, int key);
int mg_muxer_finish(mg_muxer *m);
void mg_muxer_close(mg_muxer *m);

int mg_reader_open(mg_reader **out, const char *url, mg_params *p); // codec and size only
int mg_reader_next(mg_reader *r, mg_packet *packet); // MG_EOF at the end
void mg_reader_close(mg_reader *r);

typedef struct mg_stream mg_stream;

typedef struct {
	char format[64], codec[32]; // FFmpeg's names
	int64_t duration_us;        // 0: unknown
} mg_stream_info;

typedef struct {
	int width, height, timed; // timed: pts_us is one
	int64_t pts_us, age_us; // age: since the packet was read that it was in
} mg_picture;

// One thread opens, reads and closes; any thread may stop until it is closed. format
// may be empty; options are lines of name=value.
mg_stream *mg_stream_new(void);
int mg_stream_open(mg_stream *s, const char *url, const char *format, const char *options, int low_delay, int threads, mg_stream_info *info);
int mg_stream_next(mg_stream *s, mg_picture *picture); // MG_EOF at the end
int mg_stream_copy(mg_stream *s, uint8_t *bgr);        // the picture that next gave
void mg_stream_count(const mg_stream *s, int64_t *waited_us, int64_t *bad, int64_t *skipped);
void mg_stream_hurry(mg_stream *s, int on);
void mg_stream_stop(mg_stream *s);
void mg_stream_close(mg_stream *s);

void mg_log_level(int level);

extern const int MG_EOF;

#endif
