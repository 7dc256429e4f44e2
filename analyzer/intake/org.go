package intake

import (
	"slices"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/org"
)

// nameIntegrations gives definitions the name and type of their integration where
// only its id was exported with them.
func nameIntegrations(definitions []org.Definition, known []facts.Integration) {
	byID := make(map[string]facts.Integration, len(known))
	for _, i := range known {
		byID[i.ID] = i
	}
	for i := range definitions {
		d := &definitions[i]
		if one, ok := byID[d.IntegrationID]; ok && d.IntegrationID != "" {
			d.NameIntegration(one.Name, one.Type)
		}
	}
}

// definitionFacts are the definitions as policies see them, by name and id.
func definitionFacts(definitions []org.Definition) []facts.Definition {
	out := make([]facts.Definition, 0, len(definitions))
	for i := range definitions {
		if d := &definitions[i]; !d.Auth {
			out = append(out, d.Definition)
		}
	}
	slices.SortStableFunc(out, func(a, b facts.Definition) int {
		return strings.Compare(a.Name+"\x00"+a.ID, b.Name+"\x00"+b.ID)
	})
	return out
}

// incomplete says in sentences what the export itself says that it lacks. That
// it holds none of something then means nothing.
func incomplete(o facts.Org) []string {
	var out []string
	if len(o.NotReviewed) > 0 {
		out = append(out, "Not reviewed, because the exporter could not read it: "+strings.Join(o.NotReviewed, ", ")+
			". What it would tell is unknown, not none.")
	}
	if o.Partial {
		out = append(out, "The export is partial: it lacks things that it was asked for.")
	}
	return out
}
