package analyzer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/config"
	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// profiled is what became of the traffic profile: what of it was found in the
// flows and what not. Several goroutines fill it.
type profiled struct {
	mu     sync.Mutex
	flows  map[int]int                       // how many flows each of the profile's names mean
	wrong  map[config.Origin][]*source.Error // what is not in a flow, by its place in the profile
	shares map[config.Origin]bool            // what is
	loops  map[config.Origin]bool
	offers int // in queues, of which the share that takes them is assumed
}

// model is the branch model of one flow: the profile where it says something,
// the defaults elsewhere.
func (r *job) model(g *cfg.Graph) calls.Model {
	m := calls.DefaultModel()
	p := r.opts.Profile
	if p == nil {
		return r.offers(m, g, calls.DefaultOffer, nil)
	}
	b := &binder{g: g, shares: map[cfg.NodeID]map[string]float64{}, rounds: map[cfg.NodeID]int64{}}
	defaults(&m, p.Default)
	offer := calls.DefaultOffer
	offersOf(&offer, p.Default)
	for i, f := range p.Flows {
		own := means(f.Flow, g.Flow)
		if own {
			defaults(&m, f.Default)
			offersOf(&offer, f.Default)
		}
		found := b.bind(f, own)
		if own {
			r.profiled.add(i, found)
		}
	}
	counts := b.rounds // of the graph nothing is held
	m = r.offers(m, g, offer, b.shares)
	m.Count = func(n cfg.NodeID) (int64, bool) {
		rounds, ok := counts[n]
		return rounds, ok
	}
	return m
}

func defaults(m *calls.Model, d config.FlowDefaults) {
	if d.Trouble != nil {
		m.Rare = *d.Trouble
	}
	if d.Rounds != nil {
		m.Rounds = *d.Rounds
	}
}

// means reports whether a name or id in the profile is that of f.
func means(name string, f *flow.Flow) bool {
	return f != nil && (name == f.ID && f.ID != "" || strings.EqualFold(name, f.Name))
}

func (p *profiled) add(index int, b bound) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.flows == nil {
		p.flows, p.wrong = map[int]int{}, map[config.Origin][]*source.Error{}
		p.shares, p.loops = map[config.Origin]bool{}, map[config.Origin]bool{}
	}
	p.flows[index]++
	for at, err := range b.wrong {
		p.wrong[at] = append(p.wrong[at], err)
	}
	for _, at := range b.shares {
		p.shares[at] = true
	}
	for _, at := range b.loops {
		p.loops[at] = true
	}
}

// profileErrors tells what the profile names and no flow has. Where a name
// means several flows (one in two exports), one of them must have it.
func (r *job) profileErrors(in *input) error {
	p := r.opts.Profile
	if p == nil || len(in.flows) == 0 {
		return nil
	}
	var names []string
	for _, f := range in.flows {
		names = append(names, f.flow.Name)
	}
	var errs config.Errors
	for i, f := range p.Flows {
		n := r.profiled.flows[i]
		if n == 0 && !p.Partial {
			errs = append(errs, f.At.Error("no flow %q%s", f.Flow, config.Candidates(f.Flow, names)))
		}
		for _, at := range f.Places() {
			if wrong := r.profiled.wrong[at]; n > 0 && len(wrong) == n {
				errs = append(errs, slices.MinFunc(wrong, func(a, b *source.Error) int { return strings.Compare(a.Message, b.Message) }))
			}
		}
	}
	if len(errs) > 0 {
		return errs.Sorted()
	}
	r.notes = append(r.notes, r.profiled.note()...)
	return nil
}

