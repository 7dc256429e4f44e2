package orggen

import (
	"math/rand/v2"
	"testing"
)

// Changes make new organisations: the one that they start from stays as it is.
func TestChangesLeaveTheOrganisation(t *testing.T) {
	made := 0
	for seed := range uint64(50) {
		o := Random(seed, Options{Around: true})
		before := o.Text()
		changes := append(append(o.Cuts(), o.Less()...), o.More()...)
		for _, c := range changes {
			if c.Org.Text() == before {
				t.Errorf("seed %d: %s changes nothing", seed, c.What)
			}
		}
		o.Shuffled(rand.New(rand.NewPCG(seed, 1)))
		o.Renamed(rand.New(rand.NewPCG(seed, 1)))
		o.Alike()
		if o.Text() != before {
			t.Fatalf("seed %d: changes altered the organisation itself", seed)
		}
		made += len(changes)
	}
	if made == 0 {
		t.Error("no changes at all")
	}
}

// A piece that leaves a loop around it, or that another step would have to follow,
// stays where it is.
func TestCutsKeepWhatPiecesDependOn(t *testing.T) {
	try := Step{Do: Call, Name: "try", To: "Get", Yes: []Step{{Do: Exit, Name: "out"}}}
	for _, c := range []struct {
		piece Step
		want  int // kinds of step that can lead to it
	}{
		{try, 0},
		{Step{Do: Loop, Name: "l", Number: 3, Yes: []Step{try}}, 3}, // task, module, bot
		{Step{Do: Hold, Name: "h", Number: 5}, 1},                   // task
		{Step{Do: Hangup, Name: "end"}, 3},                          // task, transfer, jump
	} {
		if got := ways(Flow{Type: "inboundcall"}, []Step{c.piece}, true); len(got) != c.want {
			t.Errorf("%s: %v", c.piece.Name, got)
		}
	}
}

// What has nothing to do with a failure is left out.
func TestShrinkKeepsWhatFails(t *testing.T) {
	for seed := range uint64(30) {
		o := Random(seed, Options{Told: true})
		fails := func(o Org) bool { return o.calls("Get 1") }
		if !fails(o) {
			continue
		}
		small := Shrink(o, 400, fails)
		steps := 0
		small.visit(func(_ *Flow, list *[]Step) { steps += len(*list) })
		if !fails(small) || steps > 12 {
			t.Errorf("seed %d: %d steps left\n%s", seed, steps, small.Text())
		}
	}
}
