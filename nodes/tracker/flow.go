package tracker

// Whom a new track takes for its neighbours. All flat: within 0.5 HOTA from half of
// each to twice it.
const (
	flowReach = 4.0 // sizes away: counts for 0.6
	flowRatio = 0.8 // logarithm of the ratio of sizes: counts for 0.6
	flowDoubt = 0.5 // neighbours' worth of doubt, which is for standing still
	flowHits  = 3   // frames after which a track's rates can be believed
)

// flow guesses how a new thing moves: as things of its size near it do, which is
// much when the camera drives past a row of them. A filter of its own would find out
// on the second frame, but at a low rate it is no longer where a thing at rest would
// be found. Worth 4 HOTA on kitti at 2 Hz, 2 at 2.5 Hz, nothing at 10 Hz. What the
// filter doubts of the rates stays as it is.
func (f *Follower) flow(m *motion) {
	s := m.size()
	n, x, y, grow := flowDoubt, 0.0, 0.0, 0.0
	for i := range f.state.Tracks {
		t := &f.state.Tracks[i]
		if t.Hits < flowHits {
			continue
		}
		o := &t.Motion
		away := (square(o.X.Pos-m.X.Pos) + square(o.Y.Pos-m.Y.Pos)) / square(flowReach*s)
		if away >= 8 {
			continue
		}
		size := o.size()
		away += square(size-s) / (size * s * flowRatio * flowRatio) // nearly the logarithm squared
		w := square(square(max(0, 1-away/8)))                       // nearly exp(-away/2)
		n += w
		x += w * o.X.Rate / size
		y += w * o.Y.Rate / size
		grow += w * (o.W.Rate + o.H.Rate) / (o.W.Pos + o.H.Pos)
	}
	m.X.Rate, m.Y.Rate = x/n*s, y/n*s
	m.W.Rate, m.H.Rate = grow/n*m.W.Pos, grow/n*m.H.Pos
}
