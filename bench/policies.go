package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// policyCount is how many policies conftest gets: about as many as archlint has
// rules.
const policyCount = 50

// style is how policies come to the steps that they look through.
type style string

const (
	// shared gathers the steps of a file once for all policies: what somebody
	// writes who knows how conftest evaluates.
	shared style = "one walk"
	// alone walks the file in every policy, as policies by 50 people do that
	// know nothing of one another.
	alone style = "a walk each"
)

// walk finds the steps of a file, and look what the policies ask of each.
var (
	walk = map[string]string{
		"json": `walk(input, [path, value])
	kind := value.__type`,
		"yaml": `walk(input, [path, value])
	some kind in kinds
	body := value[kind]
	is_object(body)`,
	}
	look = map[string]string{
		"json": `outputs := {p.label: true | some p in object.get(value, "paths", []); p.nextActionId}
	text := json.marshal(object.remove(value, ["uiMetaData"]))
	step := {"kind": kind, "name": object.get(value, "name", ""), "depth": count(path), "in_loop": object.get(value, "id", "") in looped,
		"outputs": outputs, "text": text}`,
		"yaml": `outputs := {name: true | some name, o in object.get(body, "outputs", {}); o.actions}
	text := json.marshal(object.remove(body, ["outputs"]))
	step := {"kind": kind, "name": object.get(body, "name", ""), "depth": count(path), "in_loop": "loop" in path,
		"outputs": outputs, "text": text}`,
	}
)

// loops finds the steps that stand in a loop. In YAML the tree shows it; in JSON
// steps name the next ones, so that the ways from a loop's first step are followed.
var loops = map[string]string{
	"json": `
ways[value.id] := next if {
	walk(input, [_, value])
	value.__type
	paths := [p.nextActionId | some p in object.get(value, "paths", [])]
	onward := [object.get(value, "nextAction", ""), object.get(value, ["path", "nextActionId"], "")]
	next := {id | some id in array.concat(paths, onward); id != ""}
}

looped := graph.reachable(ways, {value.path.nextActionId | walk(input, [_, value]); value.__type == "LoopAction"})
`,
}

// kinds are what YAML files call the steps.
const kinds = `
kinds := {
	"callData", "decision", "loop", "callTask", "jumpToTask", "jumpToMenu", "transferToAcd", "transferToFlow", "disconnect",
	"updateData", "setParticipantData", "playAudio",
}
`

// names are the kinds of steps that policies ask about, as the formats call them.
var names = map[string][]string{
	"json": {"DataAction", "LoopAction", "DecisionAction", "TransferPureMatchAction", "CallTaskAction"},
	"yaml": {"callData", "loop", "decision", "transferToAcd", "callTask"},
}

// conditions are what policies over raw files can ask with the intent of
// archlint's rules: is an output handled, is a call in a loop, does a setting
// keep its default, does a text hold what it must not.
var conditions = []string{
	`not step.outputs.Failure; not step.outputs.failure`,
	`not step.outputs.Timeout; not step.outputs.timeout`,
	`step.in_loop`,
	`step.depth > 12`,
	`contains(step.text, "useSuggestedTimeout\":true")`,
	`regex.match("https?://[^\"]+[?&](key|token)=", step.text)`,
	`contains(step.text, "http://")`,
	`step.name == ""`,
	`count(step.outputs) == 0`,
	`count(step.text) > 4000`,
}

// writePolicies writes the policies for raw files of a format to dir.
func writePolicies(dir, format string, how style) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	common := "package main\n" + kinds + loops[format]
	if how == shared {
		common += fmt.Sprintf("\nsteps contains step if {\n\t%s\n\t%s\n}\n", walk[format], look[format])
	}
	if err := os.WriteFile(filepath.Join(dir, "steps.rego"), []byte(common), 0o666); err != nil {
		return err
	}
	for i := range policyCount {
		kind := fmt.Sprintf("kind == %q", names[format][i/len(conditions)%len(names[format])])
		each := "some step in steps\n\tstep." + kind
		if how == alone {
			each = strings.Join([]string{walk[format], kind, look[format]}, "\n\t")
		}
		text := fmt.Sprintf("package main\n\ndeny contains message if {\n\t%s\n\t%s\n\tmessage := sprintf(\"policy %d: %%s\", [step.name])\n}\n",
			each, strings.ReplaceAll(conditions[i%len(conditions)], "; ", "\n\t"), i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("policy%02d.rego", i)), []byte(text), 0o666); err != nil {
			return err
		}
	}
	return nil
}
