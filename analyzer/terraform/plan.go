package terraform

import (
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"

	"archlint/analyzer/source"
)

// plan is what `terraform show -json` prints of a plan or a state, as far as flows are
// concerned (HashiCorp, "JSON Output Format", values representation).
type plan struct {
	PlannedValues struct {
		RootModule planModule `json:"root_module"`
	} `json:"planned_values"`
}

type planModule struct {
	Resources []struct {
		Address string `json:"address"`
		Mode    string `json:"mode"`
		Type    string `json:"type"`
		Values  struct {
			Path          string            `json:"filepath"`
			Substitutions map[string]string `json:"substitutions"`
		} `json:"values"`
	} `json:"resources"`
	Children []planModule `json:"child_modules"`
}

// isPlan reports whether a file is JSON that is no configuration: a plan.
func isPlan(name string) bool {
	return strings.HasSuffix(name, ".json") && !strings.HasSuffix(name, ".tf.json") && !isValues(name)
}

// planned are the flows of a plan. Paths count from the directory of the root module,
// where plans are kept.
func planned(f *source.File) []Deployment {
	var p plan
	if len(f.Text) > maxFile || json.Unmarshal(f.Text, &p) != nil {
		return nil
	}
	return p.PlannedValues.RootModule.deployments(f, maxDepth)
}

func (m *planModule) deployments(f *source.File, depth int) []Deployment {
	var out []Deployment
	for _, r := range m.Resources {
		if r.Type != flowResource || r.Mode == "data" {
			continue
		}
		d := Deployment{Address: r.Address, At: f.Name, Pos: source.Pos{Line: 1, Column: 1}}
		if r.Values.Path != "" && !path.IsAbs(r.Values.Path) {
			d.Candidates = []string{clean(path.Dir(f.Name), r.Values.Path)}
		}
		for _, key := range slices.Sorted(maps.Keys(r.Values.Substitutions)) {
			d.Substitutions = append(d.Substitutions, Substitution{Key: key, Value: r.Values.Substitutions[key], Known: true, Pos: d.Pos})
		}
		out = append(out, d)
	}
	for i := range m.Children {
		if depth > 0 {
			out = append(out, m.Children[i].deployments(f, depth-1)...)
		}
	}
	return out
}

// preferPlanned leaves out what a configuration says about a flow that a plan holds: the
// plan knows more.
func preferPlanned(configured, planned []Deployment) []Deployment {
	known := make(map[string]bool)
	for _, d := range planned {
		known[d.Address] = true
	}
	return append(slices.DeleteFunc(configured, func(d Deployment) bool { return known[d.Address] }), planned...)
}
