package dataflow

import (
	"strings"

	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// varID is an index into variables.all.
type varID int32

const noVar varID = -1

// variable is one variable of the flow, or a built-in value.
type variable struct {
	name     string // as first met, with its scope
	declared *flow.Variable
	owner    *flow.Container // of task and state variables
	system   bool            // built-in
	stable   bool            // built-in, and the same for a whole run
	slot     bool
}

// variables resolves names. Units number the flow (0) and its modules.
type variables struct {
	all   []variable
	byKey map[varKey]varID
	byID  map[string]varID
	units map[*flow.Flow]int
	boxes map[*flow.Container]int
	slots []varID
}

// varKey is a name in lower case and where it means something: in one container,
// in one unit, or everywhere.
type varKey struct {
	in     nameSpace
	number int // of the container or unit
	name   string
}

type nameSpace uint8

const (
	inUnit nameSpace = iota
	inContainer
	everywhere
)

// newVariables takes up everything that is declared.
func newVariables(g *cfg.Graph) *variables {
	v := &variables{
		byKey: make(map[varKey]varID), byID: make(map[string]varID),
		units: make(map[*flow.Flow]int), boxes: make(map[*flow.Container]int),
	}
	v.declareFlow(g.Flow, nil)
	for i := range g.Nodes {
		if m := g.Nodes[i].Module; m != nil {
			v.declareFlow(m, m)
		}
	}
	return v
}

func (v *variables) declareFlow(f, module *flow.Flow) {
	if _, known := v.units[module]; known {
		return
	}
	v.units[module] = len(v.units)
	for i := range f.Variables {
		v.declare(&f.Variables[i], nil, module)
	}
	for _, c := range f.Containers {
		v.boxes[c] = len(v.boxes)
		for i := range c.Variables {
			v.declare(&c.Variables[i], c, module)
		}
	}
}

func (v *variables) declare(d *flow.Variable, c *flow.Container, module *flow.Flow) {
	id := v.named(d.Name, c, module)
	v.all[id].declared = d
	if d.ID != "" {
		v.byID[strings.ToLower(d.ID)] = id
	}
}

// named returns the variable that name means in container c of the module (nil
// for the flow itself).
func (v *variables) named(name string, c *flow.Container, module *flow.Flow) varID {
	lower := strings.ToLower(name)
	scope, _, _ := strings.Cut(lower, ".")
	key := varKey{inUnit, v.units[module], lower}
	local := scope == "task" || scope == "state"
	user := local || scope == "flow" || scope == "common" || scope == "slot" || scope == participantScope
	switch {
	case local && c != nil:
		key = varKey{inContainer, v.boxes[c], lower}
	case !user:
		key = varKey{everywhere, 0, lower} // built-in values
	}
	if id, ok := v.byKey[key]; ok {
		return id
	}
	made := variable{name: name, system: !user, slot: scope == "slot"}
	if local {
		made.owner = c
	}
	made.stable = made.system && stable(lower)
	id := varID(len(v.all))
	v.all = append(v.all, made)
	v.byKey[key] = id
	if made.slot {
		v.slots = append(v.slots, id)
	}
	return id
}

// participantScope is our scope for participant attributes, which have none
// of their own in expressions.
const participantScope = "participant"

// of returns the variable of a reference.
func (v *variables) of(ref *expr.Node, c *flow.Container, module *flow.Flow) varID {
	if ref.ID != "" {
		if id, ok := v.byID[strings.ToLower(ref.ID)]; ok {
			return id
		}
	}
	id := v.named(ref.Name, c, module)
	if ref.System && !v.all[id].system && v.all[id].declared == nil {
		v.all[id].system = true
		v.all[id].stable = stable(strings.ToLower(ref.Name))
	}
	return id
}

// stable reports whether a built-in value cannot change during a run: what
// identifies the interaction or came with it.
func stable(name string) bool {
	scope, rest, _ := strings.Cut(name, ".")
	switch scope {
	case "prompt", "promptsystem", "survey":
		return true
	}
	rest, _, _ = strings.Cut(rest, ".")
	switch rest {
	case "conversationid", "ani", "calledaddress", "remotename", "contact", "contactlist", "message", "guest", "holdprompt":
		return true
	}
	return false
}

// fromPerson reports whether a built-in value is text that the person wrote.
func fromPerson(name string) bool {
	switch strings.ToLower(name) {
	case "message.message", "email.message", "chat.guest":
		return true
	}
	return false
}

// volatile reports whether n gives another value each time although nothing
// is assigned: a clock, a lookup, a random number.
func volatile(n *expr.Node) bool {
	found := false
	expr.Walk(n, func(m *expr.Node) bool {
		found = found || m.Kind == expr.Call && changesByItself(strings.ToLower(m.Name))
		return !found
	})
	return found
}

func changesByItself(function string) bool {
	switch function {
	case "findstring", "findfirst", "findlast", "findall":
		return false
	}
	for _, prefix := range []string{"getcurrent", "find", "rand", "now", "getlocal"} {
		if strings.HasPrefix(function, prefix) {
			return true
		}
	}
	return false
}
