package calls

import (
	"archlint/analyzer/cfg"
)

// MaxActions is the greatest number of actions that one run can execute if
// nothing stops it, not counting the error handler; ok is false where only the
// platform's cap bounds it.
func (a *Analysis) MaxActions() (n int64, ok bool) {
	if a.unfolded != nil {
		return a.unfolded.fine.MaxActions()
	}
	a.rebuild()
	return a.actions, a.actions < huge
}

// greatest is how many actions can be executed from root on.
func (a *Analysis) greatest(root cfg.NodeID) int64 {
	pr := a.p.proc(root)
	if pr == nil {
		return 0
	}
	return newSums(a.p, a.cost, a.zero).of(pr.top).max[cut]
}

// roots are where counting starts: the entry, and the error handler's target,
// which a run-time error anywhere can lead to once.
func (a *Analysis) roots() []cfg.NodeID {
	roots := []cfg.NodeID{a.Graph.Entry}
	if a.Graph.Handler != cfg.None {
		roots = append(roots, a.Graph.Handler)
	}
	return roots
}

// budget is how many actions the part of a run that starts at root can
// execute. What follows an error may use the rest of the cap, and what the
// platform grants after it.
func (a *Analysis) budget(root cfg.NodeID) int64 {
	if root == a.Graph.Handler && root != a.Graph.Entry {
		return a.Model.Cap + a.Model.CapHandler
	}
	return a.Model.Cap
}

// capMatters reports whether runs can be long enough for the cap to cut them:
// before an error, after it, or both together.
func (a *Analysis) capMatters() bool {
	return a.actions > a.Model.Cap || plus(a.actions, a.handling) > a.Model.Cap+a.Model.CapHandler
}

// bounded adds up what the parts of a run that start at each root can count.
// Parts share what the cap allows: together, if given, says what that is, and no
// run executes more actions than the cap and the handler's part.
func (a *Analysis) bounded(most, capped func(*proc, cfg.NodeID) int64, together func() int64) (int64, bool) {
	total, byCap, parts := int64(0), false, 0
	for _, root := range a.roots() {
		pr := a.p.proc(root)
		if pr == nil {
			continue
		}
		n := most(pr, root)
		if n > 0 && a.capMatters() {
			if limit := capped(pr, root); limit < n {
				n, byCap = limit, true
			}
		}
		if n > 0 {
			parts++
		}
		total = plus(total, n)
	}
	if parts > 1 && together != nil && a.capMatters() {
		if limit := together(); limit < total {
			total, byCap = limit, true
		}
	}
	return total, byCap
}

// together bounds the weight of a whole run, whose two parts share the cap.
func (a *Analysis) together(w weights) int64 {
	var parts []*proc
	for _, root := range a.roots() {
		if pr := a.p.proc(root); pr != nil {
			parts = append(parts, pr)
		}
	}
	return capBound(a.p, parts, w, a.cost, a.Model.Cap+a.Model.CapHandler)
}
