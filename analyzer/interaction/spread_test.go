package interaction_test

import (
	"math"
	"strings"
	"sync"
	"testing"

	"archlint/analyzer/facts"
	"archlint/analyzer/interaction"
)

// The first flow's calls are count 0, those of all others count 1.
func TestSpread(t *testing.T) {
	sales := facts.Queue{Name: "Sales", CallFlow: "Hold"}
	const back, q = 0.49005, (0.99 - 0.49005) / 0.50995
	fair := func(yes, no string) string { return either(yes, no) }
	for _, c := range []struct {
		name  string
		flows []string
		mean  [2]float64
		vars  [2]float64
		cov   float64
		why   interaction.Unsolved
	}{
		{name: "alone", flows: []string{inbound("A", call, end)}, mean: [2]float64{1, 0}},
		{name: "a bot twice", flows: []string{inbound("A", bot("B"), call, bot("B"), end), botFlow("B", fair(call, "- exitBotFlow: {none: true}"),
			"- exitBotFlow: {none: true}")},
			mean: [2]float64{1, 1}, vars: [2]float64{0, 0.5}},
		{name: "a transfer goes one way or fails", flows: []string{inbound("A", fair(call+"\n"+toFlow("B"), end)), inbound("B", call, call, end)},
			// A calls in half the runs; of those the transfer fails in 1 of 100.
			mean: [2]float64{0.5, 0.99}, vars: [2]float64{0.25, 4*0.495 - 0.99*0.99}, cov: 0.99 - 0.5*0.99},
		{name: "through a queue", flows: []string{inbound("A", fair(call, end), queue, end), inQueue("Hold", call, end)},
			mean: [2]float64{0.5, 0.495}, vars: [2]float64{0.25, 0.495 * 0.505}, cov: 0.495 - 0.5*0.495},
		{name: "there and back", flows: []string{inbound("A", call, toFlow("B"), end), inbound("B", toFlow("A"), end)},
			mean: [2]float64{1 / (1 - 0.9801), 0}, vars: [2]float64{0.9801 / (0.0199 * 0.0199), 0}}, // geometric: 0.99 there, 0.99 back
		{name: "there, and back from half", flows: []string{inbound("A", call, toFlow("B"), end),
			inbound("B", call, fair(toFlow("A"), end), end)},
			// N rounds, geometric with 0.99 / 2 * 0.99 back: N calls of A, and N - 1 of B and one more in a share q.
			mean: [2]float64{1 / 0.50995, 0.99 / 0.50995}, vars: [2]float64{back / (0.50995 * 0.50995), back/(0.50995*0.50995) + q*(1-q)},
			cov: back / (0.50995 * 0.50995)},
		{name: "bots that start two of one another",
			flows: []string{inbound("A", bot("B"), end), botFlow("B", call, bot("C"), bot("C"), "- exitBotFlow: {none: true}"),
				botFlow("C", bot("B"), "- exitBotFlow: {none: true}")}, why: interaction.Recursive},
	} {
		t.Run(c.name, func(t *testing.T) {
			flows := decodeAll(t, c.flows...)
			s := interaction.Join(flows, []facts.Queue{sales}).Spread([]int{0}, func(flow, _ int) int { return min(flow, 1) }, sideBySide)
			m, why := s.Of(0)
			if why != c.why {
				t.Fatalf("unsolved: %q, want %q", why, c.why)
			}
			if m == nil {
				return
			}
			var mean, vars [2]float64
			cov := 0.0
			for i, n := range m.Counts {
				mean[n], vars[n] = m.Mean[i], m.Covariance(i, i)
			}
			if len(m.Counts) == 2 {
				cov = m.Covariance(0, 1)
			}
			for i := range mean {
				if math.Abs(mean[i]-c.mean[i]) > 1e-9 || math.Abs(vars[i]-c.vars[i]) > 1e-9 {
					t.Errorf("mean %v, variances %v, want %v, %v\n%s", mean, vars, c.mean, c.vars, strings.Join(c.flows, "\n"))
				}
			}
			if math.Abs(cov-c.cov) > 1e-9 {
				t.Errorf("covariance %g, want %g", cov, c.cov)
			}
		})
	}
}

// sideBySide runs everything at once.
func sideBySide(n int, work func(int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { work(i) })
	}
	wg.Wait()
}

// Flows that lead to one another without an end have no moments: what bounds them
// is the platform's cap.
func TestSpreadOfAnEndlessRing(t *testing.T) {
	mail := func(name, to string) string {
		return "inboundEmail:\n  name: " + name + "\n  startUpRef: /inboundEmail/states/state[T_1]\n  states:\n    - state:\n        name: T\n" +
			"        refId: T_1\n        actions:\n" +
			indent(strings.Join([]string{call, toFlow(to)}, "\n"), "          ")
	}
	net := interaction.Join(decodeAll(t, mail("A", "B"), mail("B", "A")), nil)
	if m, why := net.Spread([]int{0}, func(int, int) int { return 0 }, sideBySide).Of(0); why != interaction.Recursive {
		t.Errorf("moments %+v (%q), want none", m, why)
	}
}
