package flow

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/source"
)

// sample is a flow with one of everything that a dump prints.
func sample() *Flow {
	task := &Container{Kind: MenuTask, ID: "t", TrackingID: 12, Name: "Sales", Outputs: []TaskOutput{{ID: "default"}}}
	menu := &Container{Kind: Menu, Name: "Main", Menu: &MenuSettings{Repeat: &Value{Kind: Literal, Text: "2"}}}
	task.Owner = menu
	menu.Choices = []*Choice{{Name: "Sales", Key: "1", Global: true, Action: &Action{Kind: KindByName("menuTask"),
		Name: "Sales", Target: task}}}
	menu.Menu.Default = menu.Choices[0]
	wait := &Action{Kind: KindByName("wait"), Name: "Pause", Pos: source.Pos{Line: 9, Column: 3},
		Values: []Binding{{"duration", &Value{Kind: Expression, Text: "Flow.a\n  + 1", Reads: []string{"Flow.a"},
			Pos: source.Pos{Line: 9, Column: 20}}}}}
	call := &Action{Kind: KindByName("callData"), Name: "Fetch", ID: "x", TrackingID: 13,
		DataAction: &DataAction{Name: "Get", Integration: "Shop", Timeout: &Value{Kind: Literal, Text: "P0D0H1M0S0F"}},
		Results:    []Binding{{"id", &Value{Kind: VariableIn, Text: "Flow.id"}}, {"rest", &Value{Kind: NotSet}}},
		AlsoReads:  []string{"Flow.b"},
		Outputs: []*Output{
			{Name: "success", Label: "Success", State: Connected, Block: &Block{Actions: []*Action{wait}}},
			{Name: "failure", Label: "Fehler", State: Empty, Disabled: true},
			{Name: "timeout", State: OutOfService},
		}}
	task.Body = &Block{Actions: []*Action{call, {Kind: KindByName("polishSilver"), Name: "New", TargetRef: "gone"}}}
	return &Flow{
		Name: "Door", Type: "inboundcall", Entry: menu, Containers: []*Container{menu, task},
		Errors:    ErrorHandling{Kind: "menu", Target: menu},
		Variables: []Variable{{Name: "Flow.a", Type: "string", IsInput: true, IsSecure: true}},
		Problems:  []*source.Error{{File: "f", Pos: source.Pos{Line: 3, Column: 4}, Message: "odd"}},
	}
}

func TestDump(t *testing.T) {
	var got strings.Builder
	if err := Dump(&got, sample()); err != nil {
		t.Fatal(err)
	}
	want := `flow "Door" inboundcall
  entry: menu "Main"
  on error: menu -> menu "Main"
  variable Flow.a string input secure
  menu "Main"
    repeat: "2"
    choice "Sales" key=1 global default
      menuTask "Sales" -> menuTask "Sales"
  menuTask "Sales" of menu "Main"
    declares output default
    callData "Fetch" calls "Shop"/"Get"
      success:
        wait "Pause"
      failure: "Fehler" empty disabled
      timeout: outOfService
    polishSilver "New" opaque -> nothing
  problem 3:4: odd
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDumpWithEverything(t *testing.T) {
	var got strings.Builder
	if err := DumpWith(&got, sample(), DumpOptions{IDs: true, Positions: true, Values: true}); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		`    callData "Fetch" calls "Shop"/"Get" id=x#13 @0:0`,
		`      out id = >Flow.id @0:0`,
		`      out rest = notSet @0:0`,
		`      timeout = "P0D0H1M0S0F" @0:0`,
		`      also reads Flow.b`,
		`          set duration = =Flow.a + 1 reads(Flow.a) @9:20`,
		`  menuTask "Sales" of menu "Main" id=t#12 @0:0`,
	} {
		if !strings.Contains(got.String(), line+"\n") {
			t.Errorf("no line %q in\n%s", line, got.String())
		}
	}
}

// brokenWriter fails at once.
type brokenWriter struct{}

var errBroken = errors.New("broken")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestDumpTellsOfWriteErrors(t *testing.T) {
	if err := Dump(brokenWriter{}, sample()); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}

func TestSettingsFitTheTable(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Settings() {
		if KindByName(s.Kind).Opaque {
			t.Errorf("setting %s is of an unknown kind %s", s.Name, s.Kind)
		}
		if s.Platform == "" || s.Archy == "" {
			t.Errorf("%s of %s: a place is missing", s.Name, s.Kind)
		}
		if key := s.Kind + "/" + s.Name; seen[key] {
			t.Errorf("%s stands twice", key)
		} else {
			seen[key] = true
		}
	}
	if got := SettingsOf("wait"); len(got) != 2 || got[0].Name != "duration" {
		t.Errorf("settings of wait: %v", got)
	}
}
