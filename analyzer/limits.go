package analyzer

import (
	"context"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/demand"
	"archlint/analyzer/flow"
	"archlint/analyzer/intake"
	"archlint/analyzer/judge"
	"archlint/analyzer/policy"
	"archlint/analyzer/review"
	"archlint/analyzer/source"
)

// Limits returns the limits catalogue with the organisation's own values: those
// of the exports in paths, of the limits file and of single limits, the last word
// to the last of them. What could not be read of paths is in the errors; found
// says whether the paths hold any limit.
func Limits(ctx context.Context, paths []string, o Options) (c limits.Catalogue, found bool, problems []review.ToolError, err error) {
	var exported []limits.Override
	if len(paths) > 0 {
		_, in := intake.Read(ctx, paths, o.Input, o.jobs(), o.log(), func(*flow.Flow) struct{} { return struct{}{} })
		if err := ctx.Err(); err != nil {
			return c, false, nil, err
		}
		exported, problems = in.Org.Limits, review.ErrorsOf(in.Errors)
	}
	c, err = demand.Catalogue(exported, o.Traffic)
	return c, len(exported) > 0, problems, err
}

// CheckSettings loads the rules and holds what the configuration says of them,
// and of limits, against them, without any flow. The error is config.Errors for
// wrong settings, policy.LoadErrors for rules that cannot be loaded.
func CheckSettings(ctx context.Context, o Options) error {
	rules, err := judge.Load(ctx, o.Rules, o.Accept, o.Observe.Rules)
	if err != nil {
		return err
	}
	if name := o.Traffic.LimitsFile; name != "" {
		if _, err := demand.ReadLimits(name); err != nil {
			return err
		}
	}
	var broken policy.LoadErrors
	for _, e := range review.ErrorsOf(rules.Errors) {
		broken = append(broken, &source.Error{File: e.File, Pos: source.Pos{Line: e.Line, Column: e.Column}, Message: e.Message})
	}
	if len(broken) > 0 {
		return broken
	}
	return nil
}
