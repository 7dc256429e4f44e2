package diff

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"archlint/analyzer/facts"
)

// compareFlow returns what changed in a flow, nil for nothing.
func compareFlow(base, head *facts.Flow, all pairs) *Flow {
	none := &facts.Flow{}
	out := &Flow{Status: Changed, Because: []string{}, Calls: []Call{}}
	if base == nil {
		base, out.Status = none, Added
	}
	now := head
	if head == nil {
		head, now, out.Status = none, base, Removed
	}
	out.Place = facts.Place{Flow: now.Name, File: now.File, Line: now.Line, Column: now.Column}
	out.Type = now.Type
	if out.Status == Changed {
		out.Name = changed(base.Name, head.Name)
		out.BoundedBy = changed(base.BoundedBy, head.BoundedBy)
	}
	out.PerRun, out.PerInteraction = compareRange(base.PerRun, head.PerRun), compareRange(base.PerInteraction, head.PerInteraction)
	if out.Status != Added {
		out.PerRunBasis.Old, out.PerInteractionBasis.Old = &base.PerRunBasis, &base.PerInteractionBasis
	}
	if out.Status != Removed {
		out.PerRunBasis.New, out.PerInteractionBasis.New = &head.PerRunBasis, &head.PerInteractionBasis
	}
	out.Calls = compareCalls(base, head)
	if out.Status == Changed && out.Name == nil && out.BoundedBy == nil && out.PerRun == nil &&
		out.PerInteraction == nil && len(out.Calls) == 0 {
		return nil
	}
	if out.Status == Changed {
		out.Because = because(out, base, head, all)
	}
	return out
}

// compareRange returns what changed in a count, nil for nothing. Means are
// compared as reports print them.
func compareRange(base, head facts.Range) *Range {
	r := &Range{Min: changed(base.Min, head.Min), Expected: changed(rounded(base.Expected), rounded(head.Expected)),
		Max: changed(base.Max, head.Max)}
	if *r == (Range{}) {
		return nil
	}
	return r
}

func rounded(x float64) float64 { return math.Round(x*1000) / 1000 }

