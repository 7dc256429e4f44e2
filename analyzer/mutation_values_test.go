package analyzer_test

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// valuesMutate runs the tests once for each mutation, which builds them anew each time:
//
//	go test ./analyzer -run TestMutationsOfUnfolding -values.mutate -timeout 1h
var valuesMutate = flag.Bool("values.mutate", false, "try whether the laws notice mutations of the unfolding")

// mutations are small mistakes in package unfold: a text of a file, which must stand
// there once, and what it becomes.
var mutations = []struct{ what, file, from, to string }{
	{"a loop runs once less", "turn.go", "goes = f.most < 0 || f.round < f.most", "goes = f.most < 0 || f.round+1 < f.most"},
	{"a loop runs once more", "turn.go", "goes = f.most < 0 || f.round < f.most", "goes = f.most < 0 || f.round <= f.most"},
	{"a loop may end a round early", "turn.go", "ends = f.round >= f.least || l.Until", "ends = f.round+1 >= f.least || l.Until"},
	{"the index counts from 1", "turn.go",
		"return s.with(index, constantOf(integer(number), \"\"), true)",
		"return s.with(index, constantOf(integer(number+1), \"\"), true)"},
	{"the index is that of the last round after the loop", "turn.go",
		"return []*store{p.setIndex(f, use.index, f.round-1, s), next}",
		"return []*store{p.setIndex(f, use.index, f.round-1, s)}"},
	{"a loop without a round sets its index", "turn.go", "return []*store{s, next}\n", "return []*store{next}\n"},
	{"a written index is not counted from", "turn.go", "if use.clash && f.round > 0 {", "if false {"},
	{"a written index is not set back", "turn.go",
		"out := []*store{p.setIndex(f, use.index, f.round, s)}",
		"out := []*store{s}"},
	{"a count above a range is forgotten", "turn.go",
		"least, most = 0, max(int64(math.Ceil(b.hi)), 0)",
		"least, most = 0, max(int64(math.Ceil(b.hi))-1, 0)"},
	{"a loop keeps what its body writes", "turn.go",
		"s.without(x.p.loops[l].writes).only(x.p.live[head])",
		"s.only(x.p.live[head])"},
	{"what a call receives leaves the variable as it was", "apply.go",
		"case dataflow.Receive, dataflow.Forget:\n\t\treturn s.with(e.v, nil, true)",
		"case dataflow.Receive, dataflow.Forget:\n\t\treturn s"},
	{"an unknown value leaves the old one", "apply.go", "\ts = s.with(e.v, nil, true)\n\tif !bounded", "\tif !bounded"},
	{"a minus is a plus", "range.go", "return a.plus(b.negative())", "return a.plus(b)"},
	{"the least of two ranges is the first", "range.go", "hi: min(out.hi, b.hi)}", "hi: out.hi}"},
	{"the greater of two answers of If is left out", "range.go",
		"out := between{lo: min(a.lo, b.lo), hi: max(a.hi, b.hi)}",
		"out := between{lo: min(a.lo, b.lo), hi: min(a.hi, b.hi)}"},
	{"at most is below", "between.go", "case \"<=\":\n\t\tb.hi = x", "case \"<=\":\n\t\tb.hi, b.hiOpen = x, true"},
	{"below holds where equal", "between.go", "if b.hi < c.lo || b.hi == c.lo && (b.hiOpen || c.loOpen)", "if b.hi <= c.lo"},
	{"a condition that failed is taken to hold", "explore.go",
		"left = x.p.assume(rest, left, false)",
		"left = x.p.assume(rest, left, true)"},
	{"a condition that held is taken to fail", "explore.go",
		"held = x.p.assume(rest, left, true)",
		"held = x.p.assume(rest, left, false)"},
	{"an answer stays after a write", "store.go", "if f.vars&vars == 0 {", "if f.vars&vars != f.vars || true {"},
	{"a task always begins afresh", "explore.go", "out = append(out, fresh, s)", "out = append(out, fresh)"},
	{"a task never begins afresh", "explore.go", "out = append(out, fresh, s)", "out = append(out, s)"},
	{"an input holds its initial value", "choose.go", "if d == nil || d.IsInput || d.IsSecure ||", "if d == nil ||"},
	{"errors come at the start only", "explore.go", "return x.atStart().without(written)", "return x.atStart()"},
	{"an argument is not handed over", "explore.go",
		"case e.kind == dataflow.Parameter && e.from == from:",
		"case e.kind == dataflow.Parameter && e.from == from && false:"},
	{"or is decided by one that fails", "evaluate.go",
		"\t\tcase decisive:\n\t\t\treturn decisive\n",
		"\t\tcase decisive.not():\n\t\t\treturn decisive.not()\n"},
	{"unequal is equal", "evaluate.go",
		"return answerOf((f.text == text) == (c.symbol == \"==\"))",
		"return answerOf((f.text == text) == (c.symbol == \"!=\"))"},
	{"a mirrored comparison keeps its symbol", "evaluate.go",
		"c = comparison{c.right, c.left, mirrored[symbol]}",
		"c = comparison{c.right, c.left, symbol}"},
	{"an index is counted down", "turn.go", "reference(v), integer(1)}", "reference(v), integer(-1)}"},
	{"a call has the variables of its caller", "recursion.go", "\t\treturn p.locals\n", "\t\treturn 0\n"},
	{"a called task writes nothing in a loop", "loops.go", "all := p.withCalled(body)", "all := body"},
	{"a second statement of a step is forgotten", "effects.go",
		"p.atNode[n] = p.keep(p.atNode[n], n, e) })",
		"p.atNode[n] = p.keep(p.atNode[n][:0], n, e) })"},
	{"what is written on an edge is forgotten", "explore.go",
		"\t\tafter = x.p.apply(effect, after)\n\t}\n\tx.enter(",
		"\t\t_ = effect\n\t}\n\tx.enter("},
	{"where one part of or cannot hold none does", "assume.go",
		"if one != nil {\n\t\t\tonly = one\n\t\t}",
		"if one == nil {\n\t\t\treturn nil\n\t\t}\n\t\tonly = one"},
	{"a part that cannot hold is left out of and", "assume.go",
		"if s = p.assumePart(a, s, holdsTrue); s == nil {",
		"if s = p.assumePart(a, s, !holdsTrue); s == nil {"},
	{"an expression is below itself", "evaluate.go",
		"return answerOf(c.symbol == \"==\" || c.symbol == \"<=\" || c.symbol == \">=\")",
		"return answerOf(c.symbol != \"!=\" && c.symbol != \">\")"},
	{"what is read after a call is forgotten", "live.go", "after |= p.liveAfter(b)", "_ = b"},
	{"a long condition is answered by its first parts", "evaluate.go", "if !open {", "if !open || len(parts) > shortChain {"},
	{"fractions are exact", "apply.go",
		"if c != nil && !inexact(c.node) && !p.isFar(c.node) {",
		"if c != nil && !p.isFar(c.node) {"},
}

