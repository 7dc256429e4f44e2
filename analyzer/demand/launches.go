package demand

import (
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/flow"
	"archlint/analyzer/flowfacts"
	"archlint/analyzer/interaction"
)

// launches are the calls of a flow by which it starts workflows: Architect has
// no action for that, so that flows ask the Platform API. Source: Platform API,
// POST /api/v2/flows/executions ("Launch an instance of a flow definition"), whose
// body names the flow in "flowId".
func launches(f *flowfacts.Flow) []interaction.Launch {
	var out []interaction.Launch
	for i, c := range f.Facts.Calls {
		if d := c.Definition; d != nil && d.Method == "POST" && strings.HasSuffix(path(d.URL), "/api/v2/flows/executions") {
			out = append(out, interaction.Launch{Node: f.Part.Calls[i], Workflow: workflow(f.Whole().Calls[i].Inputs)})
		}
	}
	return out
}

// path is a URL template without what follows its path.
func path(url string) string {
	url, _, _ = strings.Cut(url, "?")
	return strings.TrimRight(url, "/")
}

// workflow returns the flow that a call launches, from the input that names it. Only a
// literal is known before the flow runs.
func workflow(inputs []facts.Value) flow.External {
	for _, in := range inputs {
		name := strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(in.Name))
		if !strings.HasSuffix(name, "flowid") && !strings.HasSuffix(name, "flow") {
			continue
		}
		if name, ok := constant(in); ok {
			return flow.External{ID: name, Name: name}
		}
	}
	return flow.External{}
}

// constant is the text of a literal, or of an expression that is one in quotes.
func constant(v facts.Value) (string, bool) {
	text := v.Text
	if inside, quoted := strings.CutPrefix(text, `"`); quoted && v.Kind == string(flow.Expression) {
		text, quoted = strings.CutSuffix(inside, `"`)
		return text, quoted && text != "" && !strings.Contains(text, `"`)
	}
	return text, v.Kind == string(flow.Literal) && text != ""
}
