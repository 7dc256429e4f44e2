package flowfacts

import (
	"cmp"
	"fmt"
	"slices"

	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/internal/phrase"
	"archlint/analyzer/org"
	"archlint/analyzer/review"
)

// notesOf is what the reader should know of flows that were reviewed all the same:
// where less close methods were used, kinds of action outside the table, data
// actions whose definition is not there or not sure, places that are not those of
// the file.
func notesOf(flows []Flow, definitions []org.Definition) []review.ToolError {
	return slices.Concat(looserNotes(flows), opaqueNotes(flows), definitionNotes(definitions, flows), encodedNotes(flows))
}

// noteAt is a note with the place of p.
func noteAt(p facts.Place, format string, args ...any) review.ToolError {
	return review.ToolError{File: p.File, Line: p.Line, Column: p.Column, Message: fmt.Sprintf(format, args...)}
}

// opaqueNotes tells once of every kind of action that the table lacks.
func opaqueNotes(flows []Flow) []review.ToolError {
	type use struct {
		kind    string
		first   facts.Place
		actions int
		flows   int
		last    int
	}
	var uses []*use
	byKind := make(map[string]*use)
	for i, f := range flows {
		if f.Facts.OpaqueActions == 0 {
			continue
		}
		for _, n := range f.Whole().Nodes {
			if !n.Opaque {
				continue
			}
			u := byKind[n.Kind]
			if u == nil {
				u = &use{kind: n.Kind, first: n.Place, last: -1}
				byKind[n.Kind] = u
				uses = append(uses, u)
			}
			u.actions++
			if u.last != i {
				u.flows, u.last = u.flows+1, i
			}
		}
	}
	slices.SortFunc(uses, func(a, b *use) int { return cmp.Compare(a.kind, b.kind) })
	var out []review.ToolError
	for _, u := range uses {
		out = append(out, noteAt(u.first, "actions of the kind %q are not modelled (%s in %s): control passes each of their outputs, and what "+
			"they do counts nothing",
			u.kind, phrase.Plural(u.actions, "action"), phrase.Plural(u.flows, "flow")))
	}
	return out
}

// definitionNotes tells which data actions have no definition in what was
// read, and which may be any of several.
func definitionNotes(definitions []org.Definition, flows []Flow) []review.ToolError {
	calls := distinctCalls(flows)
	if len(calls) == 0 {
		return nil
	}
	if len(definitions) == 0 {
		return []review.ToolError{{General: true, Message: "No definition of a data action was read: what the calls request, and the data " +
			"actions' own timeouts, are not known."}}
	}
	index := org.NewDefinitionIndex(definitions)
	var out []review.ToolError
	var missing, templated []string
	for _, c := range calls {
		called := &flow.DataAction{ID: c.ActionID, Name: c.DataAction, Integration: c.Integration}
		switch match := index.Find(called); match.State {
		case org.Ambiguous:
			out = append(out, noteAt(c.Place, "%s: its request and its own timeout are not known", match.Explain(called)))
		case org.Missing:
			missing = append(missing, c.DataAction)
		case org.Undetermined:
			templated = append(templated, c.DataAction)
		}
	}
	out = append(out, listNote("Data actions that no file defines, so that their requests and own timeouts are not known: %s.", missing)...)
	return append(out, listNote("Data actions that a template's placeholder names, so that nothing is known of them: %s.", templated)...)
}

// listNote is one note on all names, none where there are none.
func listNote(format string, names []string) []review.ToolError {
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	for i, name := range names {
		names[i] = fmt.Sprintf("%q", name)
	}
	return []review.ToolError{{General: true, Message: fmt.Sprintf(format, phrase.Some(slices.Compact(names), 8))}}
}

// distinctCalls is one call of every data action, in the order of flows.
func distinctCalls(flows []Flow) []*facts.Call {
	seen := make(map[facts.DataActionKey]bool)
	var out []*facts.Call
	for _, f := range flows {
		for i := range f.Facts.Calls {
			c := &f.Facts.Calls[i]
			if key := c.Key(); !seen[key] {
				seen[key] = true
				out = append(out, c)
			}
		}
	}
	return out
}

// encodedNotes says which places are not those of the file as it lies there.
func encodedNotes(flows []Flow) []review.ToolError {
	encoded := 0
	for _, f := range flows {
		if f.Facts.Format == string(flow.I3) {
			encoded++
		}
	}
	if encoded == 0 {
		return nil
	}
	return []review.ToolError{{Message: fmt.Sprintf("Lines and columns of .i3 files are those of the text that they hold in encoded form "+
		"(%s).", phrase.Plural(encoded, "flow"))}}
}
