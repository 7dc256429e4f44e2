package analyzer_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"archlint/analyzer/report"

	"github.com/google/go-cmp/cmp"
)

const noted = `inboundCall:
  name: Noted
  startUpRef: ./tasks/task[M]
  tasks:
    - task:
        name: M
        name: Main
        refId: M
        actions:
          - polishSilver: {}
          - frobnicate: {outputs: {done: {actions: [polishSilver: {}]}}}
          - callData: {category: {Shop: {dataAction: {Get Order: {}}}}}
          - callData: {category: {Shop: {dataAction: {Get Price: {}}}}}
          - callData: {category: {Shop: {dataAction: {Get Order: {}}}}}
          - callData: {category: {Shop: {dataAction: {"{{stock}}": {}}}}}
          - disconnect: {}
`

const definedTwice = `[
 {"id":"custom_-_1","name":"Get Order","category":"Shop","integrationId":"i",
  "config":{"request":{"requestUrlTemplate":"https://a.example.com"}}},
 {"id":"custom_-_2","name":"Get Order","category":"Shop","integrationId":"i",
  "config":{"request":{"requestUrlTemplate":"https://b.example.com"}}}]`

// TestNotes: what was read all the same is told once, and keeps nothing from
// being reviewed.
func TestNotes(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "noted.yaml", noted)
	check := func(want ...string) {
		t.Helper()
		review := analyze(t, ".")
		if len(review.Errors) > 0 || len(review.Flows) != 1 {
			t.Errorf("%d flows, errors %v", len(review.Flows), review.Errors)
		}
		var got []string
		for _, n := range review.Notes {
			got = append(got, report.ErrorLine(n))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("notes (-want +got):\n%s", diff)
		}
	}
	kinds := []string{
		`noted.yaml:7:9: key "name" stands here for the second time (first in line 6): this one counts`,
		`noted.yaml:11:13: actions of the kind "frobnicate" are not modelled (1 action in 1 flow): control passes each of their outputs, and ` +
			`what they do counts nothing`,
		`noted.yaml:10:13: actions of the kind "polishSilver" are not modelled (2 actions in 1 flow): control passes each of their outputs, ` +
			`and what they do counts nothing`,
	}
	check(append(kinds, `No definition of a data action was read: what the calls request, and the data actions' own `+
		`timeouts, are not known.`)...)
	write(t, "actions.json", definedTwice)
	check(append(kinds,
		`noted.yaml:12:13: data action "Get Order" of integration "Shop" may be any of "Get Order" (Shop) at actions.json:2, "Get Order" `+
			`(Shop) at actions.json:4: its request and its own timeout are not known`,
		`Data actions that no file defines, so that their requests and own timeouts are not known: "Get Price".`,
		`Data actions that a template's placeholder names, so that nothing is known of them: "{{stock}}".`)...)
}

func TestNoteOnEncodedFiles(t *testing.T) {
	review := analyze(t, filepath.Join("..", "testdata", "exports", "first-contact"))
	var notes []string
	for _, n := range review.Notes {
		notes = append(notes, report.ErrorLine(n))
	}
	if got := strings.Join(notes, "\n"); got != "Lines and columns of .i3 files are those of the text that they hold in "+
		"encoded form (1 flow)." {
		t.Error(got)
	}
}

// TestManyProblems: a file that is odd throughout is told of in a few lines.
func TestManyProblems(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "odd.yaml", noted+strings.Repeat("    - task: {actions: [jumpToTask: {targetTaskRef: x}]}\n", 500))
	review := analyze(t, ".")
	if n := len(review.Errors); n != 51 {
		t.Fatalf("%d errors", n)
	}
	if last := review.Errors[50].Message; !strings.HasPrefix(last, "450 more problems") {
		t.Error(last)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
