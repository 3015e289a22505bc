package wire

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

// packetTo makes a message of the payloads that lie on ports. frame makes one of
// a frame.
func packetTo(p nodes.Packet, ports []nodes.Port, frame func(*nodes.Frame) (*pb.Frame, error)) (*pb.Packet, error) {
	msg := &pb.Packet{Stamp: stampTo(p.Stamp)}
	for _, port := range ports {
		entry := &pb.PortPayload{Port: port.Name}
		switch v := p.Payload(port.Name).(type) {
		case *nodes.Frame:
			if v == nil {
				continue
			}
			f, err := frame(v)
			if err != nil {
				return nil, fmt.Errorf("port %s: %w", port.Name, err)
			}
			entry.Payload = &pb.PortPayload_Frame{Frame: f}
		case *nodes.Instances:
			if v == nil {
				continue
			}
			entry.Payload = &pb.PortPayload_Instances{Instances: instancesTo(v)}
		default:
			continue
		}
		msg.Ports = append(msg.Ports, entry)
	}
	return msg, nil
}

// packetFrom checks a message and makes a packet of it. Nothing in a message is
// trusted: any program may be at the other end. With an error nothing is held.
func packetFrom(msg *pb.Packet, ports []nodes.Port, frame func(*pb.Frame) (*nodes.Frame, error)) (nodes.Packet, error) {
	p := nodes.Packet{Stamp: stampFrom(msg.GetStamp())}
	for _, entry := range msg.GetPorts() {
		v, err := payloadFrom(entry, ports, frame)
		if err == nil && p.Payload(entry.GetPort()) != nil {
			release(v)
			err = errors.New("is there twice")
		}
		if err != nil {
			p.Release()
			return nodes.Packet{}, fmt.Errorf("port %q: %w", entry.GetPort(), err)
		}
		p.Put(entry.GetPort(), v)
	}
	return p, nil
}

func payloadFrom(entry *pb.PortPayload, ports []nodes.Port, frame func(*pb.Frame) (*nodes.Frame, error)) (nodes.Payload, error) {
	for _, port := range ports {
		if port.Name != entry.GetPort() {
			continue
		}
		switch v := entry.GetPayload().(type) {
		case *pb.PortPayload_Frame:
			if port.Type == nodes.TypeFrame {
				f, err := frame(v.Frame)
				if err != nil {
					return nil, err // and no *nodes.Frame that is nil
				}
				return f, nil
			}
		case *pb.PortPayload_Instances:
			if port.Type != nodes.TypeFrame {
				return instancesFrom(v.Instances)
			}
		}
		return nil, fmt.Errorf("carries %T, which is no %s", entry.GetPayload(), port.Type)
	}
	return nil, errors.New("there is no such port")
}

func release(v nodes.Payload) {
	if f, ok := v.(*nodes.Frame); ok && f != nil {
		f.Release()
	}
}

func stampTo(s nodes.Stamp) *pb.Stamp {
	msg := &pb.Stamp{Stream: []byte(s.Stream), Seq: s.Seq, PtsNs: int64(s.PTS), Estimated: s.Estimated, File: []byte(s.File)}
	if !s.Captured.IsZero() {
		msg.CapturedNs = s.Captured.UnixNano()
	}
	return msg
}

func stampFrom(s *pb.Stamp) nodes.Stamp {
	stamp := nodes.Stamp{
		Stream: string(s.GetStream()), Seq: s.GetSeq(), PTS: time.Duration(s.GetPtsNs()),
		Estimated: s.GetEstimated(), File: string(s.GetFile()),
	}
	if ns := s.GetCapturedNs(); ns != 0 {
		stamp.Captured = time.Unix(0, ns)
	}
	return stamp
}

func reportTo(r nodes.Report) *pb.Report {
	msg := &pb.Report{Counters: make(map[string]int64, len(r.Counters))}
	for name, n := range r.Counters {
		msg.Counters[text(name)] = n
	}
	for _, f := range r.Files {
		msg.Files = append(msg.Files, []byte(f))
	}
	for _, w := range r.Warnings {
		msg.Warnings = append(msg.Warnings, text(w))
	}
	for name, fact := range r.Facts {
		if msg.Facts == nil {
			msg.Facts = map[string]string{}
		}
		msg.Facts[text(name)] = text(fact)
	}
	return msg
}

func reportFrom(msg *pb.Report) nodes.Report {
	r := nodes.Report{Counters: msg.GetCounters(), Warnings: msg.GetWarnings(), Facts: msg.GetFacts()}
	for _, f := range msg.GetFiles() {
		r.Files = append(r.Files, string(f))
	}
	return r
}

// text is what a protobuf string may hold: gRPC fails on anything but UTF-8.
func text(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
