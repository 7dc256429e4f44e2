package policy

import "testing"

// A directory that is called as the built-in library is gains no trust by that.
func TestDirectoryCalledBuiltin(t *testing.T) {
	dir := write(t, map[string]string{BuiltinSource + "/x.rego": rule(someMeta, someBody)})
	t.Chdir(dir)
	set, err := Load(t.Context(), Options{Sources: []string{BuiltinSource}, Worker: workerCommand(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	if set.workers == nil || len(set.here()) > 0 {
		t.Errorf("workers %v, evaluated here: %d", set.workers, len(set.here()))
	}
	if got, errs := set.EvalFlow(t.Context(), twoCalls()); len(got) != 2 || len(errs) > 0 {
		t.Errorf("%v, %v", got, errs)
	}
	if units, errs := ReadTestUnits(Options{Sources: []string{BuiltinSource}}); len(errs) > 0 || units[0].source == BuiltinSource {
		t.Errorf("tests: %v, %v", units, errs)
	}
}
