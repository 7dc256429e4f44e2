package facts

import (
	"slices"

	"archlint/analyzer/internal/pack"
)

// Packed are the details of a flow that its outline lacks, in a tenth of their
// memory: every node, the runs Worst and Likely, and of each call its witness,
// inputs and outputs. They are what single flows are judged and reported by. The
// outline is the rest: what flows are joined and the organisation is judged by.
type Packed struct {
	runs, nodes string
}

// runs are the details that are no nodes.
type runs struct {
	Worst, Likely []Step
	Calls         []callDetails // as many as the flow has calls
}

// callDetails are what the outline lacks of a call.
type callDetails struct {
	Witness                                []Step
	Inputs, SuccessOutputs, FailureOutputs []Value
	Texts                                  []GivenText
}

// The codecs of details. They never change.
var (
	runsCodec  = pack.For[runs]()
	nodesCodec = pack.For[[]Node]()
)

// Pack parts a flow into its outline and its details. The flow itself stays as
// it is.
func Pack(f Flow) (outline Flow, details Packed) {
	r := runs{Worst: f.Worst, Likely: f.Likely, Calls: make([]callDetails, len(f.Calls))}
	f.Calls = slices.Clone(f.Calls)
	for i := range f.Calls {
		c := &f.Calls[i]
		r.Calls[i] = callDetails{c.Witness, c.Inputs, c.SuccessOutputs, c.FailureOutputs, c.Texts}
		c.Witness, c.Inputs, c.SuccessOutputs, c.FailureOutputs, c.Texts = nil, nil, nil, nil, nil
	}
	details = Packed{runs: runsCodec.Pack(&r), nodes: nodesCodec.Pack(&f.Nodes)}
	f.Nodes, f.Worst, f.Likely = nil, nil, nil
	return f, details
}

// Whole is the flow again, given its outline. Lists that are empty come back nil.
func (p Packed) Whole(outline Flow) Flow {
	if p.nodes != "" {
		outline.Nodes = nodesCodec.Unpack(p.nodes)
	}
	return p.WithoutNodes(outline)
}

// WithoutNodes is Whole for those who look at no nodes, which are most of it.
func (p Packed) WithoutNodes(outline Flow) Flow {
	if p.runs == "" {
		return outline
	}
	r := runsCodec.Unpack(p.runs)
	outline.Worst, outline.Likely = r.Worst, r.Likely
	outline.Calls = slices.Clone(outline.Calls)
	for i := range outline.Calls {
		c, d := &outline.Calls[i], r.Calls[i]
		c.Witness, c.Inputs, c.SuccessOutputs, c.FailureOutputs, c.Texts = d.Witness, d.Inputs, d.SuccessOutputs, d.FailureOutputs, d.Texts
	}
	return outline
}
