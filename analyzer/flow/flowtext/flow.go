package flowtext

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Flow is a made-up flow. Its first container is where it starts.
type Flow struct {
	ID, Name, Type, Description string
	Variables                   []*Variable // of the flow
	Containers                  []*Container
	ids                         *rand.Rand
}

// Container is a task, state, loop task or menu. A menu has choices in place of
// steps.
type Container struct {
	Name      string
	Kind      string // Task, State, LoopTask, Menu
	Variables []*Variable
	Steps     []Step
	Choices   []Choice
	Prompt    string // of a menu
	id        string
	tracking  int
}

// Choice is a key of a menu and the step it leads to.
type Choice struct {
	Digit int
	Name  string
	Step  Step
}

// New begins a flow; its ids follow from seed.
func New(id, name, flowType, description string, seed uint64) *Flow {
	return &Flow{ID: id, Name: name, Type: flowType, Description: description, ids: rand.New(rand.NewPCG(seed, 7))}
}

// GUID returns the next id that follows from r.
func GUID(r *rand.Rand) string {
	a, b := r.Uint64(), r.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", uint32(a>>32), uint16(a>>16), a&0xfff, 0x8000|uint16(b>>48)&0x3fff, b&0xffffffffffff)
}

// Var declares a variable of the flow.
func (f *Flow) Var(name, typ string, input bool) *Variable {
	v := &Variable{Name: name, Type: typ, Input: input, id: GUID(f.ids)}
	f.Variables = append(f.Variables, v)
	return v
}

// Container adds a container.
func (f *Flow) Container(kind, name string) *Container {
	c := &Container{Kind: kind, Name: name, id: GUID(f.ids)}
	f.Containers = append(f.Containers, c)
	return c
}

// ContainerVar declares a variable of a container.
func (f *Flow) ContainerVar(c *Container, name, typ string) *Variable {
	v := &Variable{Name: name, Type: typ, id: GUID(f.ids)}
	c.Variables = append(c.Variables, v)
	return v
}

func keys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
