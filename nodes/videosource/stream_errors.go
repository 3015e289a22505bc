package videosource

import (
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"

	"github.com/maskgraph/maskgraph/nodes/internal/av"
	"github.com/maskgraph/maskgraph/nodes/videosource/live"
)

// failures are what a camera's user can do about what went wrong. Lasting ones will
// hardly go away by trying again.
var failures = []struct {
	is      error
	text    string
	lasting bool
}{
	{av.Unauthorized, "the user or the password is wrong (401)", true},
	{av.Forbidden, "the user may not see it (403)", true},
	{av.NotFound, "there is no such stream (404): is the path right?", true},
	{av.BadRequest, "the camera does not understand the address (400): is it right?", true},
	{av.ClientFault, "the camera refuses (4xx): is the address right?", true},
	{av.ServerFault, "the camera has a fault of its own (5xx)", false},
	{av.Invalid, "what comes is no video that FFmpeg can read", false},
	{av.NoVideo, "there is no video in it", true},
	{av.NoDecoder, "this machine's FFmpeg cannot decode its video", true},
	{av.NoProtocol, "FFmpeg does not know this kind of address", true},
	{io.EOF, "the other side ended the stream", false},
	{syscall.ECONNREFUSED, "nobody answers at this address (connection refused)", false},
	{syscall.ECONNRESET, "the connection was cut (reset)", false},
	{syscall.EPIPE, "the connection was cut", false},
	{syscall.ETIMEDOUT, "no answer (timed out)", false},
	{syscall.EHOSTUNREACH, "there is no way to this address (no route)", false},
	{syscall.ENETUNREACH, "this machine has no network that leads there", false},
	{syscall.EBUSY, "another program uses it", false},
	{syscall.EACCES, "it may not be opened: are you in the group video?", true},
	{syscall.EPERM, "the other side broke off while connecting", false}, // FFmpeg's -1
	{syscall.EIO, "the connection broke (input/output error)", false},
	{syscall.ENOTTY, "it is no camera", true},
	{syscall.ENODEV, "it is no camera, or it was unplugged", false},
}

func explain(err error) error {
	for _, f := range failures {
		switch {
		case !errors.Is(err, f.is):
		case f.lasting:
			return live.Lasting{Err: errors.New(f.text)}
		default:
			return errors.New(f.text) // an io.EOF must not be taken for the end
		}
	}
	return err
}

// lookupFailure says what is wrong with a host's name.
func lookupFailure(host string, err error) error {
	var dns *net.DNSError
	if errors.As(err, &dns) && dns.IsNotFound {
		return fmt.Errorf("there is no host %s (DNS)", host)
	}
	return fmt.Errorf("looking up the host %s (DNS): %w", host, err)
}
