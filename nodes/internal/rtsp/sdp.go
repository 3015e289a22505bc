package rtsp

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net"
)

// sdp describes a stream to a player (RFC 8866, RFC 6184).
func sdp(at net.Addr, params []byte) string {
	sps, pps := parameterSets(params)
	family, host := "IP4", "0.0.0.0"
	if tcp, ok := at.(*net.TCPAddr); ok && tcp.IP.To4() == nil {
		family, host = "IP6", "::"
	}
	return fmt.Sprintf("v=0\r\no=- 1 1 IN %s %s\r\ns=maskgraph\r\nc=IN %s %s\r\nt=0 0\r\na=range:npt=now-\r\n"+
		"m=video 0 RTP/AVP %d\r\na=rtpmap:%d H264/%d\r\na=fmtp:%d packetization-mode=1;profile-level-id=%X;sprop-parameter-sets=%s,%s\r\na=control:%s\r\n",
		family, host, family, host, payloadType, payloadType, clockRate, payloadType, sps[1:4],
		base64.StdEncoding.EncodeToString(sps), base64.StdEncoding.EncodeToString(pps), trackPath[1:])
}

// parameterSets finds SPS and PPS between start codes.
func parameterSets(text []byte) (sps, pps []byte) {
	for unit := range bytes.SplitSeq(text, []byte{0, 0, 1}) {
		unit = bytes.TrimRight(unit, "\x00") // of a start code of four bytes
		if len(unit) == 0 {
			continue
		}
		switch unit[0] & 0x1f {
		case 7:
			sps = unit
		case 8:
			pps = unit
		}
	}
	return sps, pps
}
