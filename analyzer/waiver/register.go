package waiver

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/pattern"
)

// Reviewed is what a register has to know of the review whose findings it sees.
type Reviewed struct {
	Flows []facts.Flow
	// Whole, if set, gives a flow whole that stands in Flows as an outline.
	Whole func(flow int) facts.Flow
	Org   facts.Org
	// Today is the day of the review; zero lets no waiver expire.
	Today time.Time
	// Rules maps every name of a rule, also a former one, to its id.
	Rules map[string]string
	// Firm are the rules that may not be waived, with the place that says so.
	Firm map[string]string
	// Needs is what a waiver needs besides a reason, "owner" or "expires", with
	// the place that says so.
	Needs map[string]string
	// Selection is set when only some of the flows are reviewed: waivers of
	// others are not unused then.
	Selection bool
}

// Register is the waivers of one review at work. It is a finding.Processor.
type Register struct {
	waivers  []*entry
	review   Reviewed
	subjects *subjects
	accepted []finding.Accepted
}

// entry is a waiver and what became of it.
type entry struct {
	*Waiver
	rule string // by its present id
	used bool
}

// NewRegister prepares waivers for the findings of a review.
func NewRegister(waivers []Waiver, review Reviewed) *Register {
	r := &Register{review: review, subjects: newSubjects(review)}
	for i := range waivers {
		w := &entry{Waiver: &waivers[i], rule: waivers[i].Rule}
		if id, known := review.Rules[w.Rule]; known {
			w.rule = id
		} else if w.problem == "" {
			w.problem = fmt.Sprintf("there is no rule %q", w.Rule)
		}
		if where, firm := review.Firm[w.rule]; firm {
			w.problem = fmt.Sprintf("%s may not be waived, says %s", w.rule, where)
		}
		if lacks := w.lacks(review.Needs); lacks != "" && w.problem == "" {
			w.problem = lacks
		}
		if slices.Contains(Rules(), w.rule) {
			w.problem = "what is found about waivers cannot be waived"
		}
		r.waivers = append(r.waivers, w)
	}
	return r
}

// lacks says what a waiver has not that it needs.
func (w *Waiver) lacks(needs map[string]string) string {
	switch {
	case needs["owner"] != "" && w.Owner == "":
		return "it has no owner, which " + needs["owner"] + " asks for"
	case needs["expires"] != "" && w.Expires.IsZero():
		return "it has no last day, which " + needs["expires"] + " asks for"
	}
	return ""
}

// Name implements finding.Processor.
func (r *Register) Name() string { return "waivers" }

// Process takes out the findings that a waiver covers. Findings that one would
// cover if it held still, or if they had not got worse, say so.
func (r *Register) Process(findings []finding.Finding) []finding.Finding {
	byRule := map[string][]*entry{}
	for _, w := range r.waivers {
		byRule[w.rule] = append(byRule[w.rule], w)
	}
	kept := findings[:0]
	for _, f := range findings {
		if !r.covered(&f, byRule[f.Rule]) {
			kept = append(kept, f)
		}
	}
	return kept
}

// covered accepts a finding by the first waiver that holds for it.
func (r *Register) covered(f *finding.Finding, waivers []*entry) bool {
	by := (*entry)(nil)
	for _, w := range waivers {
		if !r.matches(w, *f) {
			continue
		}
		w.used = true
		why := r.reopens(w, *f)
		switch {
		case why == "" && by == nil:
			by = w
		case why != "":
			f.Reopened = why
		}
	}
	if by == nil {
		return false
	}
	f.Reopened = ""
	r.accepted = append(r.accepted, finding.Accepted{Finding: *f, By: finding.ByWaiver, Record: by.record()})
	return true
}

// reopens says why a waiver that names a finding does not cover it.
func (r *Register) reopens(w *entry, f finding.Finding) string {
	where := w.record().Place()
	switch {
	case w.problem != "":
		return fmt.Sprintf("the waiver at %s is not honoured: %s", where, w.problem)
	case w.expired(r.review.Today):
		return fmt.Sprintf("waived until %s (%s)", w.Expires.Format(time.DateOnly), where)
	}
	for _, most := range w.AtMost {
		now, known := f.Figure(most.Path)
		switch {
		case !known:
			return fmt.Sprintf("the waiver at %s is pinned to %s, which the evidence does not have", where, most.Path)
		case finding.Worse(now.Path, most.Value, now.Value):
			return fmt.Sprintf("waived with %s %s, now %s (%s)", most.Path, finding.Number(most.Value), finding.Number(now.Value), where)
		}
	}
	return ""
}

