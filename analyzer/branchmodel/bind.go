// Package branchmodel binds a traffic profile to the graph of a flow: which way
// interactions go at each branch, how often loops run, and how long waits last. What
// the profile does not say is assumed.
package branchmodel

import (
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/config"
	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// Profiled is what a profile comes to in one flow.
type Profiled struct {
	Model calls.Model
	// WaitSeconds is how long a wait lasts whose length the flow does not fix, nil for
	// unknown.
	WaitSeconds *float64

	// assumedOffers are the offers in queues that are taken with an assumed share.
	assumedOffers map[cfg.NodeID]bool
	// says is set where the profile says something of this flow: a share, rounds, a default.
	says bool
	// given are the nodes with shares of the profile's, givenEnds those with ends of its.
	given, givenEnds map[cfg.NodeID]bool
	// knownEnds reports the nodes whose share of ends is no assumption; nil: none is.
	knownEnds func(cfg.NodeID) bool
	// fitted is set where the profile says that it was fitted to counts.
	fitted *config.FittedTo
	// trouble and rounds are set where the profile gives these defaults.
	trouble, rounds bool

	lists  lengths
	forAll []config.ListLength // the lengths that are for all flows, those of them that are of lists here

	flows map[int]ties // what of the flow's own profile was found in it, by its index there
}

// Bind binds a profile to the graph of a flow; p may be nil.
func Bind(p *config.Profile, g *cfg.Graph) Profiled {
	out := Profiled{Model: calls.DefaultModel()}
	if p == nil {
		out.assumedOffers = share(&out.Model, g, calls.DefaultOffer, nil)
		return out
	}
	b := &binder{g: g, shares: map[cfg.NodeID]map[string]float64{}, rounds: map[cfg.NodeID]float64{},
		ends: map[cfg.NodeID]float64{}}
	offer := calls.DefaultOffer
	out.apply(p.Default, &offer)
	b.bindLists(p.Lists, func(*cfg.Node) bool { return true }, func(l config.ListLength) { out.forAll = append(out.forAll, l) },
		func(config.ListLength, []string) {})
	for i, f := range p.Flows {
		own := names(f.Flow, g.Flow)
		if own {
			out.apply(f.Default, &offer)
			if f.Fitted != nil {
				out.fitted = f.Fitted
			}
		}
		found := b.bind(f, own)
		if own {
			if out.flows == nil {
				out.flows = map[int]ties{}
			}
			out.flows[i] = found
		}
	}
	out.lists = b.lists
	rounds, ends := b.rounds, b.ends // of the graph nothing is held
	out.given, out.givenEnds = keysOf(b.shares), keysOf(ends)
	if len(ends) > 0 {
		out.Model.Ends = func(n cfg.NodeID) float64 { return ends[n] }
		out.knownEnds = func(n cfg.NodeID) bool { _, ok := ends[n]; return ok }
	}
	figures := len(b.shares) + len(rounds) + len(ends) + len(b.lists)
	out.says = out.trouble || out.rounds || offer != calls.DefaultOffer || figures > 0
	out.assumedOffers = share(&out.Model, g, offer, b.shares)
	out.Model.Count = func(n cfg.NodeID) (float64, bool) {
		count, ok := rounds[n]
		return count, ok
	}
	for _, c := range b.cycles {
		out.goRound(g, c)
		out.says = true
	}
	return out
}

// apply takes the assumptions that a profile has for all flows, or for one.
func (b *Profiled) apply(d config.FlowDefaults, offer *float64) {
	defaults(&b.Model, d)
	b.trouble, b.rounds = b.trouble || d.Trouble != nil, b.rounds || d.Rounds != nil
	if d.Offers != nil {
		*offer = *d.Offers
	}
	if d.Waits != nil {
		b.WaitSeconds = d.Waits
	}
}

func defaults(m *calls.Model, d config.FlowDefaults) {
	if d.Trouble != nil {
		m.Rare = *d.Trouble
	}
	if d.Rounds != nil {
		m.Rounds = *d.Rounds
	}
}

// Defaults is the branch model without any single flow: what a profile, which may be
// nil, assumes for all of them.
func Defaults(p *config.Profile) calls.Model {
	m := calls.DefaultModel()
	if p != nil {
		defaults(&m, p.Default)
	}
	return m
}

// names reports whether a name or id in the profile is that of f.
func names(name string, f *flow.Flow) bool {
	return f != nil && (name == f.ID && f.ID != "" || strings.EqualFold(name, f.Name))
}

// binder assigns the profile's figures of a flow to the nodes of its graph.
type binder struct {
	g      *cfg.Graph
	shares map[cfg.NodeID]map[string]float64
	rounds map[cfg.NodeID]float64
	ends   map[cfg.NodeID]float64
	cycles []cycleRounds
	lists  lengths
}

// ties are what could be tied to a flow, and what not.
type ties struct {
	wrong         map[config.Origin]*source.Error
	shares, loops []config.Origin
	lists         []config.ListLength
}

// bind ties f, which is about the graph's own flow or about a common module
// that it calls.
func (b *binder) bind(f config.FlowProfile, own bool) ties {
	out := ties{wrong: map[config.Origin]*source.Error{}}
	in := func(n *cfg.Node) bool { return n.Module == nil }
	if !own {
		in = func(n *cfg.Node) bool { return names(f.Flow, n.Module) }
	}
	b.bindLists(f.Lists, in, func(l config.ListLength) { out.lists = append(out.lists, l) }, func(l config.ListLength, known []string) {
		slices.Sort(known)
		out.wrong[l.At] = l.At.Error("flow %q has no list %q%s", f.Flow, l.List, config.Candidates(l.List, slices.Compact(known)))
	})
	for _, shares := range f.Nodes {
		b.bindShares(f.Flow, shares, in, &out)
	}
	for _, end := range f.Ends {
		b.bindEnd(f.Flow, end, in, &out)
	}
	for _, loop := range f.Loops {
		b.bindLoop(f.Flow, loop, in, &out)
	}
	return out
}

func (b *binder) bindShares(flowName string, s config.NodeShares, in func(*cfg.Node) bool, out *ties) {
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
		out.wrong[s.At] = s.At.Error("the shares of %s in flow %q add up to %s, and no output is left for the rest: leave one out, and it "+
			"takes it", s.Node, flowName, trimmed(sum))
	}
	b.shares[id] = given
}

