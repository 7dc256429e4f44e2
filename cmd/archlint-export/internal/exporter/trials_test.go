package exporter_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"archlint/cmd/archlint-export/internal/exporter"
	"archlint/cmd/archlint-export/internal/fixture"
	"archlint/cmd/archlint-export/internal/genesysfake/demoorg"
)

type demoOrg = demoorg.Org

// trials are the exports that have to get over faults: one into an empty
// directory, one over the export of the organisation as it was, one by export jobs,
// and one with recorded executions.
func trials(t *testing.T) map[string]trial {
	t.Helper()
	earlier := trial{org: demoorg.Demo(), change: func(o *exporter.Options) {
		o.Now = func() time.Time { return fixture.Now().Add(-24 * time.Hour) }
	}}
	earlier.requests(t)
	return map[string]trial{
		"new":    {org: demoorg.Demo()},
		"update": {org: moved(demoorg.Demo()), before: earlier.clean},
		"yaml": {org: demoorg.Demo(), change: func(o *exporter.Options) {
			o.Format, o.TrafficDays = exporter.FormatYAML, 0
		}},
		"executions": {org: demoorg.Demo(), change: func(o *exporter.Options) {
			o.Executions, o.TrafficDays, o.Types = 3, 0, []string{"workflow"}
		}},
	}
}

// moved is the demo organisation some time later: flows and data actions with
// new versions, new names, and gone.
func moved(o *demoOrg) *demoOrg {
	flow := func(name string) *demoorg.Flow {
		return o.Flows[slices.IndexFunc(o.Flows, func(f *demoorg.Flow) bool { return f.Name == name })]
	}
	for _, name := range []string{"Water Hotline", "Wrap-up Watch"} {
		f := flow(name)
		f.Version, f.Published = f.Version+1, f.Published.Add(time.Hour)
		old := f.JSON
		f.JSON = func() ([]byte, error) {
			text, err := old()
			return bytes.Replace(text, []byte(`"name"`), []byte(`"edited":true,"name"`), 1), err
		}
	}
	flow("Order Status").Name = "State of an Order"
	gone := flow("Night Line")
	o.Flows = slices.DeleteFunc(o.Flows, func(f *demoorg.Flow) bool { return f == gone })
	for i, a := range o.Actions {
		switch a["name"] {
		case "Get Order State":
			a["version"] = 3
			a["config"].(map[string]any)["timeoutSeconds"] = 5
		case "Get Conversation State":
			o.Actions = slices.Delete(slices.Clone(o.Actions), i, i+1)
		}
	}
	return o
}

// fill writes files.
func fill(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// same compares what stands in directories.
func same(t *testing.T, want, got map[string]string, when string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		if len(diff) > 2000 {
			diff = diff[:2000] + "..."
		}
		t.Errorf("%s (-want +got):\n%s", when, strings.TrimSpace(diff))
	}
}
