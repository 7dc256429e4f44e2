// Package valuegen makes small flows whose variables decide how often they call data
// actions: counters, flags, lists, states. It writes them as Archy YAML and as
// Platform JSON. The same seed gives the same flow.
package valuegen

// Flow is a flow before it is written. Its first container is where it starts.
type Flow struct {
	Name, Type string
	Vars       []Var
	Containers []*Container
	Handler    string // the task that a run-time error leads to, "" for none
}

// Var is a declared variable. Type is the name that YAML gives it ("integer",
// "stringCollection"); Initial is an expression, "" for none.
type Var struct {
	Name, Type, Initial   string
	Input, Output, Secure bool
}

// Container is a task, state, loopTask or menu.
type Container struct {
	Kind, Name string
	Vars       []Var
	Steps      []Step
	Choices    []Step // of a menu: what each key does
}

// Step is one action. Which fields count follows from Do, an Archy key.
type Step struct {
	Do, Name string
	Exp      string   // a condition, a loop's count, what a switch matches
	Index    string   // the variable that a loop counts in
	Sets     []Assign // of updateData, of attributes, and what a call writes
	Gives    []Assign // arguments of a call
	To       string   // the container that a step leads to
	Cases    []string // of a switch
	Type     string   // of what a switch matches, "" for integer
	Branches []Branch
}

// Set says that a variable, or an attribute or argument, takes the value of an
// expression; of what comes out of a call, Exp is the name of the output.
type Assign struct{ Var, Type, Exp string }

// Branch is an output with what follows it.
type Branch struct {
	Output string
	Steps  []Step
}

// branch returns what follows an output.
func (s *Step) branch(output string) []Step {
	for _, b := range s.Branches {
		if b.Output == output {
			return b.Steps
		}
	}
	return nil
}

// Clone returns a copy that shares nothing with f.
func (f Flow) Clone() Flow {
	f.Vars = append([]Var(nil), f.Vars...)
	containers := f.Containers
	f.Containers = nil
	for _, c := range containers {
		copied := *c
		copied.Vars = append([]Var(nil), c.Vars...)
		copied.Steps, copied.Choices = cloned(c.Steps), cloned(c.Choices)
		f.Containers = append(f.Containers, &copied)
	}
	return f
}

func cloned(steps []Step) []Step {
	var out []Step
	for _, s := range steps {
		s.Sets, s.Gives = append([]Assign(nil), s.Sets...), append([]Assign(nil), s.Gives...)
		s.Cases = append([]string(nil), s.Cases...)
		branches := s.Branches
		s.Branches = nil
		for _, b := range branches {
			s.Branches = append(s.Branches, Branch{b.Output, cloned(b.Steps)})
		}
		out = append(out, s)
	}
	return out
}
