package nodes

// Type says what may travel through a port.
type Type string

// The port types. Boxes and masks are both *Instances: boxes may lack masks,
// masks promise one on every instance.
const (
	TypeFrame Type = "frame"
	TypeBoxes Type = "boxes"
	TypeMasks Type = "masks"
)

// Fits says whether an output of type t may feed an input of type in.
func (t Type) Fits(in Type) bool {
	return t == in || t == TypeMasks && in == TypeBoxes
}

// Port is a named, typed socket of a node type.
type Port struct {
	Name     string
	Type     Type
	Doc      string
	Optional bool   // of an input: it may stay unconnected
	SameAs   string // of an output: its type is that of what feeds this input; Type is the least it can be
}
