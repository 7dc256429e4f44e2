package flow

import "testing"

func TestMarkRecurring(t *testing.T) {
	state := func(name string) *Container { return &Container{Kind: State, Name: name} }
	marked := func(name string) *Container { return &Container{Kind: State, Name: name, Recurring: true} }
	tests := []struct {
		name   string
		typ    Type
		states []*Container
		want   string
	}{
		{"all but the entry", "inqueueemail", []*Container{state("a"), state("b"), {Kind: Task, Name: "t"}}, "b"},
		{"the entry when it is alone", "inqueueshortmessage", []*Container{state("a")}, "a"},
		{"what the file marks, and no more", "inqueueemail", []*Container{state("a"), state("b"), marked("c")}, "c"},
		{"a workflow's states run once", "workflow", []*Container{state("a"), state("b")}, ""},
		{"a call waits in its loop task", "inqueuecall", []*Container{state("a"), state("b")}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := &Flow{Type: test.typ, Entry: test.states[0], Containers: test.states}
			MarkRecurring(f)
			got := ""
			for _, c := range f.Containers {
				if c.Recurring {
					got += c.Name
				}
			}
			if got != test.want {
				t.Errorf("%q recurs, want %q", got, test.want)
			}
		})
	}
	MarkRecurring(&Flow{Type: "inqueueemail"}) // without containers
}
