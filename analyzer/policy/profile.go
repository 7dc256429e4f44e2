package policy

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// Cost is what one rule's evaluations took in this run.
type Cost struct {
	Rule        string        `json:"rule"`
	Evaluations int           `json:"evaluations"`
	Total       time.Duration `json:"totalNanoseconds"`
}

// Costs returns what each rule cost so far, the dearest first. It is empty
// unless Options.Profile was set.
func (s *Set) Costs() []Cost {
	if s.costs == nil {
		return nil
	}
	s.costs.mu.Lock()
	defer s.costs.mu.Unlock()
	out := make([]Cost, 0, len(s.costs.byRule))
	for _, id := range SortedKeys(s.costs.byRule) {
		out = append(out, *s.costs.byRule[id])
	}
	slices.SortStableFunc(out, func(a, b Cost) int { return cmp.Compare(b.Total, a.Total) })
	return out
}

type costs struct {
	mu     sync.Mutex
	byRule map[string]*Cost
}

func newCosts() *costs { return &costs{byRule: map[string]*Cost{}} }

// take returns what rules cost since the last time.
func (c *costs) take() []Cost {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []Cost
	for _, id := range SortedKeys(c.byRule) {
		out = append(out, *c.byRule[id])
	}
	clear(c.byRule)
	return out
}

// addAll adds costs that were counted elsewhere.
func (c *costs) addAll(list []Cost) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, one := range list {
		known := c.of(one.Rule)
		known.Evaluations += one.Evaluations
		known.Total += one.Total
	}
}

// of is the cost of a rule. The caller holds mu.
func (c *costs) of(rule string) *Cost {
	if c.byRule[rule] == nil {
		c.byRule[rule] = &Cost{Rule: rule}
	}
	return c.byRule[rule]
}

func (c *costs) add(rule string, took time.Duration) {
	c.addAll([]Cost{{Rule: rule, Evaluations: 1, Total: took}})
}

// spared counts the rules that were not asked, since they could not find
// anything, with their share of the time in which that was found out.
func (c *costs) spared(rules []*Rule, open []bool, took time.Duration) {
	if c == nil {
		return
	}
	for i, r := range rules {
		if !open[i] {
			c.add(r.ID, took/time.Duration(len(rules)))
		}
	}
}