func (r *Register) matches(w *entry, f finding.Finding) bool {
	p := w.Place
	if w.comment {
		return f.File == w.File && f.Line >= p.lines[0] && f.Line <= p.lines[1]
	}
	switch {
	case len(p.Paths) > 0 && (f.File == "" || !pattern.Any(p.Paths, pattern.Absolute(f.File))),
		len(p.Flows) > 0 && (f.Flow == "" || !pattern.Any(p.Flows, f.Flow)),
		len(p.Limits) > 0 && (f.Limit == "" || !pattern.Any(p.Limits, f.Limit)):
		return false
	case len(p.Nodes) == 0 && len(p.DataActions) == 0:
		return true
	}
	about := r.subjects.of(f)
	return (len(p.Nodes) == 0 || anyOf(p.Nodes, about.names)) && (len(p.DataActions) == 0 || anyOf(p.DataActions, about.dataActions))
}

// Accepted returns the findings that were taken out, in order.
func (r *Register) Accepted() []finding.Accepted {
	finding.SortAccepted(r.accepted)
	return r.accepted
}

// Findings are about the waivers themselves: those that are expired, cannot be
// honoured, or cover nothing. complete says that nothing kept a part of the
// input from being reviewed: only then does covering nothing tell anything.
func (r *Register) Findings(complete bool) []finding.Finding {
	var out []finding.Finding
	for _, w := range r.waivers {
		if !r.inView(w) {
			continue
		}
		switch {
		case w.problem != "":
			out = append(out, r.finding(w, Invalid, fmt.Sprintf("this waiver of %s is not honoured: %s", w.name(), w.problem)))
		case w.expired(r.review.Today):
			out = append(out, r.finding(w, Expired, w.expiredWords()))
		case !w.used && complete:
			out = append(out, r.finding(w, Unused, fmt.Sprintf("this waiver of %s covers nothing: the risk is gone, or the place has another "+
				"name now", w.name())))
		}
	}
	return out
}

func (w *entry) name() string {
	if w.rule == "" {
		return "no rule"
	}
	return w.rule
}

func (w *entry) expiredWords() string {
	text := fmt.Sprintf("this waiver of %s ended on %s", w.rule, w.Expires.Format(time.DateOnly))
	if w.Owner != "" {
		text += ", its owner is " + w.Owner
	}
	if !w.used {
		text += "; it would cover nothing"
	}
	return text
}

// inView reports whether the review says anything about a waiver: always, but
// for those of other flows when only some are reviewed.
func (r *Register) inView(w *entry) bool {
	if w.comment || w.used || !r.review.Selection {
		return true
	}
	p := w.Place
	if len(p.Flows) == 0 && len(p.Paths) == 0 {
		return false
	}
	return slices.ContainsFunc(r.review.Flows, func(f facts.Flow) bool {
		return (len(p.Flows) == 0 || pattern.Any(p.Flows, f.Name)) && (len(p.Paths) == 0 || pattern.Any(p.Paths, pattern.Absolute(f.File)))
	})
}

// finding is about a waiver; one in a comment belongs to the flow of that file.
func (r *Register) finding(w *entry, rule, message string) finding.Finding {
	flow := ""
	if i := slices.IndexFunc(r.review.Flows, func(f facts.Flow) bool { return f.File == w.File }); w.comment && i >= 0 {
		flow = r.review.Flows[i].Name
	}
	return finding.Finding{
		Rule: rule, Flow: flow, Message: message, File: w.File, Line: w.Pos.Line, Column: w.Pos.Column,
		Fingerprint: finding.Fingerprint(rule, w.rule, strings.Join([]string{w.Reason, w.Owner}, "\x00"), w.Place.identity()),
	}
}
