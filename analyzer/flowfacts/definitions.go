package flowfacts

import (
	"archlint/analyzer/events"
	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/org"
)

// definitions is what the export says of data actions. All calls of one share what
// is said of it.
type definitions struct {
	index        *org.DefinitionIndex
	alternatives map[*org.Definition]*facts.Alternative
}

func newDefinitions(all []org.Definition) definitions {
	d := definitions{org.NewDefinitionIndex(all), make(map[*org.Definition]*facts.Alternative, len(all))}
	for i := range all {
		d.alternatives[&all[i]] = alternative(&all[i].Definition)
	}
	return d
}

// define tells each call of a flow what the export says of its data action.
func (d definitions) define(f *facts.Flow) {
	for i := range f.Calls {
		c := &f.Calls[i]
		match := d.index.Find(&flow.DataAction{ID: c.ActionID, Name: c.DataAction, Integration: c.Integration})
		c.DefinitionMatch = string(match.State)
		if match.State == org.Found {
			c.Definition, c.Alternative = &match.Definition.Definition, d.alternatives[match.Definition]
		}
	}
	settleCaches(f.Calls)
}

// alternative looks up what replaces asking the platform's own API.
func alternative(d *facts.Definition) *facts.Alternative {
	if d.PlatformAPI != "yes" {
		return nil
	}
	a, ok := events.For(d.Method, d.URL)
	if !ok {
		return nil
	}
	return &facts.Alternative{Topics: a.Topics, Trigger: a.Trigger, BuiltIn: a.BuiltIn, Note: a.Note, Source: a.Source}
}
