package demand

import (
	"slices"
	"strings"

	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/interaction"
	"archlint/analyzer/org"
)

// starts is where something starts: interactions, or events such as triggers.
type starts struct {
	net   *interaction.Net
	flows []*Flow
	org   facts.Org

	enters  []bool // by flow: interactions enter, or may
	named   []bool // by flow: none do but those that the traffic gives it by name
	begins  []bool // by flow: an event starts it, or may
	reached []bool // by flow: something that starts gets here

	// grouped are the recursive groups that are too large for an entry each.
	grouped [][]int
	points  [][]facts.EntryPoint // by flow: those of the organisation that start it, disabled ones too

	// missing are entry points that start a flow which is not among the reviewed ones.
	missing []facts.EntryPoint
}

// newStarts finds the flows in which something starts. The organisation's entry points
// say it, each for its kind of flow. Where they do not, interactions may enter every flow
// that no other flow leads to and whose type interactions can start in; in a recursive
// group they may enter every flow of such a type. Each flow of such a type is then reached
// from somewhere. Flows that the traffic names are entered as well.
func newStarts(net *interaction.Net, flows []*Flow, o facts.Org, traffic []capacity.EntryTraffic) *starts {
	n := len(flows)
	s := &starts{
		net: net, flows: flows, org: o,
		enters: make([]bool, n), named: make([]bool, n), begins: make([]bool, n), reached: make([]bool, n), points: make([][]facts.EntryPoint, n),
	}
	s.markEntryPoints()
	s.cover(s.enters, func(i int) bool { return s.typ(i).Info().Starts && !s.hasEntryPoints(s.typ(i)) })
	if !slices.Contains(s.enters, true) { // entry points are known, but none of these flows
		s.cover(s.enters, func(i int) bool { return s.typ(i).Info().Starts })
	}
	if !slices.Contains(s.enters, true) && !slices.Contains(s.begins, true) {
		s.cover(s.enters, func(int) bool { return true }) // parts of flows, for what they do
	}
	s.byName(traffic)
	s.grouped = s.recursiveGroups(func(f *Flow) bool {
		return slices.ContainsFunc(traffic, func(e capacity.EntryTraffic) bool { return isFlow(f, e.Flow) })
	})
	s.cover(s.begins, func(i int) bool { return isEvent(flows[i]) })
	return s
}

func (s *starts) typ(i int) flow.Type { return s.flows[i].Part.Type }

// entry reports whether a flow counts as an entry for its readers: interactions may
// enter it, or a trigger starts it.
func (s *starts) entry(i int) bool {
	enabled := func(e facts.EntryPoint) bool { return !e.Disabled }
	return s.enters[i] || s.named[i] || s.begins[i] && slices.ContainsFunc(s.points[i], enabled)
}

// all are the flows in which something starts, by index.
func (s *starts) all() []int {
	var out []int
	for i := range s.flows {
		if s.enters[i] || s.named[i] || s.begins[i] {
			out = append(out, i)
		}
	}
	return out
}

// entryPartOf names the part of an export that says in which flows of a type
// interactions start, "" where none does: campaigns start outbound flows.
var entryPartOf = map[flow.Type]string{
	"inboundcall": org.PartIVRs, "inboundshortmessage": org.PartMessageRoutes, "inboundemail": org.PartEmailRoutes,
}

// hasEntryPoints reports whether the export says in which flows of a type interactions start.
func (s *starts) hasEntryPoints(t flow.Type) bool {
	part := entryPartOf[t]
	return part != "" && slices.Contains(s.org.Known, part) && !slices.Contains(s.org.NotReviewed, part)
}

// markEntryPoints marks the flows that the organisation's entry points start.
func (s *starts) markEntryPoints() {
	for _, e := range s.org.EntryPoints {
		found := s.find(e)
		for _, i := range found {
			s.points[i] = append(s.points[i], e)
			switch {
			case e.Disabled:
			case isEvent(s.flows[i]):
				s.start(s.begins, i)
			default:
				s.start(s.enters, i)
			}
		}
		if len(found) == 0 && !e.Disabled {
			s.missing = append(s.missing, e)
		}
	}
}

// find returns the flows that an entry point starts: that of its id, and only where
// the reviewed flows have none, or no ids, one of its name and kind.
func (s *starts) find(e facts.EntryPoint) []int {
	var byName []int
	for i, f := range s.flows {
		switch {
		case e.FlowID != "" && f.Part.ID == e.FlowID:
			return []int{i}
		case e.Flow != "" && strings.EqualFold(f.Part.Name, e.Flow) && (e.FlowID == "" || f.Part.ID == "") && startsBy(e.Kind, f):
			byName = append(byName, i)
		}
	}
	return byName
}

// startsBy reports whether an entry point of that kind can start a flow.
func startsBy(kind string, f *Flow) bool {
	if kind == "trigger" {
		return isEvent(f)
	}
	return f.Part.Type.Info().Starts
}

// start marks a flow, and what it leads to as reached.
func (s *starts) start(mark []bool, i int) {
	mark[i], s.reached[i] = true, true
	for _, to := range s.flows[i].reaches {
		s.reached[to] = true
	}
}

// cover marks flows of some kind that nothing reaches yet, those that lead to others
// first, and in a recursive group all flows of the kind.
func (s *starts) cover(mark []bool, kind func(i int) bool) {
	for _, group := range s.net.Groups() {
		if slices.ContainsFunc(group, func(i int) bool { return s.reached[i] }) {
			continue
		}
		of := slices.DeleteFunc(group, func(i int) bool { return !kind(i) })
		for _, i := range of {
			mark[i] = true
		}
		if len(of) > 0 {
			s.start(mark, of[0]) // the others reach the same
		}
	}
}

// byName marks the flows that the traffic names although nothing says that
// interactions enter there.
func (s *starts) byName(traffic []capacity.EntryTraffic) {
	for _, e := range traffic {
		for i, f := range s.flows {
			if isFlow(f, e.Flow) && f.Part.Type.Info().Starts && !s.enters[i] {
				s.start(s.named, i)
			}
		}
	}
}

// isFlow reports whether a name or an id in the traffic is that of a flow.
func isFlow(f *Flow, name string) bool {
	return f.Part.ID != "" && f.Part.ID == name || strings.EqualFold(f.Part.Name, name)
}

// alone returns the flows in which something starts and that are in no recursive group.
func (s *starts) alone() []int {
	grouped := make([]bool, len(s.flows))
	for _, members := range s.grouped {
		for _, i := range members {
			grouped[i] = true
		}
	}
	return slices.DeleteFunc(s.all(), func(i int) bool { return grouped[i] })
}

// interactions reports whether interactions start in any of the flows.
func (s *starts) interactions() bool {
	for i, f := range s.flows {
		if (s.enters[i] || s.named[i]) && !isEvent(f) {
			return true
		}
	}
	return false
}

// isEvent reports whether something other than an interaction starts the flow.
func isEvent(f *Flow) bool { return f.Part.Type == "workflow" || f.Part.Type == "workitem" }
