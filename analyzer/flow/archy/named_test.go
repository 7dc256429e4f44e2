package archy_test

import (
	"fmt"
	"strings"
	"testing"

	"archlint/analyzer/flow"
)

// TestOutputsThatYAMLLeavesOut: an output without actions stands in no YAML. It
// exists where the file names it elsewhere, or where the action must have one.
func TestOutputsThatYAMLLeavesOut(t *testing.T) {
	const nlu = "  settingsNaturalLanguageUnderstanding: {nluDomainVersion: {intents: [{name: Move}, {name: Cancel}]}}\n"
	const buttons = "chooser: {lit: {quickReplies: {lit: {buttons: {lit: [{lit: {label: {noValue: true}, value: {lit: Buy}}}, {lit: {label: " +
		"{lit: Return}, value: {lit: r}}}]}}}}}"
	for _, c := range []struct{ name, settings, action, want string }{
		{"one intent, all else disabled", "", "askForIntent: {name: a, outputs: {intents: [{intent: {name: Move, actions: [{exitBotFlow: " +
			"{name: x}}]}}], noIntent: {enabled: false}}}", "noIntent(out) Move"},
		{"an intent of the flow", nlu, "askForIntent: {name: a, outputs: {intents: [{intent: {name: Move, actions: [{exitBotFlow: {name: " +
			"x}}]}}]}}", "Move Cancel"},
		{"no output at all", nlu, "askForIntent: {name: a}", ""},
		{"a menu's button", "", "digitalMenu: {name: a, " + buttons + ", outputs: {paths: [{path: {name: Buy, actions: [{exitBotFlow: {name: " +
			"x}}]}}]}}", "Buy Return"},
		{"a menu of which nothing is written", "", "digitalMenu: {name: a, outputs: {paths: [{path: {name: Buy, actions: [{exitBotFlow: " +
			"{name: x}}]}}]}}", "Buy"},
		{"a menu that another setting fills", "", "digitalMenu: {name: a, chooser: {exp: Flow.menu}, outputs: {paths: [{path: {name: Buy, " +
			"actions: [{exitBotFlow: {name: x}}]}}]}}", "Buy other"},
		{"nothing but trouble", "", "createCallback: {name: a, outputs: {failure: {actions: [{exitBotFlow: {name: x}}]}}}", "failure other"},
		{"a kind that is not known", "", "polishSilver: {name: a, outputs: {shiny: {actions: [{exitBotFlow: {name: x}}]}}}", "shiny other"},
		{"another vendor's bot", "", "callLexBot: {name: a, outputs: {Buy: {actions: [{exitBotFlow: {name: x}}]}}}", "failure Buy other"},
		{"an audio connector", "", "callAudioConnector: {name: a, outputs: {failure: {actions: [{exitBotFlow: {name: x}}]}}}", "success failure"},
		{"a guide", "", "callGuide: {name: a, outputs: {failure: {actions: [{exitBotFlow: {name: x}}]}}}", "success failure timeout"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := one(t, "botFlow:\n  name: B\n  startUpRef: /botFlow/bots/bot[M_1]\n"+c.settings+
				"  bots:\n    - bot:\n        name: M\n        refId: M_1\n        actions:\n          - "+c.action+"\n")
			var got []string
			for _, o := range f.Entry.Body.Actions[0].Outputs {
				name := o.Name
				if o.State == flow.OutOfService {
					name += "(out)"
				}
				got = append(got, name)
			}
			if text := strings.Join(got, " "); text != c.want || len(f.Problems)+len(f.Notes) > 0 {
				t.Errorf("outputs %q, want %q; %s", text, c.want, problems(f))
			}
		})
	}
}

// TestUnlistedOutputsAreFollowed: no error, told once.
func TestUnlistedOutputsAreFollowed(t *testing.T) {
	const action = "          - decision: {name: %s, condition: {exp: Flow.x}, outputs: {perhaps: {actions: [{exitBotFlow: {name: x}}]}}}\n"
	f := one(t, "botFlow:\n  name: B\n  startUpRef: /botFlow/bots/bot[M_1]\n  bots:\n    - bot:\n        name: M\n        refId: "+
		"M_1\n        actions:\n"+
		fmt.Sprintf(action, "a")+fmt.Sprintf(action, "b"))
	for _, a := range f.Entry.Body.Actions {
		if o := a.Output("perhaps"); o == nil || o.State != flow.Connected {
			t.Errorf("%s: %+v", a.Name, o)
		}
	}
	if want := `flow.yaml:9:69: decision has an output "perhaps", which archlint does not know: it is followed like any ` +
		`other`; problems(f) != want {
		t.Errorf("%s\nwant\n%s", problems(f), want)
	}
}

// TestUndeclaredTaskOutput follows a task output that the task does not declare, and tells of it.
func TestUndeclaredTaskOutput(t *testing.T) {
	f := one(t, `workflow:
  name: W
  startUpRef: "/workflow/tasks/task[Main_2]"
  tasks:
    - task:
        name: Ask
        refId: Ask_1
        outputPaths: [{outputPath: {name: found}}]
        actions:
          - endTask: {name: e, outputPath: {name: lost}}
    - task:
        name: Main
        refId: Main_2
        actions:
          - callTask: {name: c, targetTaskRef: "/workflow/tasks/task[Ask_1]",
              outputs: {found: {actions: []}, default: {actions: []}, lost: {actions: []}}}
`)
	want := "flow.yaml:10:13: task \"Ask\" declares no output \"lost\": it is followed like any other\n" +
		"flow.yaml:15:13: task \"Ask\" declares no output \"lost\": it is followed like any other"
	if got := problems(f); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}