// note says what the profile changed.
func (p *profiled) note() []string {
	var parts []string
	if n := len(p.shares); n > 0 {
		parts = append(parts, "the shares of "+plural(n, "output"))
	}
	if n := len(p.loops); n > 0 {
		parts = append(parts, "the rounds of "+plural(n, "loop"))
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{"From the traffic profile: " + strings.Join(parts, " and ") + "."}
}

// binder ties what the profile says of a flow to the nodes of its graph.
type binder struct {
	g      *cfg.Graph
	shares map[cfg.NodeID]map[string]float64
	rounds map[cfg.NodeID]int64
}

// bound is what could be tied, and what not.
type bound struct {
	wrong         map[config.Origin]*source.Error
	shares, loops []config.Origin
}

// bind ties f, which is about the graph's own flow or about a common module
// that it calls.
func (b *binder) bind(f config.FlowProfile, own bool) bound {
	out := bound{wrong: map[config.Origin]*source.Error{}}
	in := func(n *cfg.Node) bool { return n.Module == nil }
	if !own {
		in = func(n *cfg.Node) bool { return means(f.Flow, n.Module) }
	}
	for _, shares := range f.Nodes {
		b.bindShares(f.Flow, shares, in, &out)
	}
	for _, loop := range f.Loops {
		b.bindLoop(f.Flow, loop, in, &out)
	}
	return out
}

func (b *binder) bindShares(flowName string, s config.NodeShares, in func(*cfg.Node) bool, out *bound) {
	id, problem := b.find(s.Node, in, branches, "action or menu with several outputs")
	if id == cfg.None {
		out.wrong[s.At] = s.At.Error("flow %q: %s", flowName, problem)
		return
	}
	n := &b.g.Nodes[id]
	count := map[string]int{}
	for _, e := range n.Out {
		count[e.Output]++
	}
	given, sum := map[string]float64{}, 0.0
	for _, o := range s.Shares {
		name, ok := outputOf(n, o.Output)
		if !ok {
			out.wrong[o.At] = o.At.Error("%s of flow %q has no output %q%s", s.Node, flowName, o.Output, config.Candidates(o.Output, outputsOf(n)))
			continue
		}
		given[name] = o.Share / float64(count[name])
		sum += o.Share
		out.shares = append(out.shares, o.At)
	}
	switch {
	case sum > 1+1e-9:
		out.wrong[s.At] = s.At.Error("the shares of %s in flow %q add up to %s, more than 1", s.Node, flowName, trimmed(sum))
	case len(given) == len(count) && sum < 1-1e-6:
		out.wrong[s.At] = s.At.Error("the shares of %s in flow %q add up to %s, and no output is left for the rest: leave one out, and it takes it", s.Node, flowName, trimmed(sum))
	}
	b.shares[id] = given
}

func trimmed(x float64) string {
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.4f", x), "0"), ".")
}

func (b *binder) bindLoop(flowName string, l config.LoopRounds, in func(*cfg.Node) bool, out *bound) {
	id, problem := b.find(l.Loop, in, func(n *cfg.Node) bool { return n.Head != cfg.NoLoop }, "loop")
	if id == cfg.None {
		out.wrong[l.At] = l.At.Error("flow %q: %s", flowName, problem)
		return
	}
	if most := b.g.Loops[b.g.Nodes[id].Head].Count; most != nil && l.Rounds > *most {
		out.wrong[l.At] = l.At.Error("loop %s of flow %q goes round %d times at most", l.Loop, flowName, *most)
		return
	}
	b.rounds[id] = l.Rounds
	out.loops = append(out.loops, l.At)
}

// branches reports whether runs part at n by its own outputs. Those of a called
// task follow from what happens in it, those of a loop from its rounds.
func branches(n *cfg.Node) bool {
	return (n.Kind == cfg.Act || n.Kind == cfg.Menu) && len(n.Out) > 1 && n.Head == cfg.NoLoop && n.Callee == cfg.None
}

// find returns the node that ref names: by its identity, else by a name that
// only one has.
func (b *binder) find(ref string, in, want func(*cfg.Node) bool, what string) (cfg.NodeID, string) {
	var byName []cfg.NodeID
	var known []string
	for i := range b.g.Nodes {
		n := &b.g.Nodes[i]
		if !in(n) || !want(n) {
			continue
		}
		tracking, id, path, name := identify(n)
		if ref == identity(tracking, id, path) || ref == id && id != "" || ref == path && path != "" {
			return cfg.NodeID(i), ""
		}
		if strings.EqualFold(ref, name) {
			byName = append(byName, cfg.NodeID(i))
		}
		known = append(known, name)
	}
	switch len(byName) {
	case 1:
		return byName[0], ""
	case 0:
		return cfg.None, fmt.Sprintf("no %s %q%s", what, ref, config.Candidates(ref, known))
	}
	var ids []string
	for _, n := range byName {
		tracking, id, path, _ := identify(&b.g.Nodes[n])
		ids = append(ids, identity(tracking, id, path))
	}
	return cfg.None, fmt.Sprintf("%d are called %q: name one by its id, %s", len(byName), ref, strings.Join(ids, " or "))
}

// identify returns by what a node can be named.
func identify(n *cfg.Node) (tracking int, id, path, name string) {
	switch {
	case n.Kind == cfg.Act:
		name = n.Action.Name
		if name == "" {
			name = n.Action.Kind.Name
		}
		return n.Action.TrackingID, n.Action.ID, n.Action.Path, name
	case n.Container != nil:
		return n.Container.TrackingID, n.Container.ID, n.Container.Path, n.Container.Name
	}
	return 0, "", "", ""
}

// outputOf finds an output by its name, by what its author calls it, or by the
// key of a menu's choice.
func outputOf(n *cfg.Node, ref string) (string, bool) {
	for _, e := range n.Out {
		if e.Output == ref {
			return ref, true
		}
	}
	found := func(name string) (string, bool) {
		return name, slices.ContainsFunc(n.Out, func(e cfg.Edge) bool { return e.Output == name })
	}
	if n.Action != nil {
		for _, o := range n.Action.Outputs {
			if strings.EqualFold(ref, o.Name) || o.Label != "" && strings.EqualFold(ref, o.Label) {
				return found(o.Name)
			}
		}
	}
	if n.Kind == cfg.Menu {
		for _, ch := range n.Container.Choices {
			if ch.Key == ref || strings.EqualFold(ch.Name, ref) {
				return found(cmp.Or(ch.Name, ch.Key))
			}
		}
	}
	return "", false
}

// outputsOf lists the outputs as people know them.
func outputsOf(n *cfg.Node) []string {
	var out []string
	for _, e := range n.Out {
		name := e.Output
		if n.Action != nil {
			if o := n.Action.Output(name); o != nil && o.Label != "" {
				name = o.Label
			}
		}
		out = append(out, name)
	}
	return out
}
