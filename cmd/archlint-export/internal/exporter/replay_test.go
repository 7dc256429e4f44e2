package exporter_test

import (
	"context"
	"log/slog"
	"testing"

	"archlint/analyzer/intake"
	"archlint/analyzer/replay"
	"archlint/cmd/archlint-export/internal/fixture"
)

// Executions of flows that are really walked, as the platform tells them and the exporter
// takes them, are paths of the graphs, and none runs outside the bounds.
func TestExecutionsReplay(t *testing.T) {
	export := options(t.TempDir())
	export.Executions, export.TrafficDays = 400, 0
	run(t, fixture.Start(t, fixture.Options(t)), export)
	report, err := replay.Run(context.Background(), []string{export.Dir}, intake.Options{}, 2, slog.New(slog.DiscardHandler))
	if err != nil || len(report.Errors) > 0 || len(report.Refused) > 0 || len(report.Flows) != 6 {
		t.Fatalf("%v, errors %v, refused %v, %d flows", err, report.Errors, report.Refused, len(report.Flows))
	}
	for _, f := range report.Flows {
		if f.Executions != 400 || f.Fitness != 1 || len(f.Misfits)+len(f.Outside) > 0 {
			t.Errorf("%s: %d executions, fitness %v, misfits %+v, outside %+v", f.Name, f.Executions, f.Fitness, f.Misfits, f.Outside)
		}
	}
}
