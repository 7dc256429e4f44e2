package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/visible"
)

// OpenEnds names in sentences what flows lead to that the export does not hold. A
// queue by itself runs no data action; only its in-queue flow may.
func OpenEnds(flows []facts.Flow) []string {
	ends, queues := map[string]bool{}, map[string]bool{}
	for i := range flows {
		for _, end := range flows[i].OpenEnds {
			if end.Kind == "queue" {
				queues[visible.Line(cmp.Or(end.Name, "one chosen at run time"))] = true
			} else {
				ends[visible.Line(end.String())] = true
			}
		}
	}
	var out []string
	if len(ends) > 0 {
		out = append(out, "Not in the export, so their calls are not counted: "+first(ends)+".")
	}
	if len(queues) > 0 {
		out = append(out, "Queues that are not in the export, taken to run no data actions while interactions wait: "+first(queues)+".")
	}
	return out
}

// first lists the first of a set of words, and says how many there are beyond.
func first(set map[string]bool) string {
	const most = 8
	words := slices.Sorted(maps.Keys(set))
	if len(words) <= most {
		return strings.Join(words, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(words[:most], ", "), len(words)-most)
}
