package flowfacts

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"archlint/analyzer/flow"
	"archlint/analyzer/internal/phrase"
	"archlint/analyzer/org"
)

// foreign says which counts are of no flow of the export.
func foreign(counted map[string][]org.FlowCounts) []string {
	if len(counted) == 0 {
		return nil
	}
	named := phrase.Some(slices.Sorted(maps.Keys(counted)), 3)
	return []string{fmt.Sprintf("Counts of %s that the export does not hold are not used: %s.", phrase.Plural(len(counted), "flow"), named)}
}

// choose takes the counts of the version that the export holds, and refuses the others
// by name.
func choose(f *flow.Flow, versions []org.FlowCounts, have string) *FlowFit {
	one := &FlowFit{Flow: f}
	for _, v := range versions {
		switch {
		case have != "" && v.Version == have, have == "" && len(versions) == 1:
			one.Version, one.Days, one.Runs, one.counts = v.Version, v.Days, v.Start, v
		case have == "":
			one.Refused = "the export does not say which version it holds, and several were counted: " + versionNames(versions)
		default:
			many := ""
			if v.Start > 0 {
				many = fmt.Sprintf(" (%s executions)", phrase.Grouped(v.Start))
			}
			one.Others = append(one.Others, fmt.Sprintf("version %s%s, the export holds version %s", v.Version, many, have))
		}
	}
	if one.Refused == "" && len(one.counts.Objects) == 0 {
		one.Refused = fmt.Sprintf("only other versions were counted (%s), and the export holds version %s", versionNames(versions), have)
	}
	return one
}

func versionNames(versions []org.FlowCounts) string {
	names := make([]string, len(versions))
	for i, v := range versions {
		names[i] = v.Version
	}
	return strings.Join(names, ", ")
}