// TestMutationsOfUnfolding makes one mistake after another in the unfolding, in a copy
// that only the build sees. Some law or labelled flow must fail each time.
func TestMutationsOfUnfolding(t *testing.T) {
	if !*valuesMutate {
		t.Skip("takes minutes: -values.mutate")
	}
	out := withMutation(t, "turn.go", "package unfold", "package unfold")
	if strings.Contains(out, "--- FAIL") || !strings.Contains(out, "ok") {
		t.Fatalf("without a mutation: %s", out)
	}
	for _, m := range mutations {
		t.Run(m.what, func(t *testing.T) {
			out := withMutation(t, m.file, m.from, m.to)
			if !strings.Contains(out, "--- FAIL") {
				t.Errorf("nothing noticed it: %s", out)
			}
		})
	}
}

// withMutation returns the output of the laws on the mutated package.
func withMutation(t *testing.T, file, from, to string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("unfold", file))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), from); n != 1 {
		t.Fatalf("%s holds %d times: %s", file, n, from)
	}
	dir := t.TempDir()
	mutant := filepath.Join(dir, file)
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{path: mutant}})
	if err != nil {
		t.Fatal(err)
	}
	write(t, mutant, strings.Replace(string(text), from, to, 1))
	write(t, filepath.Join(dir, "overlay.json"), string(overlay))
	cmd := exec.Command("go", "test", "-overlay", filepath.Join(dir, "overlay.json"), ".", "-vet=off",
		"-run", "TestLabelledBounds|TestLawValues", "-values.flows", "200", "-values.tries", "0")
	out, _ := cmd.CombinedOutput() // a failure is what is looked for
	return string(out)
}
