package facts

import "testing"

func TestFlowAt(t *testing.T) {
	flows := []Flow{{Name: "A", File: "1"}, {Name: "B", File: "2"}, {Name: "A", File: "3"}}
	for _, test := range []struct {
		name, file string
		want       int
	}{{"A", "3", 2}, {"A", "1", 0}, {"A", "module", 0}, {"B", "2", 1}, {"C", "1", -1}} {
		if got := FlowAt(flows, test.name, test.file); got != test.want {
			t.Errorf("%s in %s: %d, want %d", test.name, test.file, got, test.want)
		}
	}
}
