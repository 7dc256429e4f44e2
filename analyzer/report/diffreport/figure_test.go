package diffreport

import "testing"

func TestChanged(t *testing.T) {
	tests := []struct {
		old, now float64
		want     string
	}{
		{3, 12, "3 -> 12"},
		{1391, 1392, "1,391 -> 1,392"},
		{0.9959, 0.998, "0.996 -> 0.998"},
		{1199.999, 1200, "1199.999 -> 1200.000"},
		{0.00001, 0.00002, "0.00001 -> 0.00002"},
		{5, 5, "5 -> 5"},
	}
	for _, test := range tests {
		if got := changed(test.old, test.now); got != test.want {
			t.Errorf("changed(%v, %v) = %q, want %q", test.old, test.now, got, test.want)
		}
	}
}
