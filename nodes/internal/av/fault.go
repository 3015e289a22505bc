package av

// #include <libavutil/error.h>
// #include "shim.h"
import "C"

import (
	"errors"
	"fmt"
	"syscall"
)

// Fault is a failure with a name. Others are what the system says (syscall.Errno),
// or FFmpeg's own words.
type Fault string

// The faults that a caller may want to tell apart with errors.Is.
const (
	Stopped      Fault = "stopped" // by Stream.Stop
	Invalid      Fault = "invalid data"
	BadRequest   Fault = "400 bad request"
	Unauthorized Fault = "401 unauthorized"
	Forbidden    Fault = "403 forbidden"
	NotFound     Fault = "404 not found"
	ClientFault  Fault = "a 4xx answer" // any other one
	ServerFault  Fault = "a 5xx answer"
	NoVideo      Fault = "there is no video in it"
	NoDecoder    Fault = "there is no decoder for its video"
	NoProtocol   Fault = "an unknown protocol"
	NoFormat     Fault = "an unknown format"
)

func (f Fault) Error() string { return string(f) }

// failure is what a function of the shim returned, as an error.
func failure(code C.int) error {
	if code >= 0 {
		return nil
	}
	if fault, ok := faults()[code]; ok {
		return fault
	}
	if errno := syscall.Errno(-code); -code < 256 {
		return errno
	}
	var text [C.AV_ERROR_MAX_STRING_SIZE]C.char
	if C.av_strerror(code, &text[0], C.size_t(len(text))) < 0 {
		return fmt.Errorf("FFmpeg's error %d", int(code))
	}
	return errors.New(C.GoString(&text[0]))
}

func faults() map[C.int]Fault {
	return map[C.int]Fault{
		C.AVERROR_EXIT: Stopped, C.AVERROR_INVALIDDATA: Invalid,
		C.AVERROR_HTTP_BAD_REQUEST: BadRequest, C.AVERROR_HTTP_UNAUTHORIZED: Unauthorized,
		C.AVERROR_HTTP_FORBIDDEN: Forbidden, C.AVERROR_HTTP_NOT_FOUND: NotFound,
		C.AVERROR_HTTP_OTHER_4XX: ClientFault, C.AVERROR_HTTP_SERVER_ERROR: ServerFault,
		C.AVERROR_STREAM_NOT_FOUND: NoVideo, C.AVERROR_DECODER_NOT_FOUND: NoDecoder,
		C.AVERROR_PROTOCOL_NOT_FOUND: NoProtocol, C.AVERROR_DEMUXER_NOT_FOUND: NoFormat,
	}
}
