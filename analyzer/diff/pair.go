package diff

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// pair is a flow before and after; nil is one that was, or is, not there.
type pair struct{ base, head *indexed }

// indexed is a flow of a side and its place among them.
type indexed struct {
	*facts.Flow
	index int
}

type pairs struct {
	list []pair
	base map[string]*facts.Flow // by name of the flow after
}

// pairFlows finds the flows that are the same: by id, then by type and name,
// then by name. Where an export holds a flow several times, those of the same
// file name are paired, then those that call the same.
func pairFlows(base, head []facts.Flow) pairs {
	heads := match(head, base, []func(*facts.Flow) string{
		func(f *facts.Flow) string { return one(f) + path.Base(f.File) },
		func(f *facts.Flow) string { return one(f) + callees(f) },
		func(f *facts.Flow) string { return f.ID },
		func(f *facts.Flow) string { return f.Type + "/" + strings.ToLower(f.Name) },
		func(f *facts.Flow) string { return strings.ToLower(f.Name) },
	})
	out := pairs{base: map[string]*facts.Flow{}}
	taken := make([]bool, len(base))
	for i := range head {
		p := pair{head: &indexed{&head[i], i}}
		if j := heads[i]; j >= 0 {
			taken[j] = true
			p.base = &indexed{&base[j], j}
			out.base[head[i].Name] = p.base.Flow
		}
		out.list = append(out.list, p)
	}
	for j := range base {
		if !taken[j] {
			out.list = append(out.list, pair{base: &indexed{&base[j], j}})
		}
	}
	slices.SortStableFunc(out.list, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.any().Name, b.any().Name), cmp.Compare(a.any().Type, b.any().Type), cmp.Compare(a.any().File, b.any().File))
	})
	return out
}

// one names a flow by all that it is called.
func one(f *facts.Flow) string { return f.ID + "\x00" + f.Type + "\x00" + f.Name + "\x00" }

// callees are the data actions that a flow calls.
func callees(f *facts.Flow) string {
	var names []string
	for _, c := range f.Calls {
		names = append(names, c.DataAction)
	}
	slices.Sort(names)
	return strings.Join(names, "\x00")
}

// any is the flow after, or before where there is none.
func (p pair) any() *indexed {
	if p.head != nil {
		return p.head
	}
	return p.base
}

// match returns for each of list the index of its partner in others, -1 for
// none: by the first key in which both agree and nobody else is left. A key of
// "" means nothing.
func match[T any](list, others []T, keys []func(*T) string) []int {
	out := make([]int, len(list))
	for i := range out {
		out[i] = -1
	}
	taken := make([]bool, len(others))
	for _, key := range keys {
		free := map[string][]int{}
		for j := range others {
			if k := key(&others[j]); k != "" && !taken[j] {
				free[k] = append(free[k], j)
			}
		}
		for i := range list {
			k := key(&list[i])
			if out[i] >= 0 || len(free[k]) == 0 {
				continue
			}
			out[i] = free[k][0]
			taken[out[i]] = true
			free[k] = free[k][1:]
		}
	}
	return out
}

// pairCalls finds the call sites that are the same: by the identity that
// fingerprints have (the tracking id, or container and name), then by name and
// data action, then by data action.
func pairCalls(base, head *facts.Flow) []int {
	before, after := identities(base), identities(head)
	list := make([]site, len(head.Calls))
	for i := range head.Calls {
		list[i] = site{&head.Calls[i], after}
	}
	others := make([]site, len(base.Calls))
	for i := range base.Calls {
		others[i] = site{&base.Calls[i], before}
	}
	return match(list, others, []func(*site) string{
		func(s *site) string { return s.of(s.call.Node) + "\x00" + s.call.Via + "\x00" + s.call.DataAction },
		func(s *site) string { return s.call.Name + "\x00" + s.call.DataAction },
		func(s *site) string { return s.call.DataAction },
	})
}

type site struct {
	call *facts.Call
	of   func(string) string
}

func identities(f *facts.Flow) func(string) string { return finding.NewNodes(f).Identity }

// partner finds the loop of the other side: by identity, then by name.
func partner(loop *facts.Loop, mine, other *facts.Flow) *facts.Loop {
	here, there := identities(mine), identities(other)
	for _, same := range []func(*facts.Loop) bool{
		func(l *facts.Loop) bool { return here(loop.Node) == there(l.Node) && l.Form == loop.Form },
		func(l *facts.Loop) bool { return l.Name == loop.Name && l.Name != "" },
	} {
		for i := range other.Loops {
			if same(&other.Loops[i]) {
				return &other.Loops[i]
			}
		}
	}
	return nil
}
