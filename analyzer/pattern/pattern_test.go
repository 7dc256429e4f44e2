package pattern

import "testing"

func TestName(t *testing.T) {
	for _, c := range []struct {
		glob, name string
		want       bool
	}{
		{"Get order", "get ORDER", true},
		{"Get order", "Get order 2", false},
		{"Get *", "Get order", true},
		{"*", "", true},
		{"task[Main_?]", "task[Main_1]", true}, // brackets mean themselves
		{"task[Main_?]", "taskM", false},
		{"a.c", "abc", false},
		{"*\nb", "a\nb", true},
		{"\xff*", "x", false},
	} {
		if got := Name(c.glob).MatchString(c.name); got != c.want {
			t.Errorf("%q matches %q: %t", c.glob, c.name, got)
		}
	}
}

func TestPath(t *testing.T) {
	for _, c := range []struct {
		glob, path string
		want       bool
	}{
		{"legacy", "legacy/a/b.yaml", true},
		{"legacy", "legacy2/a.yaml", false},
		{"legacy/*.yaml", "legacy/a.yaml", true},
		{"legacy/*.yaml", "legacy/a/b.yaml", false},
		{"**/b.*", "legacy/a/b.yaml", true},
		{"**/b.*", "b.yaml", true},
	} {
		if got := Path(c.glob).MatchString(Absolute(c.path)); got != c.want {
			t.Errorf("%q matches %q: %t", c.glob, c.path, got)
		}
	}
}
