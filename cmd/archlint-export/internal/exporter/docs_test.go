package exporter_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"archlint/cmd/archlint-export/internal/api"
)

var update = flag.Bool("update", false, "write the generated part of docs/export.md anew")

const page = "../../../../docs/export.md"

// The page's table of routes is the table that the program goes by.
func TestDocumentedRoutes(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	const mark = "<!-- generated: routes -->\n"
	before, rest, found := strings.Cut(string(text), mark)
	if !found {
		t.Fatalf("%s has no %s", page, mark)
	}
	_, after, _ := strings.Cut(rest, "\n\nWhat a client may not read")
	want := before + mark + routesTable() + "\n\nWhat a client may not read" + after
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Errorf("%s differs from the table of routes: go test ./cmd/archlint-export/internal/exporter -run Documented -update", page)
	}
}

// choices are what parts of the table are only asked for with.
func choice(r api.Route) string {
	switch {
	case r.Part == api.PartTraffic || r.Part == api.PartBotTraffic:
		return "`--traffic`"
	case r.Part == api.PartExecutions:
		return "`--executions`"
	case r.Name == api.StartExportJob.Name, r.Name == api.ExportJob.Name:
		return "`--format yaml`"
	case r.Name == api.FlowLatest.Name:
		return "`--version latest`"
	case r.Name == api.BillableUsage.Name:
		return "always; without it licences are counted by users"
	}
	return "always"
}

func routesTable() string {
	var out strings.Builder
	out.WriteString("| part | permission | request | asked |\n|---|---|---|---|\n")
	for _, r := range api.Routes() {
		permission := "none"
		if len(r.Permissions) > 0 {
			permission = "`" + strings.Join(r.Permissions, "` or `") + "`"
		}
		fmt.Fprintf(&out, "| %s | %s | `%s %s` | %s |\n", r.Part, permission, r.Method, r.Path, choice(r))
	}
	return strings.TrimSuffix(out.String(), "\n")
}
