package baseline

import (
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/finding"
)

// Register holds the findings of one review against a baseline. It is a
// finding.Processor.
type Register struct {
	file *File // nil for none
	take bool  // accept whatever is found, as a new baseline would
	// free reports whether a rule's findings can be in a baseline at all.
	free func(rule string) bool

	byPrint  map[string]*Recorded
	seen     map[string]Recorded // entries for what was found, by fingerprint
	accepted []finding.Accepted
}

// NewRegister prepares a baseline, nil for none. With take and without a
// baseline, all that is found is accepted: it is what a new baseline holds.
func NewRegister(file *File, take bool, free func(rule string) bool) *Register {
	r := &Register{file: file, take: take && file == nil, free: free, byPrint: map[string]*Recorded{}, seen: map[string]Recorded{}}
	if file == nil {
		return r
	}
	for i := range file.Entries {
		r.byPrint[file.Entries[i].Fingerprint] = &file.Entries[i]
	}
	return r
}

// Name implements finding.Processor.
func (r *Register) Name() string { return "baseline" }

// Process takes out the findings that were there and are no worse now. One that
// got worse says so.
func (r *Register) Process(findings []finding.Finding) []finding.Finding {
	kept := findings[:0]
	for _, f := range findings {
		if !r.covers(&f) {
			kept = append(kept, f)
		}
	}
	return kept
}

func (r *Register) covers(f *finding.Finding) bool {
	if !r.free(f.Rule) {
		return false
	}
	old, known := r.byPrint[f.Fingerprint]
	if !known && !r.take {
		return false
	}
	if known {
		r.see(*f, old)
		if why := worse(old, *f, r.file.Name); why != "" {
			f.Reopened = why
			return false
		}
	} else {
		r.see(*f, nil)
	}
	a := finding.Accepted{Finding: *f, By: finding.ByBaseline}
	if r.file != nil {
		a.Record.File = r.file.Name
	}
	r.accepted = append(r.accepted, a)
	return true
}

// see keeps what a new baseline would hold of a finding: its figures, and where
// there is an old entry, the better of both. The same flow in two files is one
// entry, with the worse figures.
func (r *Register) see(f finding.Finding, old *Recorded) {
	e := entryOf(f)
	if other, twice := r.seen[e.Fingerprint]; twice {
		for path, x := range other.Figures {
			if now, known := e.Figures[path]; known && finding.Worse(path, now, x) {
				e.Figures[path] = x
			}
		}
	}
	if old != nil {
		for path, was := range old.Figures {
			if now, known := e.Figures[path]; known && finding.Worse(path, was, now) {
				e.Figures[path] = was
			}
		}
	}
	r.seen[e.Fingerprint] = e
}

// worse says which figure is worse than it was, "" for none.
func worse(old *Recorded, f finding.Finding, file string) string {
	var grown []string
	for _, now := range finding.Figures(f.Evidence) {
		if was, known := old.Figures[now.Path]; known && finding.Worse(now.Path, was, now.Value) {
			grown = append(grown, fmt.Sprintf("%s %s -> %s", now.Path, finding.Number(was), finding.Number(now.Value)))
		}
	}
	if len(grown) == 0 {
		return ""
	}
	return fmt.Sprintf("worse than in %s: %s", file, strings.Join(grown, ", "))
}

// Accepted returns the findings that were taken out, in order.
func (r *Register) Accepted() []finding.Accepted {
	finding.SortAccepted(r.accepted)
	return r.accepted
}

// View says what a review can say about a baseline's entries.
type View struct {
	// Flow reports whether a flow of that name was reviewed.
	Flow func(name string) bool
	// Complete is set when all flows were meant and all could be read: an entry
	// that was not seen is gone then.
	Complete bool
}

func (v View) gone(e Recorded) bool { return v.Complete || e.Flow != "" && v.Flow(e.Flow) }

// Next is the baseline to be written: of all that was found, or, where there was
// a baseline, that one made tighter. What is gone is dropped, figures only get
// better, nothing is added.
func (r *Register) Next(v View) *File {
	out := &File{}
	for _, e := range r.seen {
		out.Entries = append(out.Entries, e)
	}
	if r.file == nil {
		return out
	}
	for _, e := range r.file.Entries {
		if _, seen := r.seen[e.Fingerprint]; !seen && !v.gone(e) {
			out.Entries = append(out.Entries, e)
		}
	}
	return out
}

// mostNamed is how many stale entries a finding names.
const mostNamed = 5

// Findings report entries that no finding matches any more.
func (r *Register) Findings(v View) []finding.Finding {
	if r.file == nil {
		return nil
	}
	var names []string
	for _, e := range r.file.Entries {
		if _, seen := r.seen[e.Fingerprint]; !seen && v.gone(e) {
			names = append(names, strings.TrimSpace(e.Rule+" "+e.Flow))
		}
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	entries := "entries"
	if len(names) == 1 {
		entries = "entry"
	}
	listed := strings.Join(names[:min(len(names), mostNamed)], "; ")
	if more := len(names) - mostNamed; more > 0 {
		listed += fmt.Sprintf("; and %d more", more)
	}
	return []finding.Finding{{
		Rule: Stale, File: r.file.Name, Line: 1, Column: 1, Fingerprint: finding.Hash(Stale, r.file.Name),
		Message:  fmt.Sprintf("%d %s of the baseline found no more: %s", len(names), entries, listed),
		Evidence: fmt.Appendf(nil, `{"entries":%d}`, len(names)),
	}}
}
