package trace_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/trace"
)

// id is a GUID that ends in a number.
func id(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// record is an execution with these events.
func record(events string) string {
	return fmt.Sprintf(`{"flow": {"conversationId": "c", "flowId": %q, "flowName": "Jane's flow", "flowVersion": "3.0", "flowIsDebug": false,
		"startDateTime": "2026-11-02T08:00:00.000Z", "execution": [%s]}}`, strings.ToUpper(id(1)), events)
}

func action(kind string, n int, more string) string {
	return fmt.Sprintf(`{%q: {"actionId": %q, "actionName": "Jane", "dateTime": "2026-11-02T08:00:%02d.250Z"%s}}`, kind, id(n), n, more)
}

func TestRead(t *testing.T) {
	step := func(n int, output string) trace.Step {
		return trace.Step{Action: id(n), Output: output, At: float64(n) + 0.25}
	}
	failed := func(s trace.Step) trace.Step { s.Failed = true; return s }
	tests := []struct {
		name, events string
		want         []trace.Step
		ended        string
		unread       int
	}{
		{"actions in a task", `{"startedFlow": {"variables": [{"value": "Jane"}]}}, {"startedTask": {"taskId": "` + id(40) + `"}},` +
			action("actionPlayAudio", 2, "") + "," + action("actionDecision", 3, `, "outputPathId": "__YES__", "outputPathName": "Jane"`) +
			`, {"endedTask": {}}, {"endedFlow": {"flowExitReason": "TRANSFER"}}`,
			[]trace.Step{step(2, ""), step(3, "yes")}, "TRANSFER", 0},
		{"outputs: reserved, a GUID, and words", action("actionCallData", 2, `, "outputPathId": "__MAX_NO_INPUTS__"`) + "," +
			action("actionSwitch", 3, `, "outputPathId": "`+strings.ToUpper(id(9))+`"`) + "," +
			action("actionSwitch", 4, `, "outputPathId": "Jane Placeholder"`) + "," + action("actionSwitch", 5, `, "outputPathId": "__jane doe__"`),
			[]trace.Step{step(2, "maxNoInputs"), step(3, id(9)), step(4, ""), step(5, "")}, "", 0},
		{"a module inside its call", action("actionCallCommonModule", 2, `, "execution": [{"startedCommonModule": {}}, {"startedTask": {}},`+
			action("actionDataTableLookup", 3, `, "outputPathId": "__NOT_FOUND__"`)+`, {"endedCommonModule": {}}]`) + "," +
			action("actionEndTask", 4, ""),
			[]trace.Step{step(2, ""), step(3, "notFound"), step(4, "")}, "", 0},
		{"turns of a conversation", action("actionCollectInput", 2,
			`, "execution": [{"turn": {"fromParticipant": {"audio": {"dtmf": {"value": "4929"}}}}}]`),
			[]trace.Step{step(2, "")}, "", 0},
		{"rounds of a loop", action("actionLoop", 2, `, "executionId": "x", "outputPathId": "__LOOP__"`) +
			`, {"eventLoop": {"context": {"executionId": "x"}, "dateTime": "2026-11-02T08:00:05.5Z", "outputPathId": "__LOOP__"}}`,
			[]trace.Step{step(2, "loop"), {Action: id(2), Output: "loop", At: 5.5}}, "", 0},
		{"a menu", `{"menuMenu": {"menuId": "` + id(2) + `", "menuName": "Jane", "outputPathId": "` + id(8) + `",
			"dateTime": "2026-11-02T08:00:02.250Z"}}`,
			[]trace.Step{step(2, id(8))}, "", 0},
		{"a run-time error", action("actionUpdateData", 2, "") + `, {"eventError": {"context": {"reason": "Error.Jane"}}},` +
			action("actionDisconnect", 3, "") + `, {"endedFlow": {"flowExitReason": "FLOW_ERROR_DISCONNECT"}}`,
			[]trace.Step{failed(step(2, "")), step(3, "")}, "FLOW_ERROR_DISCONNECT", 0},
		{"an ending in words", `{"endedFlow": {"flowExitReason": "Jane hung up"}}`, nil, "", 0},
		{"actions without an id", `{"actionPlayAudio": {"actionName": "Jane"}}, {"actionPlayAudio": {"actionId": "Jane"}},` +
			action("actionWait", 2, ""),
			[]trace.Step{step(2, "")}, "", 2},
		{"as the notification topic has it", `{"objectType": "ActionDecision", "objectId": "` + id(2) + `", "outputPathId": "__NO__",
			"startDateTime": "2026-11-02T08:00:02.250Z"}, {"objectType": "Task", "objectId": "` + id(3) + `"}`,
			[]trace.Step{step(2, "no")}, "", 0},
		{"what nobody knows", `{"somethingNew": {"actionId": 7}}, 5, "x", null, {}, {"actionWait": "x"}`, nil, "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := trace.Read([]byte(record(tt.events)))
			if err != nil {
				t.Fatal(err)
			}
			want := trace.Trace{FlowID: id(1), FlowVersion: "3", Steps: tt.want, Ended: tt.ended}
			if diff := cmp.Diff(want, got.Trace); diff != "" || got.Unread != tt.unread {
				t.Errorf("unread %d, (-want +got):\n%s", got.Unread, diff)
			}
			line, err := trace.Append(nil, got.Trace)
			if err != nil || strings.Contains(string(line), "Jane") || strings.Contains(string(line), "4929") {
				t.Errorf("%s %v", line, err)
			}
			again, broken := trace.Parse(line)
			if broken != 0 || len(again) != 1 || len(again[0].Steps) != len(tt.want) {
				t.Errorf("read again: %+v, %d broken", again, broken)
			}
		})
	}
}

func TestNoRecord(t *testing.T) {
	for _, text := range []string{"", "<html>", "{}", `{"flow": {}}`, `{"flow": 3}`, `[]`, `{"flow": {"flowId": "Jane", "execution": []}}`,
		`{"flow": {"flowId": "` + id(1) + `"}}`} {
		if _, err := trace.Read([]byte(text)); !errors.Is(err, trace.ErrNoRecord) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestByItself(t *testing.T) {
	for ended, want := range map[string]bool{"FLOW_EXIT": true, "FLOW_DISCONNECT": true, "TRANSFER": true, "DISCONNECT": false,
		"FLOW_ERROR_DISCONNECT": false, "": false} {
		one := trace.Trace{Ended: ended}
		if got := one.ByItself(); got != want {
			t.Errorf("%s: %v", ended, got)
		}
		one.Truncated = true
		if one.ByItself() {
			t.Errorf("%s, cut: ended by itself", ended)
		}
	}
}

func TestParseCountsWhatIsBroken(t *testing.T) {
	got, broken := trace.Parse([]byte("\n{\"flowId\": \"a\", \"steps\": []}\n{\"flowId\": \"b\"\n{}\n"))
	if len(got) != 1 || broken != 2 {
		t.Errorf("%+v, %d broken", got, broken)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(record(action("actionLoop", 2, `, "executionId": "x"`) + `, {"eventLoop": {"context": {"executionId": "x"}}}`)))
	f.Add([]byte(`{"flow": {"flowId": "` + id(1) + `", "execution": [[], {"a": {"execution": [{}]}}]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := trace.Read(text)
		if err != nil {
			return
		}
		line, err := trace.Append(nil, got.Trace)
		if err != nil {
			t.Fatal(err)
		}
		if again, broken := trace.Parse(line); broken != 0 || len(again) != 1 {
			t.Fatalf("%s", line)
		}
	})
}
