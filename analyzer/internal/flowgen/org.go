package flowgen

import (
	"fmt"
	"math"
	"math/rand/v2"

	"archlint/analyzer/flow"
)

// Org returns n flows with the size mix of real orgs (median 20 actions, a tail
// of 1,000) of which every third hands interactions on to another one, always a
// later one: nothing goes round between flows.
func Org(seed uint64, n int) []*flow.Flow {
	r := rand.New(rand.NewPCG(seed, 10))
	flows := make([]*flow.Flow, n)
	for i := range flows {
		size := int(math.Round(20 * math.Exp(1.1*r.NormFloat64())))
		flows[i] = Synthetic(seed+uint64(i)+1, min(max(size, 5), 1000))
		flows[i].Name = fmt.Sprintf("Flow %d", i)
	}
	for i, f := range flows {
		if r.IntN(3) == 0 && i+1 < n {
			handOn(f, flows[i+1+r.IntN(n-i-1)].Name)
		}
	}
	return flows
}

// handOn lets a flow's start transfer to another flow instead of asking its menu.
func handOn(f *flow.Flow, to string) {
	a := &flow.Action{Kind: Kind("transferToFlow"), Name: "hand on", External: []flow.External{{Kind: flow.ExternalFlow, Name: to}}}
	a.Outputs = []*flow.Output{{Name: "failure", State: flow.Empty}}
	start := f.Entry.Body
	start.Actions = append(start.Actions[:len(start.Actions)-1:len(start.Actions)-1], a, start.Actions[len(start.Actions)-1])
}
