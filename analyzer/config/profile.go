package config

// Profile is what is known of how runs branch: shares of outputs, rounds of
// loops. Names are as written; they are matched when the flows are known.
type Profile struct {
	// Partial passes over flows that are not there.
	Partial bool
	Default FlowDefaults
	Lists   []ListLength // in all flows
	Flows   []FlowProfile
}

// FlowDefaults replace the branch model's own defaults, nil where they stay.
type FlowDefaults struct {
	Trouble *float64 // share of each output that stands for trouble
	Rounds  *float64 // of a loop whose count is not constant
	Waits   *float64 // seconds of hold music and waits whose length the flow does not fix
	Offers  *float64 // share of those who wait in a queue that take an offer there
}

// FlowProfile is what is known of one flow, by its name or id.
type FlowProfile struct {
	Flow    string
	At      Origin
	Default FlowDefaults
	Lists   []ListLength
	Nodes   []NodeShares
	Loops   []LoopRounds
	// Ends are shares of the passes of a node after which the interaction ends there
	// although no output shows it; Output names the node.
	Ends []OutputShare
	// Fitted says what the figures were fitted to, nil where they were not.
	Fitted *FittedTo
}

// FittedTo are the counts that figures were fitted to.
type FittedTo struct {
	Executions float64
	Days       int64
	Version    string
}

// NodeShares are the shares of the runs through a node that leave it by each
// output. Node is a name, a tracking id or a path.
type NodeShares struct {
	Node   string
	At     Origin
	Shares []OutputShare
}

// OutputShare is the share of one output, 0 to 1.
type OutputShare struct {
	Output string
	Share  float64
	At     Origin
}

// LoopRounds is how often a loop goes round on average.
type LoopRounds struct {
	Loop   string
	Rounds float64
	At     Origin
}

// ListLength is the greatest length of a list, by its name ("Flow.dates").
type ListLength struct {
	List   string
	Length int64
	At     Origin
}

func profileOf(v *value) *Profile {
	if v == nil {
		return nil
	}
	p := &Profile{Partial: v.get("partial").truth(), Default: flowDefaults(v), Lists: listsOf(v.get("lists"))}
	flows := v.get("flows")
	for _, name := range flows.names() {
		f := flows.get(name)
		p.Flows = append(p.Flows, FlowProfile{
			Flow: name, At: f.named(), Default: flowDefaults(f), Lists: listsOf(f.get("lists")), Nodes: nodesOf(f.get("nodes")),
			Loops: loopsOf(f.get("loops")), Ends: endsOf(f.get("ends")), Fitted: fittedOf(f.get("fitted")),
		})
	}
	return p
}

func flowDefaults(v *value) FlowDefaults {
	var d FlowDefaults
	if trouble := v.get("trouble"); trouble != nil {
		d.Trouble = &trouble.num
	}
	if rounds := v.get("rounds"); rounds != nil {
		d.Rounds = &rounds.num
	}
	if waits := v.get("waits"); waits != nil {
		d.Waits = &waits.num
	}
	if offers := v.get("offers"); offers != nil {
		d.Offers = &offers.num
	}
	return d
}

func nodesOf(v *value) []NodeShares {
	var out []NodeShares
	for _, node := range v.names() {
		shares := v.get(node)
		one := NodeShares{Node: node, At: shares.named()}
		for _, o := range shares.names() {
			s := shares.get(o)
			one.Shares = append(one.Shares, OutputShare{Output: o, Share: s.num, At: s.named()})
		}
		out = append(out, one)
	}
	return out
}

func loopsOf(v *value) []LoopRounds {
	var out []LoopRounds
	for _, loop := range v.names() {
		n := v.get(loop)
		out = append(out, LoopRounds{Loop: loop, Rounds: n.num, At: n.named()})
	}
	return out
}

func endsOf(v *value) []OutputShare {
	var out []OutputShare
	for _, node := range v.names() {
		s := v.get(node)
		out = append(out, OutputShare{Output: node, Share: s.num, At: s.named()})
	}
	return out
}

func fittedOf(v *value) *FittedTo {
	if v == nil {
		return nil
	}
	f := &FittedTo{Version: v.get("version").str()}
	if n := v.get("executions"); n != nil {
		f.Executions = n.num
	}
	if n := v.get("days"); n != nil {
		f.Days = int64(n.num)
	}
	return f
}

func listsOf(v *value) []ListLength {
	var out []ListLength
	for _, list := range v.names() {
		n := v.get(list)
		out = append(out, ListLength{List: list, Length: int64(n.num), At: n.named()})
	}
	return out
}

// Places are where f names lists, nodes, outputs and loops, in their order.
func (f FlowProfile) Places() []Origin {
	var out []Origin
	for _, l := range f.Lists {
		out = append(out, l.At)
	}
	for _, n := range f.Nodes {
		out = append(out, n.At)
		for _, s := range n.Shares {
			out = append(out, s.At)
		}
	}
	for _, e := range f.Ends {
		out = append(out, e.At)
	}
	for _, l := range f.Loops {
		out = append(out, l.At)
	}
	return out
}
