package wire

import (
	"fmt"
	"time"

	"github.com/maskgraph/maskgraph/nodes"
	pb "github.com/maskgraph/maskgraph/plugin/wire/nodepb"
)

func pointsTo(points []nodes.Point) []*pb.Point {
	var out []*pb.Point
	for _, p := range points {
		out = append(out, &pb.Point{X: p.X, Y: p.Y, Background: p.Background})
	}
	return out
}

func pointsFrom(msg []*pb.Point) ([]nodes.Point, error) {
	var out []nodes.Point
	for _, p := range msg {
		if p.GetX()-p.GetX() != 0 || p.GetY()-p.GetY() != 0 {
			return nil, fmt.Errorf("a point of it is at %v, %v", p.GetX(), p.GetY())
		}
		out = append(out, nodes.Point{X: p.GetX(), Y: p.GetY(), Background: p.GetBackground()})
	}
	return out, nil
}

func originTo(o *nodes.Origin) *pb.Origin {
	if o == nil {
		return nil
	}
	msg := &pb.Origin{
		Prompt: text(o.Prompt), X1: o.Box.X1, Y1: o.Box.Y1, X2: o.Box.X2, Y2: o.Box.Y2, Points: pointsTo(o.Points),
		Token: uint32(o.Token), Ious: o.IoUs, Encoded: o.Encoded, AgeNs: int64(o.Age),
	}
	for _, s := range o.Steps {
		msg.Steps = append(msg.Steps, text(s))
	}
	return msg
}

func originFrom(msg *pb.Origin) (*nodes.Origin, error) {
	if msg == nil {
		return nil, nil
	}
	for _, x := range append([]float32{msg.GetX1(), msg.GetY1(), msg.GetX2(), msg.GetY2()}, msg.GetIous()...) {
		if x-x != 0 {
			return nil, fmt.Errorf("a number of its origin is %v", x)
		}
	}
	points, err := pointsFrom(msg.GetPoints())
	return &nodes.Origin{
		Prompt: msg.GetPrompt(), Box: nodes.Box{X1: msg.GetX1(), Y1: msg.GetY1(), X2: msg.GetX2(), Y2: msg.GetY2()}, Points: points,
		Token: int(msg.GetToken()), IoUs: msg.GetIous(), Encoded: msg.GetEncoded(), Age: time.Duration(msg.GetAgeNs()), Steps: msg.GetSteps(),
	}, err
}
