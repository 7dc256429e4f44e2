package analyzer

import (
	"context"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/review"
)

// Limits returns the limits catalogue with the organisation's own values: those
// of the exports in paths, of opts.LimitsFile and of opts.Limits, the last word
// to the last of them. What could not be read of paths is in the errors; found
// says whether the paths hold any limit.
func Limits(ctx context.Context, paths []string, opts Options) (c limits.Catalogue, found bool, troubles []review.ToolError, err error) {
	c, err = limits.Load()
	if err != nil {
		return c, false, nil, err
	}
	r := &job{opts: opts, log: opts.log()}
	if len(paths) > 0 {
		in := r.read(ctx, paths)
		if err := ctx.Err(); err != nil {
			return c, false, nil, err
		}
		c, found = c.With(in.org.Limits), len(in.org.Limits) > 0
	}
	if opts.LimitsFile != "" {
		own, err := r.ownLimits()
		if err != nil {
			return c, false, nil, err
		}
		c = c.With(own)
	}
	return c.With(opts.Limits), found, r.sortedErrors(), nil
}
