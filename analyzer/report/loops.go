package report

import (
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/facts"
)

// LoopSentence says what stands in a loop and how long a round takes.
func LoopSentence(l facts.Loop) string {
	parts := []string{Counted(l.BodyActions, "action"), Counted(len(l.Calls), "data action call")}
	switch {
	case l.Count == nil && l.CountText != "":
		parts = append(parts, "runs "+Clean(l.CountText)+" times, which is not constant")
	case l.Count != nil && (l.CountKind == "variable" || l.CountKind == "expression"):
		parts = append(parts, fmt.Sprintf("runs %s times, which is at most %s", Clean(l.CountText), Number(float64(*l.Count))))
	case l.Form == "jump":
		parts = append(parts, "made by jumps")
	}
	if l.WaitSeconds != nil {
		parts = append(parts, "waits "+Number(*l.WaitSeconds)+" s")
	} else if l.HasWait {
		parts = append(parts, "waits for a time that is not constant")
	}
	if l.CycleSeconds != nil {
		parts = append(parts, "at least "+Number(*l.CycleSeconds)+" s a round")
	}
	text := strings.Join(parts, ", ") + "."
	if l.Irreducible {
		text += " It is irreducible: it can be entered past its head."
	}
	return text
}

// mostWays is how many ways into or out of a loop are named.
const mostWays = 4

// EntryWords names the first ways into a loop.
func EntryWords(l facts.Loop) string {
	var ways []string
	for _, e := range l.Entries {
		switch {
		case e.Name == "":
			ways = append(ways, "where the run begins")
		default:
			ways = append(ways, "from "+wayWords(e.Name, e.Output))
		}
	}
	return waysOf(ways, "nowhere")
}

// ExitWords names the first ways out of a loop.
func ExitWords(l facts.Loop) string {
	var ways []string
	for _, e := range l.Exits {
		switch e.How {
		case "count":
			ways = append(ways, "when its rounds are over")
		default:
			ways = append(ways, "by "+wayWords(e.Name, e.Output))
		}
	}
	return waysOf(ways, "never")
}

func wayWords(name, output string) string {
	if output == "" || output == "done" {
		return `"` + Clean(name) + `"`
	}
	return `"` + Clean(name) + `" -> ` + Clean(output)
}

// waysOf joins what is different, or says none.
func waysOf(ways []string, none string) string {
	slices.Sort(ways)
	ways = slices.Compact(ways)
	switch {
	case len(ways) == 0:
		return none
	case len(ways) > mostWays:
		return strings.Join(ways[:mostWays], ", ") + fmt.Sprintf(" and %d more ways", len(ways)-mostWays)
	}
	return strings.Join(ways, ", ")
}
