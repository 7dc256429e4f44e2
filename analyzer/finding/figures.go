package finding

import (
	"bytes"
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Figure is a number in a finding's evidence whose growth, or fall, makes the
// finding worse. Path names it by its keys: "perRun.max".
type Figure struct {
	Path  string
	Value float64
}

// up are the keys of evidence whose figures, with all below them, are worse the
// higher they are; down those that are worse the lower they are. Any other
// number (a line, a limit's value) says nothing of how bad a finding is. A rule
// of the user's own is read in the same way: its evidence should use these words.
var (
	up = []string{"actions", "calls", "count", "demand", "maxActions", "perInteraction", "perRun", "ratePerMinute", "refused", "slots",
		"timeoutSeconds", "utilisation"}
	down = []string{"cycleSeconds", "headroom", "pauseSeconds", "safeTimeoutSeconds", "waitSeconds"}
)

// Figures returns the figures in evidence that tell how bad a finding is, in
// order of their paths. What stands in lists is left out: its order tells nothing.
func Figures(evidence json.RawMessage) []Figure {
	var out []Figure
	for _, f := range numbers(evidence) {
		if sense(f.Path) != 0 {
			out = append(out, f)
		}
	}
	return out
}

// numbers lists all numbers in evidence that do not stand in a list.
func numbers(evidence json.RawMessage) []Figure {
	var record any
	dec := json.NewDecoder(bytes.NewReader(evidence))
	dec.UseNumber()
	if dec.Decode(&record) != nil {
		return nil
	}
	var out []Figure
	var walk func(v any, path string)
	walk = func(v any, path string) {
		switch v := v.(type) {
		case map[string]any:
			for key, one := range v {
				walk(one, strings.TrimPrefix(path+"."+key, "."))
			}
		case json.Number:
			if x, err := v.Float64(); err == nil && path != "" {
				out = append(out, Figure{path, x})
			}
		}
	}
	walk(record, "")
	slices.SortFunc(out, func(a, b Figure) int { return cmp.Compare(a.Path, b.Path) })
	return out
}

// sense is +1 for a figure that is worse the higher it is, -1 for one that is
// worse the lower it is, 0 for any other.
func sense(path string) int {
	for key := range strings.SplitSeq(path, ".") {
		switch {
		case slices.Contains(up, key):
			return 1
		case slices.Contains(down, key):
			return -1
		}
	}
	return 0
}

// slack is the relative difference below which two figures are the same: they
// have been printed and read again meanwhile.
const slack = 1e-6

// Worse reports whether the figure of that path is worse at now than at then.
// A figure that is not known by its name is worse the higher it is.
func Worse(path string, then, now float64) bool {
	by := now - then
	if sense(path) < 0 {
		by = -by
	}
	return by > slack*math.Max(math.Abs(then), math.Abs(now))
}

// Figure returns the number in the evidence that a user names: by its path, or
// by the end of it where only one number has that end.
func (f Finding) Figure(name string) (Figure, bool) {
	var found []Figure
	for _, one := range numbers(f.Evidence) {
		if one.Path == name {
			return one, true
		}
		if strings.HasSuffix(one.Path, "."+name) {
			found = append(found, one)
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	return Figure{}, false
}

// Number writes a figure as people read it.
func Number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
