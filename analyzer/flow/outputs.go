package flow

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// ReservedOutput returns the canonical output name of a reserved Platform
// outputId: "__NOT_FOUND__" -> "notFound". Names follow one rule (the words
// between the underscores, in lower camel case), which also serves ids that
// the platform adds later; it gives exactly the keys that Archy uses. The
// second result is false for ids that are not reserved (GUIDs).
func ReservedOutput(id string) (string, bool) {
	inner, ok := strings.CutPrefix(id, "__")
	if !ok {
		return "", false
	}
	inner, ok = strings.CutSuffix(inner, "__")
	if !ok || inner == "" {
		return "", false
	}
	var name strings.Builder
	for i, word := range strings.Split(strings.ToLower(inner), "_") {
		if i > 0 && word != "" {
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		name.WriteString(word)
	}
	return name.String(), true
}

// CaseOutput names the output of a switch's case by its 0-based index.
func CaseOutput(index int) string { return casePrefix + strconv.Itoa(index) }

const casePrefix = "case:"

// OtherOutput is the name of the output that stands for those which an action
// is known to have, or may have if its kind is unknown, and which an Archy file
// does not list, since they have no actions. See Kind.Unlisted.
const OtherOutput = "other"

// trouble are the outputs that stand for what went wrong, in both spellings.
var trouble = []string{"failure", "timeout", "maxNoInput", "maxNoInputs", "maxNoMatch", "maxNoMatches"}

// IsTrouble reports whether an output of that name stands for what went wrong.
func IsTrouble(output string) bool { return slices.Contains(trouble, output) }

// SortOutputs puts the outputs of an action of kind k into the order that both
// decoders promise: a switch's cases, the table's outputs, the table's optional
// outputs, then the rest as they stand.
func SortOutputs(k *Kind, outputs []*Output) {
	slices.SortStableFunc(outputs, func(a, b *Output) int {
		return cmp.Compare(k.rank(a.Name), k.rank(b.Name))
	})
}

func (k *Kind) rank(output string) int {
	if strings.HasPrefix(output, casePrefix) {
		return -1
	}
	if i := slices.Index(k.Outputs, output); i >= 0 {
		return i
	}
	if i := slices.Index(k.Optional, output); i >= 0 {
		return len(k.Outputs) + i
	}
	return len(k.Outputs) + len(k.Optional)
}

// NameApart tells outputs of the same name apart: "Yes", "Yes (2)". Authors may
// give two choices or intents one name, and one that another would get here.
func NameApart(outputs []*Output) {
	used := make(map[string]int, len(outputs)) // how often a name was asked for
	for _, out := range outputs {
		base := out.Name
		for used[out.Name] > 0 {
			used[base]++
			out.Name = base + " (" + strconv.Itoa(used[base]) + ")"
		}
		used[out.Name]++
	}
}
