package flow

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kinds returns the action table, in the order of their names. The slice is
// the caller's; the entries are shared and must not be changed.
func Kinds() []*Kind { return slices.Clone(kindTable.all) }

// KindByName returns the kind whose Archy key or alias is name. For a name
// that the table lacks it returns an opaque kind: Name is the key as written,
// Control is Steps, no outputs are promised (Open), nothing else is known.
func KindByName(name string) *Kind {
	if kind, ok := kindTable.byName[name]; ok {
		return kind
	}
	return &Kind{Name: name, Opaque: true, Open: true, Unlisted: true}
}

// KindByType returns the kind that a Platform __type means. A type that no
// entry lists is looked up by the rule that both notations follow: the Archy
// key is the type's name without "Action", first letter lowered. What is still
// unknown gets an opaque kind of that derived name, so that an unknown action
// is the same kind in both notations.
func KindByType(typ string) *Kind {
	if kind, ok := kindTable.byType[typ]; ok {
		return kind
	}
	return KindByName(archyName(typ))
}

// archyName derives an Archy key from a __type: "FooBarAction" -> "fooBar".
func archyName(typ string) string {
	name := strings.TrimSuffix(typ, "Action")
	first, size := utf8.DecodeRuneInString(name)
	if size == 0 || first == utf8.RuneError {
		return typ
	}
	return string(unicode.ToLower(first)) + name[size:]
}

// kindIndex is the table with its two ways in.
type kindIndex struct {
	all    []*Kind
	byName map[string]*Kind
	byType map[string]*Kind
}

var kindTable = buildKindIndex(
	controlKinds, endingKinds, transferKinds, dataKinds, lookupKinds,
	voiceKinds, messageKinds, botKinds, attributeKinds, workitemKinds,
)

func buildKindIndex(groups ...[]*Kind) kindIndex {
	index := kindIndex{
		all:    slices.Concat(groups...),
		byName: map[string]*Kind{},
		byType: map[string]*Kind{},
	}
	slices.SortFunc(index.all, func(a, b *Kind) int { return cmp.Compare(a.Name, b.Name) })
	for _, kind := range index.all {
		index.byName[kind.Name] = kind
		for _, alias := range kind.Aliases {
			index.byName[alias] = kind
		}
		for _, typ := range kind.Types {
			index.byType[typ] = kind
		}
	}
	return index
}

// Where entries of the table come from.
const (
	// inBoth: read in flow files of both notations.
	inBoth = "flow files, Archy and Platform"
	// inArchy: read in Archy files only; the __type follows the naming rule.
	inArchy = "flow files, Archy"
	// inPlatform: read in Platform files only; the Archy key follows the rule.
	inPlatform = "flow files, Platform"
	// inCentre: described in the Resource Center, never met in a file.
	inCentre = "Resource Center"
	// inSDK: a class of the Architect Scripting SDK, never met in a file. Its
	// outputs are inferred from the class's members or from its siblings.
	inSDK = "Architect Scripting SDK class list"
	// inTurns: an actionType of the Platform API's ReportingTurnAction, never
	// met in a file.
	inTurns = "Platform API ReportingTurnAction"
)

// The outputs that many kinds share.
var (
	succeedsOrFails   = []string{"success", "failure"}
	callOutputs       = []string{"success", "failure", "timeout"}
	findOutputs       = []string{"found", "notFound"}
	lookupOutputs     = []string{"found", "notFound", "failure"}
	failureOnly       = []string{"failure"}
	defaultOnly       = []string{"default"}
	repromptExhausted = []string{"maxNoInputs", "maxNoMatches"}
)
