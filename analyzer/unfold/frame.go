package unfold

import "archlint/analyzer/cfg"

// frame is what a run is inside of: a called task that will return, or a loop. The
// frames around a point of a run are a list, innermost first; equal ones are the same.
type frame struct {
	parent *frame
	kind   frameKind
	node   cfg.NodeID // the calling node
	loop   cfg.LoopID
	// round is the number of the round that begins at the head, from 0; least and
	// most are the numbers of rounds, most < 0 where any number is possible.
	round, least, most int64
	// entry is, of a loop that stays a loop, what is known at its head.
	entry *store
	calls int // frames of calls up to here
}

type frameKind uint8

const (
	calling frameKind = iota
	staying           // a loop that stays one: nothing that is followed changes in it
	turning           // a loop whose rounds are told apart
)

// frames interns frames.
type frames map[frame]*frame

func (in frames) intern(f frame) *frame {
	if f.parent != nil {
		f.calls = f.parent.calls
	}
	if f.kind == calling {
		f.calls++
	}
	if same, ok := in[f]; ok {
		return same
	}
	made := f
	in[f] = &made
	return &made
}

// caller returns the frame of the innermost call, or nil.
func (f *frame) caller() *frame {
	for f != nil && f.kind != calling {
		f = f.parent
	}
	return f
}

// within drops the frames of loops, up to the innermost call, that do not hold node n.
func (f *frame) within(g *cfg.Graph, n cfg.NodeID) *frame {
	for f != nil && f.kind != calling && !g.InLoop(n, f.loop) {
		f = f.parent
	}
	return f
}

// stays is the innermost loop around that stays one, or nil.
func (f *frame) stays() *frame {
	for f != nil && f.kind != staying {
		f = f.parent
	}
	return f
}

// stands reports whether a loop that stays one is among the frames around.
func (f *frame) stands(loop *frame) bool {
	for ; f != nil; f = f.parent {
		if f == loop && f.kind == staying {
			return true
		}
	}
	return false
}