// compareCalls lists the call sites that changed, those first whose greatest
// count grew most.
func compareCalls(base, head *facts.Flow) []Call {
	partners := pairCalls(base, head)
	taken := make([]bool, len(base.Calls))
	out := []Call{}
	for i := range head.Calls {
		c := &head.Calls[i]
		if partners[i] < 0 {
			out = append(out, newCall(c, head))
			continue
		}
		taken[partners[i]] = true
		if one := changedCall(&base.Calls[partners[i]], c, base, head); one != nil {
			out = append(out, *one)
		}
	}
	for j := range base.Calls {
		if !taken[j] {
			c := callOf(&base.Calls[j], Removed)
			c.Basis.Old = &base.Calls[j].Basis
			c.PerRun, c.delta = compareRange(base.Calls[j].PerRun, facts.Range{}), -base.Calls[j].PerRun.Max
			c.Because = "it is gone"
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Call) int {
		return cmp.Or(cmp.Compare(b.delta, a.delta), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return out
}

func callOf(c *facts.Call, s Status) Call {
	return Call{Place: c.Place, Title: c.Name, DataAction: c.DataAction, Status: s}
}

func newCall(c *facts.Call, head *facts.Flow) Call {
	out := callOf(c, Added)
	out.Basis.New = &c.Basis
	out.PerRun, out.delta = compareRange(facts.Range{}, c.PerRun), c.PerRun.Max
	out.Because = "it is new"
	if loop := innermost(c, head); loop != nil {
		out.Because = "it is new, in " + loopWords(loop)
	}
	return out
}

func changedCall(before, after *facts.Call, base, head *facts.Flow) *Call {
	out := callOf(after, Changed)
	out.Basis = Change[string]{&before.Basis, &after.Basis}
	out.PerRun, out.BoundedBy = compareRange(before.PerRun, after.PerRun), changed(before.BoundedBy, after.BoundedBy)
	if out.PerRun == nil && out.BoundedBy == nil {
		return nil
	}
	out.delta = after.PerRun.Max - before.PerRun.Max
	out.Because = reason(before, after, base, head)
	return &out
}

func innermost(c *facts.Call, f *facts.Flow) *facts.Loop {
	if len(c.Loops) == 0 {
		return nil
	}
	return loopByID(f, c.Loops[len(c.Loops)-1])
}

func loopByID(f *facts.Flow, id string) *facts.Loop {
	for i := range f.Loops {
		if f.Loops[i].ID == id {
			return &f.Loops[i]
		}
	}
	return nil
}

// loopWords names a loop and how often it goes round.
func loopWords(l *facts.Loop) string {
	name := "a cycle"
	if l.Form != "jump" {
		name = "loop"
	}
	if l.Name != "" {
		name += fmt.Sprintf(" %q", l.Name)
	}
	if l.Count != nil {
		return fmt.Sprintf("%s of %d rounds", name, *l.Count)
	}
	return name + ", which has no count"
}

// reason says why a call site can run more often, or less: by the loops around
// it, else by the paths to it.
func reason(before, after *facts.Call, base, head *facts.Flow) string {
	if text := boundReason(before, after); text != "" {
		return text
	}
	for _, id := range after.Loops {
		loop := loopByID(head, id)
		if loop == nil {
			continue
		}
		old := partner(loop, head, base)
		switch {
		case old == nil || !slices.Contains(before.Loops, old.ID):
			return "it is now in " + loopWords(loop)
		case old.Count != nil && loop.Count != nil && *old.Count != *loop.Count:
			return fmt.Sprintf("loop %q goes round %d -> %d times", loop.Name, *old.Count, *loop.Count)
		case old.Count != nil && loop.Count == nil:
			return fmt.Sprintf("the count of loop %q is no constant any more", loop.Name)
		case old.Count == nil && loop.Count != nil:
			return fmt.Sprintf("loop %q goes round %d times at most", loop.Name, *loop.Count)
		}
	}
	for _, id := range before.Loops {
		if old := loopByID(base, id); old != nil {
			now := partner(old, base, head)
			if now == nil || !slices.Contains(after.Loops, now.ID) {
				return fmt.Sprintf("it is in loop %q no more", old.Name)
			}
		}
	}
	if before.PerRun.Max == after.PerRun.Max {
		return "the branches to it changed"
	}
	return "other paths lead to it"
}

// boundReason says what changed in the counter that limits a call, "" where none did
// before and after, or it is the same.
func boundReason(before, after *facts.Call) string {
	was, is := before.Bound, after.Bound
	switch {
	case was == nil && is == nil:
		return ""
	case was == nil && before.BoundedBy == "platformLimit":
		return fmt.Sprintf("counter %s limits it now", is.Variable)
	case is == nil && after.BoundedBy == "platformLimit":
		text := fmt.Sprintf("counter %s does not limit it any more", was.Variable)
		if after.CapReason != "" {
			text += ": " + after.CapReason
		}
		return text
	case was == nil || is == nil:
		return ""
	case was.Variable != is.Variable:
		return fmt.Sprintf("counter %s limits it, and no longer %s", is.Variable, was.Variable)
	}
	for _, part := range []struct{ name, old, now string }{
		{"the condition on", was.Until, is.Until}, {"the step of", was.Step, is.Step}, {"the start of", startOf(was), startOf(is)},
	} {
		if part.old != part.now {
			return fmt.Sprintf("%s counter %s changed: %s -> %s", part.name, is.Variable, part.old, part.now)
		}
	}
	return ""
}

// startOf is the value that a counter starts with.
func startOf(b *facts.Bound) string {
	if b.From == nil {
		return "several values"
	}
	return *b.From
}

// mostReasons is how many causes of a flow's change are named.
const mostReasons = 3

// because gathers what a flow's greatest counts changed by: its own call sites,
// then the flows that it reaches.
func because(f *Flow, base, head *facts.Flow, all pairs) []string {
	out := []string{}
	up := head.PerInteraction.Max >= base.PerInteraction.Max
	calls := slices.Clone(f.Calls)
	if !up {
		slices.Reverse(calls)
	}
	for _, c := range calls {
		if c.delta != 0 && c.delta > 0 == up {
			out = append(out, fmt.Sprintf("%s: %s", callWords(c), c.Because))
		}
	}
	if head.PerInteraction.Max-base.PerInteraction.Max != head.PerRun.Max-base.PerRun.Max {
		out = append(out, reached(base, head, all, up)...)
	}
	if more := len(out) - mostReasons; more > 0 {
		out = append(out[:mostReasons], fmt.Sprintf("and %d more", more))
	}
	return out
}

func callWords(c Call) string {
	if c.Title == "" || c.Title == c.DataAction {
		return fmt.Sprintf("data action %q", c.DataAction)
	}
	return fmt.Sprintf("data action %q in %q", c.DataAction, c.Title)
}

// reached says which of the flows that an interaction goes on in make it more,
// or less.
func reached(base, head *facts.Flow, all pairs, up bool) []string {
	var out []string
	for _, p := range all.list {
		if p.head == nil || p.head.Name == head.Name || !slices.Contains(head.Reaches, p.head.Name) {
			continue
		}
		now := p.head.PerRun.Max
		switch {
		case p.base == nil || !slices.Contains(base.Reaches, p.base.Name):
			if up && now > 0 {
				out = append(out, fmt.Sprintf("it now goes on in flow %q, which makes up to %d calls", p.head.Name, now))
			}
		case now != p.base.PerRun.Max && now > p.base.PerRun.Max == up:
			out = append(out, fmt.Sprintf("it goes on in flow %q, which makes up to %d -> %d calls", p.head.Name, p.base.PerRun.Max, now))
		}
	}
	for _, name := range base.Reaches {
		if !up && !slices.Contains(head.Reaches, name) {
			out = append(out, fmt.Sprintf("it goes on in flow %q no more", name))
		}
	}
	return out
}
