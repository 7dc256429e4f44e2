package exporter_test

import (
	"context"
	"log/slog"
	"testing"

	"archlint/analyzer/intake"
	"archlint/analyzer/replay"
	"archlint/cmd/archlint-export/internal/fixture"
	"archlint/cmd/archlint-export/internal/genesysfake/demoorg"
)

// Executions of flows that are really walked, as the platform tells them and the exporter
// takes them, are paths of the graphs, and none runs outside the bounds.
func TestExecutionsReplay(t *testing.T) {
	for name, organisation := range map[string]*demoOrg{"demo": demoorg.Demo(), "measured": demoorg.Measured(3)} {
		t.Run(name, func(t *testing.T) {
			export, opts := options(t.TempDir()), fixture.Options(t)
			export.Executions, export.TrafficDays = 400, 0
			opts.Org = organisation
			flows := run(t, fixture.Start(t, opts), export).Manifest.Counts["flows"]
			got, err := replay.Run(context.Background(), []string{export.Dir}, intake.Options{}, 2, slog.New(slog.DiscardHandler))
			if err != nil || len(got.Errors) > 0 || len(got.Refused) > 0 || len(got.Flows) != flows {
				t.Fatalf("%v, errors %v, refused %v, %d flows", err, got.Errors, got.Refused, len(got.Flows))
			}
			for _, f := range got.Flows {
				if f.Executions != 400 || f.Fitness != 1 || len(f.Misfits)+len(f.Outside) > 0 {
					t.Errorf("%s: %d executions, fitness %v, misfits %+v, outside %+v", f.Name, f.Executions, f.Fitness, f.Misfits, f.Outside)
				}
			}
		})
	}
}
