package capacity

import (
	"cmp"
	"slices"
)

// action is one data action with all of its calls in the entries.
type action struct {
	Call          // what any of its calls knows of it
	entries []int // that call it, by index, ascending
	calls   []callAt
	// counted is set where anything is known of how often the data action runs:
	// some entry that calls it is started by interactions, or at a known rate.
	counted bool
}

// callAt is the place of a call in the load.
type callAt struct{ entry, call int }

// actionKey tells data actions apart.
type actionKey struct{ integration, name string }

func (c *Call) action() actionKey { return actionKey{c.Integration, c.DataAction} }

// dataActions returns the data actions that are called, ordered by integration
// and name, and for each entry the one that each of its calls calls, by index.
func (l Load) dataActions() (all []action, of [][]int) {
	seen := make(map[actionKey]int)
	of = make([][]int, len(l.Entries))
	for i := range l.Entries {
		calls := l.Entries[i].Calls
		of[i] = make([]int, len(calls))
		for c := range calls {
			at, ok := seen[calls[c].action()]
			if !ok {
				at = len(all)
				seen[calls[c].action()] = at
				all = append(all, action{Call: calls[c]})
				all[at].Flows = slices.Clip(all[at].Flows) // those of the load stay as they are
			} else {
				all[at].merge(&calls[c])
			}
			of[i][c] = at
			all[at].calls = append(all[at].calls, callAt{i, c})
			if n := len(all[at].entries); n == 0 || all[at].entries[n-1] != i {
				all[at].entries = append(all[at].entries, i)
			}
		}
	}
	for i := range all {
		all[i].OwnTimeoutSeconds = all[i].ownTimeout()
	}
	return ordered(all, of)
}

// ordered sorts data actions by integration and name.
func ordered(all []action, of [][]int) ([]action, [][]int) {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(all[a].Integration, all[b].Integration), cmp.Compare(all[a].DataAction, all[b].DataAction))
	})
	sorted, place := make([]action, len(all)), make([]int, len(all))
	for to, from := range order {
		sorted[to], place[from] = all[from], to
	}
	for _, calls := range of {
		for c := range calls {
			calls[c] = place[calls[c]]
		}
	}
	return sorted, of
}

// merge adds what another call of the same data action knows: the longer
// timeout, the longer latency and the more retries. The order of merges does
// not matter: a timeout that one call does not know is unknown.
func (c *Call) merge(other *Call) {
	if c.Definition == nil {
		c.Definition = other.Definition
	}
	if c.LatencySeconds == nil || other.LatencySeconds != nil && other.LatencySeconds.Value > c.LatencySeconds.Value {
		c.LatencySeconds = other.LatencySeconds
	}
	c.OwnTimeoutSeconds = longer(c.ownTimeout(), other.ownTimeout())
	c.Retries = max(c.Retries, other.Retries)
	c.RetriesUnbounded = c.RetriesUnbounded || other.RetriesUnbounded
	c.Flows = append(c.Flows, other.Flows...)
}

// ownTimeout is the data action's own timeout, nil when it is unknown or one that
// the platform does not accept.
func (c *Call) ownTimeout() *float64 {
	if t := c.OwnTimeoutSeconds; t != nil && *t >= LeastTimeoutSeconds && *t <= DefaultTimeoutSeconds {
		return t
	}
	return nil
}

// longer returns the greater of two timeouts, unknown (nil) if either is.
func longer(a, b *float64) *float64 {
	switch {
	case a == nil || b == nil:
		return nil
	case *b > *a:
		return b
	}
	return a
}
