package author

import (
	"os"
	"testing"

	"archlint/analyzer/facts"
	"archlint/analyzer/policy"
	"archlint/analyzer/policy/policytest"
)

// TestMain is a worker where a test asks for one.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == policy.WorkerArgument {
		os.Exit(policy.Work(os.Stdin, os.Stdout, Tasks{}))
	}
	os.Exit(m.Run())
}

func workerCommand(t *testing.T) []string {
	t.Helper()
	return policytest.Worker(t, policy.WorkerArgument)
}

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	return policytest.Write(t, files)
}

func rule(custom, body string) string { return policytest.Rule(custom, body) }

func twoCalls() facts.FlowInput { return policytest.TwoCalls() }

const (
	someMeta = policytest.Meta
	someBody = policytest.Body
)

// load loads rules, and ends their workers with the test.
func load(t *testing.T, o policy.Options) *policy.Set {
	t.Helper()
	set, err := policy.Load(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(set.Close)
	return set
}

func loadText(t *testing.T, o policy.Options, rego string) *policy.Set {
	t.Helper()
	o.Sources = append(o.Sources, write(t, map[string]string{"x.rego": rego}))
	return load(t, o)
}
