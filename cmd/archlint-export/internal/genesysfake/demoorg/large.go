package demoorg

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"archlint/analyzer/flow/flowtext"
)

// Large is an organisation with the demo's resources and n flows of about that
// many bytes. The bodies are few, with names put in: what makes a flow different
// is of no interest to whoever moves it.
func Large(n, size int, seed uint64) *Org {
	m := newMaker("Example Large", seed)
	m.resources()
	m.org.Limits["dataactions"] = map[string]int{"requests.volume.max": 2500}
	var bodies []func() []byte
	for i := range min(n, 16) {
		f := m.sized(fmt.Sprintf("%s %d", placeholder, i), size)
		bodies = append(bodies, sync.OnceValue(func() []byte {
			data, err := f.JSON()
			if err != nil {
				panic(err) // maps of strings and numbers always encode
			}
			return data
		}))
	}
	for i := range n {
		name, body := fmt.Sprintf("Flow %05d", i), bodies[i%len(bodies)]
		m.org.Flows = append(m.org.Flows, &Flow{
			ID: flowtext.GUID(m.r), Name: name, Type: "inboundcall", Division: m.org.Divisions[i%2], Version: 1 + i%9,
			Published: time.Date(2026, 9, 1+i%28, 9, 0, 0, 0, time.UTC),
			JSON:      func() ([]byte, error) { return bytes.ReplaceAll(body(), []byte(placeholder), []byte(name)), nil },
			YAML:      func() ([]byte, error) { return nil, fmt.Errorf("flow %s has no YAML", name) },
		})
	}
	return m.org
}

const placeholder = "Flow with a name of its own"

// sized is a call flow of random steps that is at least that many bytes long.
func (m *maker) sized(name string, size int) *flowtext.Flow {
	f := m.flow(name, "inboundcall", "Made up")
	task := f.Container("Task", "Start")
	v := f.ContainerVar(task, "Task.Answer", "str")
	r := rand.New(rand.NewPCG(m.r.Uint64(), 3))
	const bytesPerStep = 900 // about what a step comes to
	for i := range max(size/bytesPerStep, 1) {
		task.Steps = append(task.Steps, m.step(r, v, i, 2))
	}
	task.Steps = append(task.Steps, flowtext.Disconnect("End"))
	return f
}

func (m *maker) step(r *rand.Rand, v *flowtext.Variable, i, depth int) flowtext.Step {
	switch n := r.IntN(10); {
	case n == 0:
		return flowtext.Data(fmt.Sprintf("Ask %d", i), m.actions["Get Order State"], map[string]flowtext.Expr{"order": flowtext.Text("1")},
			map[string]*flowtext.Variable{"state": v}, flowtext.Outcomes{})
	case n < 3 && depth > 0:
		return flowtext.Decision(fmt.Sprintf("Decide %d", i), flowtext.Binary("==", flowtext.Var(v), flowtext.Number(i)),
			[]flowtext.Step{m.step(r, v, i, depth-1)}, nil)
	case n < 6:
		return flowtext.Say(fmt.Sprintf("Say %d", i), fmt.Sprintf("This is announcement number %d of a flow that has many of them.", i))
	default:
		return flowtext.Set(fmt.Sprintf("Set %d", i), v, flowtext.Text(fmt.Sprintf("value %d", r.IntN(1000))))
	}
}
