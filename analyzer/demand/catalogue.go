package demand

import (
	"fmt"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/source"
)

// Catalogue is the limits catalogue with the organisation's own values: those of its
// export, of a file, and single ones, the last word to the last of them.
func Catalogue(exported []limits.Override, o Options) (limits.Catalogue, error) {
	c, err := limits.Load()
	if err != nil {
		return c, fmt.Errorf("limits catalogue: %w", err)
	}
	c = c.With(exported)
	if o.LimitsFile != "" {
		own, err := ReadLimits(o.LimitsFile)
		if err != nil {
			return c, err
		}
		c = c.With(own)
	}
	return c.With(o.Limits), nil
}

// maxLimitsFile bounds a file of limits, in bytes: the Platform API's has 200 KB.
const maxLimitsFile = 16 << 20

// ReadLimits reads the file that the user gave. A file that cannot be used is
// wrong usage: the verdicts would rest on other limits than were asked for.
func ReadLimits(name string) ([]limits.Override, error) {
	text, err := source.ReadFile(name, maxLimitsFile)
	if err != nil {
		return nil, fmt.Errorf("limits: %w", err)
	}
	own, problems := limits.ReadOverrides(source.NewFile(name, text), "", limits.Config)
	if len(problems) > 0 {
		return nil, problems[0]
	}
	if len(own) == 0 {
		return nil, fmt.Errorf("limits: %s holds no limit", name)
	}
	return own, nil
}
