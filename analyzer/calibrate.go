package analyzer

import (
	"context"

	"archlint/analyzer/flow"
	"archlint/analyzer/flowfacts"
	"archlint/analyzer/intake"
)

// Calibrate fits the branch models of the flows that paths hold to the counts beside
// them; nil where there are no counts. What could not be read is in the errors.
func Calibrate(ctx context.Context, paths []string, o Options) (*flowfacts.Counted, []error, error) {
	trees, decoded := intake.Read(ctx, paths, o.Input, o.jobs(), o.log(), func(f *flow.Flow) *flow.Flow { return f })
	counted := flowfacts.FitCounts(ctx, trees, decoded.Org, o.Traffic.Profile, o.jobs())
	return counted, decoded.Errors, ctx.Err()
}
