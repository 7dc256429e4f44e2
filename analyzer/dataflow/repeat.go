package dataflow

import (
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"

	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// question is a data action call whose inputs are all known: calls of one
// group ask the same, and reads are the variables that the inputs read.
type question struct {
	call  int // in Flow.calls
	group int
	reads []varID
}

// repeats finds calls that ask what another call has asked.
func (f *Flow) repeats() {
	asked, groups := f.questions()
	if len(asked) > mostAsked {
		f.uncompared = true
		return
	}
	plain := f.askedBefore(asked, 0)
	if len(plain) == 0 {
		return
	}
	unwaited := pairSet(f.askedBefore(asked, opWait))
	direct := pairSet(f.askedBefore(asked, opCall))
	between := f.between
	if len(plain)*len(f.calls) > mostBetween {
		between = func(cfg.NodeID, cfg.NodeID) []cfg.NodeID { return nil }
	}
	for _, pair := range plain {
		c := &f.calls[asked[pair[1]].call]
		c.RepeatOf = append(c.RepeatOf, Repeat{
			Of:          f.calls[asked[pair[0]].call].Node,
			AcrossWait:  !unwaited[pair],
			AcrossCalls: !direct[pair],
			Between:     between(f.calls[asked[pair[0]].call].Node, c.Node),
		})
	}
	f.redundant(asked, groups)
}

// mostAsked bounds the repeated questions of one flow that are compared: their
// pairs grow with the square, and a made-up flow could ask for all memory.
// Public flows have some ten. Beyond it nothing is said to repeat, see Uncompared.
const mostAsked = 1000

// Uncompared reports whether so many calls ask the same as another that no call is
// said to repeat one.
func (f *Flow) Uncompared() bool { return f.uncompared }

// mostBetween bounds the pairs of calls, times the calls of the flow, whose ways are looked
// at for what runs in between. Beyond it nothing is said to.
const mostBetween = 20_000_000

// between returns the data actions that may run after one call and before another.
func (f *Flow) between(first, second cfg.NodeID) []cfg.NodeID {
	var found []cfg.NodeID
	until := f.before(int32(second))
	for i := range f.calls {
		if n := f.calls[i].Node; n != first && n != second && until[n] && f.before(int32(n))[first] {
			found = append(found, n)
		}
	}
	return found
}

func pairSet(pairs [][2]int) map[[2]int]bool {
	set := make(map[[2]int]bool, len(pairs))
	for _, p := range pairs {
		set[p] = true
	}
	return set
}

// questions returns the calls that at least one other call asks the same as.
func (f *Flow) questions() ([]question, int) {
	times := make(map[string]int, len(f.calls)) // that a data action is called
	for i := range f.calls {
		times[f.askedOf(f.calls[i].Node)]++
	}
	byKey := make(map[string][]question)
	var keys []string
	for i := range f.calls {
		if times[f.askedOf(f.calls[i].Node)] < 2 {
			continue
		}
		key, reads, ok := f.question(f.calls[i].Node)
		if !ok {
			continue
		}
		if byKey[key] == nil {
			keys = append(keys, key)
		}
		byKey[key] = append(byKey[key], question{call: i, reads: reads})
	}
	var asked []question
	groups := 0
	for _, key := range keys {
		if len(byKey[key]) < 2 {
			continue
		}
		for _, q := range byKey[key] {
			q.group = groups
			asked = append(asked, q)
		}
		groups++
	}
	return asked, groups
}

// question returns a text that is the same for calls of the same data action
// with the same inputs, and the variables that the inputs read. There is none
// when an input is unknown or changes by itself.
func (f *Flow) question(n cfg.NodeID) (key string, reads []varID, ok bool) {
	a, id := f.g.Nodes[n].Action, f.askedOf(n)
	if id == "" {
		return "", nil, false
	}
	inputs := []string{id}
	for _, b := range a.Inputs {
		input, vars, ok := f.input(int32(n), b.Value)
		if !ok {
			return "", nil, false
		}
		if input != "" {
			inputs = append(inputs, strings.ToLower(b.Name)+"="+input)
			reads = append(reads, vars...)
		}
	}
	sort.Strings(inputs[1:])
	return strings.Join(inputs, "\x01"), reads, true
}

// askedOf names the data action that is called at n, "" where the file does not
// say which.
func (f *Flow) askedOf(n cfg.NodeID) string {
	d := f.g.Nodes[n].Action.DataAction
	switch {
	case d == nil:
		return ""
	case d.ID != "":
		return strings.ToLower(d.ID)
	}
	id := strings.ToLower(d.Integration + "\x00" + d.Name)
	if strings.Trim(id, "\x00") == "" {
		return ""
	}
	return id
}

// input returns the key of an input's value, "" when it is not set.
func (f *Flow) input(n int32, v *flow.Value) (key string, reads []varID, ok bool) {
	if v == nil || v.Kind == flow.NotSet {
		return "", nil, true
	}
	tree := expr.Fold(expr.Of(v))
	if tree.Kind == expr.NotSet {
		return "", nil, true
	}
	if !expr.Known(tree) || volatile(tree) {
		return "", nil, false
	}
	ok = true
	named := rename(tree, func(ref *expr.Node) string {
		id := f.code.refer(n, ref)
		ok = ok && (!f.vars.all[id].system || f.vars.all[id].stable)
		reads = append(reads, id)
		return "v" + strconv.Itoa(int(id))
	})
	return expr.Key(named), reads, ok
}

// rename returns n with every reference's name replaced and its id left out.
func rename(n *expr.Node, name func(*expr.Node) string) *expr.Node {
	if n.Kind == expr.Reference {
		return &expr.Node{Kind: expr.Reference, Name: name(n)}
	}
	if len(n.Args) == 0 {
		return n
	}
	c := *n
	c.Args = make([]*expr.Node, len(n.Args))
	for i, a := range n.Args {
		c.Args[i] = rename(a, name)
	}
	return &c
}

// askedBefore returns the pairs of questions, earlier and later, such that the
// later can run after the earlier succeeded, its inputs unchanged, and without
// a step of kind through (none if 0: uses never end a fact). A call that goes
// round to itself is no pair.
func (f *Flow) askedBefore(asked []question, through opKind) [][2]int {
	at := make(map[int32]int) // question number by node, from 1
	for i, q := range asked {
		at[int32(f.calls[q.call].Node)] = i + 1
	}
	masks := f.newMasks()
	var groups map[int]*set
	base := 0
	p := &problem{size: len(asked), atRun: func() set { return set{} }}
	p.begin = func(lo, hi int) {
		base, groups = lo, make(map[int]*set)
		masks.clear()
		for i, q := range asked[lo:hi] {
			for _, v := range q.reads {
				masks.add(v, i)
			}
			if groups[q.group] == nil {
				groups[q.group] = new(set)
			}
			groups[q.group].add(i)
		}
	}
	everything := full()
	p.effect = func(o op, kill, gen *set) bool {
		switch {
		case o.kind == opDef || o.kind == opWeak:
			if m := masks.of(o.v); m != nil {
				*kill = *m
				return true
			}
		case o.kind == opOpaque, through != 0 && o.kind == through:
			*kill = everything
			return true
		case o.kind == opOK:
			if i := at[o.i] - 1 - base; at[o.i] > 0 && i >= 0 && i < chunkSize {
				gen.add(i)
				return true
			}
		}
		return false
	}
	var pairs [][2]int
	p.at = func() []int32 { return slices.Sorted(maps.Keys(at)) }
	p.watches = func(o op) bool { return o.kind == opCall && at[o.i] > 0 }
	p.watch = func(_ int32, o op, holds *set) {
		later := at[o.i] - 1
		m := groups[asked[later].group]
		if m == nil {
			return
		}
		here := *holds
		here.intersect(m)
		here.each(func(i int) {
			if base+i != later {
				pairs = append(pairs, [2]int{base + i, later})
			}
		})
	}
	f.solve(p)
	slices.SortFunc(pairs, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(pairs)
}

// redundant marks calls whose question was answered on every path: facts "the
// question is open", true when a run begins, whenever an input changes and
// when time passes on purpose, false after a success; where it cannot be true,
// the call is redundant.
func (f *Flow) redundant(asked []question, groups int) {
	at := make(map[int32]int) // group by node, from 1
	for _, q := range asked {
		at[int32(f.calls[q.call].Node)] = q.group + 1
	}
	masks := f.newMasks()
	base, size := 0, 0
	p := &problem{size: groups, atRun: full}
	p.begin = func(lo, hi int) {
		base, size = lo, hi-lo
		masks.clear()
		for _, q := range asked {
			for _, v := range q.reads {
				if q.group >= lo && q.group < hi {
					masks.add(v, q.group-lo)
				}
			}
		}
	}
	everything := full()
	p.effect = func(o op, kill, gen *set) bool {
		switch o.kind {
		case opDef, opWeak:
			if m := masks.of(o.v); m != nil {
				*gen = *m
				return true
			}
		case opOpaque, opWait:
			*gen = everything
			return true
		case opOK:
			if i := at[o.i] - 1 - base; at[o.i] > 0 && i >= 0 && i < size {
				kill.add(i)
				return true
			}
		}
		return false
	}
	p.at = func() []int32 { return slices.Sorted(maps.Keys(at)) }
	p.watches = func(o op) bool { return o.kind == opCall && at[o.i] > 0 }
	p.watch = func(n int32, o op, holds *set) {
		if i := at[o.i] - 1 - base; i >= 0 && i < size && !holds.has(i) {
			f.calls[f.byNode[cfg.NodeID(n)]].Redundant = true
		}
	}
	f.solve(p)
}
