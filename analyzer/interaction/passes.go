package interaction

// Passes adds to out, for each flow, how often it runs on average in an
// interaction that enters at flow i, flow i itself once. A way that leads back
// to a flow on it is not followed a second time.
func (n *Net) Passes(i int, out []float64) {
	n.pass(i, 1, out)
}

func (n *Net) pass(i int, share float64, out []float64) {
	if n.busy[i] || share < 1e-9 {
		return
	}
	n.busy[i] = true
	out[i] += share
	for _, l := range n.flows[i].links {
		visits := n.flows[i].Analysis.Visits(l.node)
		for _, to := range l.to {
			n.pass(to, share*visits/float64(len(l.to)), out)
		}
	}
	n.busy[i] = false
}
