package flow

import (
	"slices"
	"strings"
	"testing"
)

func TestKindsAreSortedAndUnambiguous(t *testing.T) {
	all := Kinds()
	if !slices.IsSortedFunc(all, func(a, b *Kind) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the table is not sorted by name")
	}
	keys, types := map[string]string{}, map[string]string{}
	claim := func(seen map[string]string, key, by string) {
		if old, taken := seen[key]; taken {
			t.Errorf("%q means both %s and %s", key, old, by)
		}
		seen[key] = by
	}
	for _, kind := range all {
		claim(keys, kind.Name, kind.Name)
		for _, alias := range kind.Aliases {
			claim(keys, alias, kind.Name)
		}
		for _, typ := range kind.Types {
			claim(types, typ, kind.Name)
		}
	}
}

func TestKindsAreComplete(t *testing.T) {
	for _, kind := range Kinds() {
		if kind.Source == "" {
			t.Errorf("%s has no source", kind.Name)
		}
		if kind.Opaque {
			t.Errorf("%s is opaque but in the table", kind.Name)
		}
		if kind.Control == Ends && len(kind.Outputs) > 0 {
			t.Errorf("%s ends the run and has outputs", kind.Name)
		}
		for _, typ := range kind.Types {
			if KindByType(typ) != kind {
				t.Errorf("type %s does not lead to %s", typ, kind.Name)
			}
		}
	}
}

func TestKindByName(t *testing.T) {
	for name, want := range map[string]string{
		"callData":          "callData",
		"menuJumpToTask":    "jumpToTask",
		"menuDisconnect":    "disconnect",
		"menuTransferToAcd": "transferToAcd",
		"menuTask":          "menuTask",
	} {
		if got := KindByName(name); got.Name != want || got.Opaque {
			t.Errorf("KindByName(%q) = %q (opaque %v), want %q", name, got.Name, got.Opaque, want)
		}
	}
}

func TestKindByType(t *testing.T) {
	for typ, want := range map[string]string{
		"DataAction":                "callData",
		"SecureAction":              "callDataSecure",
		"TaskAction":                "menuTask",
		"TransferPureMatchAction":   "transferToAcd",
		"AskForNLUIntentAction":     "askForIntent",
		"AskForNLUNextIntentAction": "loopAnythingElse",
		"CallLexV2BotAction":        "callLexV2Bot",
	} {
		if got := KindByType(typ); got.Name != want || got.Opaque {
			t.Errorf("KindByType(%q) = %q (opaque %v), want %q", typ, got.Name, got.Opaque, want)
		}
	}
}

func TestOpaqueKindsAgree(t *testing.T) {
	byType, byName := KindByType("PolishSilverAction"), KindByName("polishSilver")
	for _, kind := range []*Kind{byType, byName} {
		if kind.Name != "polishSilver" || !kind.Opaque || !kind.Open || kind.Control != Steps || kind.Outputs != nil {
			t.Errorf("opaque kind is %+v", *kind)
		}
	}
	for _, odd := range []string{"", "Action", "\xff"} {
		if kind := KindByType(odd); !kind.Opaque {
			t.Errorf("KindByType(%q) is not opaque", odd)
		}
	}
}

func TestKindsIsACopy(t *testing.T) {
	Kinds()[0] = nil
	if Kinds()[0] == nil {
		t.Error("the caller's slice is the table itself")
	}
}

func TestOutputsIn(t *testing.T) {
	transfer := KindByName("transferToAcd")
	if got := transfer.OutputsIn("inboundcall"); !slices.Equal(got, []string{"failure"}) {
		t.Errorf("inboundcall: %v", got)
	}
	if got := transfer.OutputsIn("inboundshortmessage"); len(got) != 0 {
		t.Errorf("inboundshortmessage: %v", got)
	}
}

func TestReservedOutput(t *testing.T) {
	tests := []struct {
		id, want string
		reserved bool
	}{
		{"__SUCCESS__", "success", true},
		{"__NOT_FOUND__", "notFound", true},
		{"__MAX_NO_INPUTS__", "maxNoInputs", true},
		{"__CONDITIONS_NOT_MET__", "conditionsNotMet", true},
		{"__NO_INTENT__", "noIntent", true},
		{"7d1a2c2e-0000-0000-0000-000000000000", "", false},
		{"____", "", false},
		{"__", "", false},
		{"", "", false},
	}
	for _, test := range tests {
		if got, ok := ReservedOutput(test.id); got != test.want || ok != test.reserved {
			t.Errorf("ReservedOutput(%q) = %q, %v", test.id, got, ok)
		}
	}
}

func TestSortOutputs(t *testing.T) {
	outputs := []*Output{{Name: "zeta"}, {Name: "maxNoMatches"}, {Name: "no"}, {Name: "alpha"}, {Name: "yes"}}
	SortOutputs(KindByName("askForBoolean"), outputs)
	var got []string
	for _, output := range outputs {
		got = append(got, output.Name)
	}
	if want := []string{"yes", "no", "maxNoMatches", "zeta", "alpha"}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
	outputs = []*Output{{Name: "default"}, {Name: "case:0"}, {Name: "case:1"}}
	SortOutputs(KindByName("switch"), outputs)
	if outputs[0].Name != "case:0" || outputs[2].Name != "default" {
		t.Errorf("the default does not come last: %s, %s, %s", outputs[0].Name, outputs[1].Name, outputs[2].Name)
	}
}

func TestNameApart(t *testing.T) {
	var outputs []*Output
	for _, name := range []string{"A", "A", "A (2)", "A", "B", ""} {
		outputs = append(outputs, &Output{Name: name})
	}
	NameApart(outputs)
	var got []string
	for _, o := range outputs {
		got = append(got, o.Name)
	}
	if want := []string{"A", "A (2)", "A (2) (2)", "A (3)", "B", ""}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
