package analyzer

import (
	"fmt"
	"slices"

	"archlint/analyzer/capacity"
	"archlint/analyzer/facts"
	"archlint/analyzer/interaction"
)

// variation tells how the numbers of calls in an interaction vary together.
type variation struct {
	spread *interaction.Spread
	ids    map[dataActionKey]int
}

// dataActionKey tells data actions apart as call sites name them.
type dataActionKey = [3]string

func keyOf(c facts.Call) dataActionKey {
	return dataActionKey{c.DataAction, c.Integration, c.ActionID}
}

// repeatsWhileWaiting reports whether a call of that flow counts by its rate
// while the interaction waits, and not by the rounds of the branch model.
func repeatsWhileWaiting(f *reviewed, c facts.Call) bool {
	return f.facts.InQueue && c.RatePerMinute != nil
}

func newVariation(net *interaction.Net, flows []*reviewed, entered []int, each interaction.Each) *variation {
	v := &variation{ids: make(map[dataActionKey]int)}
	for _, f := range flows {
		for _, c := range f.facts.Calls {
			if _, ok := v.ids[keyOf(c)]; !ok {
				v.ids[keyOf(c)] = len(v.ids)
			}
		}
	}
	v.spread = net.Spread(entered, func(flow, call int) int {
		c := flows[flow].facts.Calls[call]
		if repeatsWhileWaiting(flows[flow], c) {
			return -1
		}
		return v.ids[keyOf(c)]
	}, each)
	return v
}

// fill gives an entry the variance of each of its calls' counts, their
// covariances, and the count of all of them together; keys are those of its
// calls, in order. Where that is not known it returns a sentence that says why.
func (v *variation) fill(e *capacity.Entry, entered int, f *reviewed, keys []dataActionKey) string {
	m, why := v.spread.Of(entered)
	switch why {
	case interaction.Recursive:
		return fmt.Sprintf("From %q flows lead back to one another: how its numbers of calls vary is taken at its widest.", e.Flow)
	case interaction.TooLarge:
		return fmt.Sprintf("%q leads to more actions and data actions than variances are solved for: how its numbers of calls vary is taken at its widest.", e.Flow)
	}
	at := make([]int, len(keys))
	for i, key := range keys {
		at[i] = slices.Index(m.Counts, v.ids[key])
	}
	e.Covariance = make([][]float64, len(keys))
	total := capacity.Count{}
	sum := 0.0
	for i := range keys {
		e.Covariance[i] = make([]float64, len(keys))
		for j := range keys {
			if at[i] >= 0 && at[j] >= 0 {
				e.Covariance[i][j] = m.Covariance(at[i], at[j])
			}
			sum += e.Covariance[i][j]
		}
		one := &e.Calls[i].PerInteraction
		one.Variance = &e.Covariance[i][i]
		total.Min, total.Max, total.Mean = total.Min+one.Min, total.Max+one.Max, total.Mean+one.Mean
		total.Unbounded = total.Unbounded || one.Unbounded
	}
	sum = max(sum, 0)
	total.Variance = &sum
	total.Min = max(total.Min, min(f.facts.PerInteraction.Min, int64(total.Mean)))
	total.Max = min(total.Max, f.facts.PerInteraction.Max)
	e.Total = &total
	return ""
}