func trimmed(x float64) string {
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.4f", x), "0"), ".")
}

// bindEnd ties the share of the passes of a node after which runs end there.
func (b *binder) bindEnd(flowName string, e config.OutputShare, in func(*cfg.Node) bool, out *ties) {
	plain := func(n *cfg.Node) bool {
		return (n.Kind == cfg.Act || n.Kind == cfg.Menu) && n.Head == cfg.NoLoop && n.Callee == cfg.None
	}
	id, problem := b.find(e.Output, in, plain, "action or menu")
	if id == cfg.None {
		out.wrong[e.At] = e.At.Error("flow %q: %s", flowName, problem)
		return
	}
	b.ends[id] = e.Share
	out.shares = append(out.shares, e.At)
}

func keysOf[V any](m map[cfg.NodeID]V) map[cfg.NodeID]bool {
	out := make(map[cfg.NodeID]bool, len(m))
	for n := range m {
		out[n] = true
	}
	return out
}

// FittedTo is what a profile says that its figures of this flow were fitted to, nil
// where it does not.
func (b *Profiled) FittedTo() *config.FittedTo { return b.fitted }

func (b *binder) bindLoop(flowName string, l config.LoopRounds, in func(*cfg.Node) bool, out *ties) {
	id, problem := b.find(l.Loop, in, func(n *cfg.Node) bool { return n.Head != cfg.NoLoop }, "loop")
	if id == cfg.None && b.bindCycle(flowName, l, in, out) {
		return
	}
	if id == cfg.None {
		out.wrong[l.At] = l.At.Error("flow %q: %s", flowName, problem)
		return
	}
	if most := b.g.Loops[b.g.Nodes[id].Head].Count; most != nil && l.Rounds > float64(*most) {
		out.wrong[l.At] = l.At.Error("loop %s of flow %q goes round %d times at most", l.Loop, flowName, *most)
		return
	}
	b.rounds[id] = l.Rounds
	out.loops = append(out.loops, l.At)
}
