package waiver

import (
	"strings"
	"testing"

	"archlint/analyzer/source"
)

// Each case is a file; the lines that the comment in it is about are marked
// with a bar.
func TestCommentScope(t *testing.T) {
	for name, text := range map[string]string{
		"above an action": `
actions:
  # archlint:waive polling because
| - callData:
|     name: Get
|
|     timeout: 1
  - callData:
      name: Other`,
		"above other comments and blank lines": `
actions:
  # archlint:waive polling because
  # more

| - callData:
|     name: Get
  - next: {}`,
		"at the end of the line": `
| - callData: # archlint:waive polling because
|     name: Get
  - next: {}`,
		"of one setting": `
  - callData:
|     timeout: 5 # archlint:waive polling because
      name: Get`,
		"of a list as far left as its key": `
# archlint:waive polling because
|actions:
|- one: {}
|- two: {}
other: {}`,
		"of the whole flow": `
# archlint:waive polling because
|inboundCall:
|  name: A
|  tasks: []`,
		"before nothing": `
a: 1
# archlint:waive polling because`,
		"up to the next document": `
# archlint:waive polling because
|a: 1
---
b: 1`,
	} {
		first, last, plain := 0, 0, []string{}
		for i, line := range strings.Split(text, "\n") {
			if rest, marked := strings.CutPrefix(line, "|"); marked {
				if last = i + 1; first == 0 {
					first = i + 1
				}
				line = strings.TrimPrefix(rest, "")
				if strings.HasPrefix(rest, " ") {
					line = " " + rest
				}
			}
			plain = append(plain, line)
		}
		got := Comments(source.NewFile("flow.yaml", []byte(strings.Join(plain, "\n"))))
		if len(got) != 1 {
			t.Errorf("%s: %d waivers", name, len(got))
			continue
		}
		if lines := got[0].Place.lines; lines != [2]int{first, last} {
			t.Errorf("%s: lines %v, want %d to %d", name, lines, first, last)
		}
	}
}

func TestCommentText(t *testing.T) {
	for _, c := range []struct{ text, rule, owner, expires, reason, problem string }{
		{"polling the system has no events", "polling", "", "", "the system has no events", ""},
		{"polling: the system has no events", "polling", "", "", "the system has no events", ""},
		{"polling owner=orders expires=2027-03-31 no events", "polling", "orders", "2027-03-31", "no events", ""},
		{"polling expires=2027-03-31: no events", "polling", "", "2027-03-31", "no events", ""},
		{"polling expires=soon no events", "polling", "", "", "", `"soon" is not a day like 2027-03-31`},
		{"polling owner=orders", "polling", "orders", "", "", "it gives no reason"},
		{"", "", "", "", "", "it names no rule; write # archlint:waive RULE REASON"},
		{"polling key=value is a reason", "polling", "", "", "key=value is a reason", ""},
	} {
		w := parse(" " + c.text)
		if w.Rule != c.rule || w.Owner != c.owner || w.record().Expires != c.expires || w.Reason != c.reason || w.problem != c.problem {
			t.Errorf("%q: %+v", c.text, w)
		}
	}
}

// The marker in a text of the flow waives nothing.
func TestCommentInText(t *testing.T) {
	text := `
a: "# archlint:waive polling in quotes"
b: |
  # archlint:waive polling in a block
  more
c: 'two lines
  # archlint:waive polling in quotes again'
d: 1 # archlint:waive polling for real
e: # archlint:waivers are something else
`
	got := Comments(source.NewFile("flow.yaml", []byte(text)))
	if len(got) != 1 || got[0].Pos != (source.Pos{Line: 8, Column: 6}) {
		t.Errorf("%+v", got)
	}
}

func FuzzComments(f *testing.F) {
	f.Add("a: 1 # archlint:waive polling because\n")
	f.Add("# archlint:waive\n- a\n")
	f.Add("x: |\n  # archlint:waive a b\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, w := range Comments(source.NewFile("x", []byte(text))) {
			if lines := strings.Count(text, "\n") + 1; w.Pos.Line < 1 || w.Pos.Line > lines || w.Place.lines[1] > lines {
				t.Errorf("%+v in %d lines", w, lines)
			}
		}
	})
}
