package waiver

import (
	"strconv"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// subjects tells what findings are about in the words that waivers use: names
// of nodes and of data actions.
type subjects struct {
	flows       []facts.Flow
	whole       func(flow int) facts.Flow // nil where flows are whole
	definitions map[string]string         // names of data actions by file:line
	byNode      map[int]map[string]*subject
}

// subject is a node of a flow.
type subject struct {
	names       []string // of the action or loop
	dataActions []string // that it calls, or that are called in it
}

func newSubjects(r Reviewed) *subjects {
	s := &subjects{flows: r.Flows, whole: r.Whole, definitions: map[string]string{}, byNode: map[int]map[string]*subject{}}
	for _, d := range r.Org.DataActions {
		s.definitions[fileLine(d.File, d.Line)] = d.Name
	}
	return s
}

func fileLine(file string, line int) string { return file + ":" + strconv.Itoa(line) }

// of returns what a finding is about.
func (s *subjects) of(f finding.Finding) subject {
	out := subject{}
	if node := s.nodes(f)[f.Node]; node != nil && f.Node != "" {
		out = *node
	}
	if f.Node != "" {
		out.names = append(out.names[:len(out.names):len(out.names)], f.Node)
	}
	if name, ok := s.definitions[fileLine(f.File, f.Line)]; ok && f.File != "" {
		out.dataActions = append(out.dataActions[:len(out.dataActions):len(out.dataActions)], name)
	}
	return out
}

// nodes are the subjects of the finding's flow, made when first asked for.
func (s *subjects) nodes(f finding.Finding) map[string]*subject {
	i := facts.FlowAt(s.flows, f.Flow, f.File)
	if i < 0 {
		return nil
	}
	if s.byNode[i] == nil {
		f := s.flows[i]
		if s.whole != nil {
			f = s.whole(i)
		}
		s.byNode[i] = subjectsOf(&f)
	}
	return s.byNode[i]
}

func subjectsOf(f *facts.Flow) map[string]*subject {
	out := map[string]*subject{}
	get := func(node string) *subject {
		if out[node] == nil {
			out[node] = &subject{}
		}
		return out[node]
	}
	called := map[string]string{}
	for _, c := range f.Calls {
		one := get(c.Node)
		one.names, one.dataActions = append(one.names, c.Name), append(one.dataActions, c.DataAction)
		called[c.Node] = c.DataAction
	}
	for _, n := range f.Nodes {
		one := get(n.Node)
		one.names = append(one.names, n.Name)
	}
	for _, l := range f.Loops {
		for _, node := range []string{l.Node, l.ID} {
			one := get(node)
			one.names = append(one.names, l.Name)
			for _, c := range l.Calls {
				one.dataActions = append(one.dataActions, called[c])
			}
		}
	}
	return out
}
