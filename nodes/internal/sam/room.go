package sam

import "github.com/maskgraph/maskgraph/nodes/internal/ort"

// room is the memory of an embedding, which would be the most of a frame's garbage:
// 15 MB.
type room struct {
	features []ort.Tensor // the encoder's outputs
	frame    []ort.Tensor // what the decoder works out once a frame; nil: nothing so far
}

// room is one that nobody uses.
func (m *Model) room() room {
	if r, ok := m.rooms.get(); ok {
		return r
	}
	return room{features: featuresOf(m.encoder.Outputs())}
}

// takeBack keeps a room for the next frame: one for each node that has the model, as
// each may be about to encode a frame when those before have been forgotten.
func (m *Model) takeBack(r room) {
	for i, t := range m.encoder.Outputs() {
		if _, known := shapeOf(t); !known {
			r.features[i] = ort.Tensor{} // Run makes what fits the picture
		}
	}
	m.rooms.put(r, int(max(1, m.cache.users.Load())))
}
