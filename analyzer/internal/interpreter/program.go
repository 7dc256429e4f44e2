package interpreter

import (
	"slices"
	"strconv"
	"strings"

	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// Program is a flow prepared for many runs.
type Program struct {
	f     *flow.Flow
	trees map[*flow.Value]*expr.Node
	// types are the declared types of variables, by the flow's own key of them.
	types  map[string]string
	number map[*flow.Container]int
	keys   map[place]string // made before
	// recurring are the states that run while an interaction waits; menus are all menus.
	recurring, menus []*flow.Container
	world            world
}

// world is what values from outside can be.
type world struct {
	numbers, texts, lists []value
	unset                 bool
}

// World is what values from outside can be, for a variable of each type. Unset adds
// NOT_SET to all of them.
type World struct {
	Numbers []float64
	Texts   []string
	Lengths []int
	Unset   bool
}

// New prepares f.
func New(f *flow.Flow, w World) *Program {
	p := &Program{
		f: f, trees: make(map[*flow.Value]*expr.Node), types: make(map[string]string),
		number: make(map[*flow.Container]int), keys: make(map[place]string),
	}
	for i, c := range f.Containers {
		p.number[c] = i
		if c.Recurring {
			p.recurring = append(p.recurring, c)
		}
		if c.Kind == flow.Menu {
			p.menus = append(p.menus, c)
		}
		for _, v := range c.Variables {
			p.types[p.key(c, v.Name)] = v.Type
		}
	}
	for _, v := range f.Variables {
		p.types[p.key(nil, v.Name)] = v.Type
	}
	p.world.unset = w.Unset
	for _, x := range w.Numbers {
		p.world.numbers = append(p.world.numbers, numeric(x))
	}
	for _, s := range w.Texts {
		p.world.texts = append(p.world.texts, textual(s))
	}
	for _, n := range w.Lengths {
		p.world.lists = append(p.world.lists, listed(slices.Repeat([]value{textual("item")}, n)...))
	}
	return p
}

// key identifies a variable: names have no letter case, and those of a task or a
// state belong to it.
func (p *Program) key(c *flow.Container, name string) string {
	at := place{c, name}
	key, ok := p.keys[at]
	if !ok {
		key = p.keyed(c, name)
		p.keys[at] = key
	}
	return key
}

// place is a name in a container.
type place struct {
	c    *flow.Container
	name string
}

func (p *Program) keyed(c *flow.Container, name string) string {
	name = strings.ToLower(strings.ReplaceAll(name, `"`, ""))
	if scope, _, _ := strings.Cut(name, "."); c != nil && (scope == "task" || scope == "state") {
		return p.prefix(c) + name
	}
	return name
}

// prefix begins the keys of a container's own variables.
func (p *Program) prefix(c *flow.Container) string { return strconv.Itoa(p.number[c]) + " " }

// outside are the values that a variable can have which nobody knows.
func (p *Program) outside(key string) value {
	var among []value
	switch t := p.types[key]; {
	case strings.HasSuffix(t, "Collection"):
		among = p.world.lists
	case t == "boolean":
		among = []value{truth(false), truth(true)}
	case t == "string":
		among = p.world.texts
	case t == "" && isBuiltIn(key):
		return oneOf(p.world.texts...)
	default:
		among = p.world.numbers
	}
	if p.world.unset {
		among = append(slices.Clone(among), value{})
	}
	return oneOf(among...)
}

// isBuiltIn reports whether a name is one of the platform's own: a text, mostly.
func isBuiltIn(key string) bool {
	scope, _, _ := strings.Cut(key, ".")
	switch scope {
	case "call", "message", "chat", "email", "workitem":
		return true
	}
	return false
}

// tree is the expression in a setting; nil is NOT_SET.
func (p *Program) tree(v *flow.Value) *expr.Node {
	if n, ok := p.trees[v]; ok {
		return n
	}
	n := expr.Parse(v.Text)
	p.trees[v] = n
	return n
}
