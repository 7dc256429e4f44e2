package calls_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"archlint/analyzer/calls"
	"archlint/analyzer/cfg"
	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/internal/cfgtest"
	"archlint/analyzer/internal/oracle"
	"archlint/analyzer/source"
)

// TestCorpusRunsStayInBounds runs every public flow many times by the
// interpreter: no run may leave what the analysis says of any of its actions.
func TestCorpusRunsStayInBounds(t *testing.T) {
	dir := os.Getenv("ARCHLINT_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the corpus of public flows is missing: %v", err)
		}
		t.Skipf("no corpus of public flows: %v", err)
	}
	ran := 0
	for _, glob := range []string{"json/*", "yaml/*"} {
		files, _ := filepath.Glob(filepath.Join(dir, filepath.FromSlash(glob)))
		for _, file := range files {
			for _, f := range decode(t, file) {
				ran++
				hold(t, filepath.Base(file), f)
			}
		}
	}
	if ran < 100 {
		t.Errorf("only %d flows were run", ran)
	}
}

func decode(t *testing.T, file string) []*flow.Flow {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	src := source.NewFile(filepath.Base(file), text)
	if filepath.Ext(file) == ".json" {
		f, err := platform.Decode(src, platform.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return []*flow.Flow{f}
	}
	flows, err := archy.Decode(src, archy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return flows
}

func hold(t *testing.T, name string, f *flow.Flow) {
	t.Helper()
	// The interpreter knows nothing of a bot's table of intents.
	f.IntentTasks, f.KnowledgeTask = nil, nil
	g := cfgtest.Lower(t, f, cfg.Options{Count: expr.Int})
	a := calls.New(g, calls.DefaultModel())
	b := newBounds(a)
	r := rand.New(rand.NewPCG(1, 5))
	for range 300 {
		res := oracle.Run(f, oracle.Options{Choose: r.IntN, Cap: int(calls.ActionCap), CapHandler: int(calls.ActionCapHandler)})
		if err := b.hold(res); err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
}
