package policy

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/facts"
	"archlint/analyzer/internal/meter"
)

// Ledger. Two cores shared with other work, go1.26.8, OPA 1.22.2; cpu-ms, since
// wall time depends on the neighbours. The flow is benchFlow: 40 actions, 4
// calls, 13 findings. The newest last.
//
//	date        change                                  rules  load  1,000 flows  encode a flow (by JSON)
//	2026-11-23  first; types checked at every load          9    20            -  0.45 (1.5)
//	2026-11-23  types checked by tests only                35    52         3000  0.45 (1.5)
//	2026-11-23  texts shared while encoding                35    52         2700  0.21 (0.9)
//	2026-11-23  parsed side by side, checks left to tests  47    40         1750  0.21 (0.9)
//	2026-11-26  four rules more; taken items by one pattern 51    37         1750  0.21 (0.9)
//	2026-11-26  gates: only rules that may find something   51    38          930  0.21 (0.9)
//	2026-11-26  no lists that no rule which is asked reads  51    38          615  0.21 (0.9)
//	2026-11-26  unhandled outputs worded once, maps reused  51    38          530  0.21 (0.9)
//
// The allocations of the 1,000 flows in the last four rows: 433, 241, 112 and 99 MB
// (7.1, 3.4, 1.8 and 1.7 million). Deciding all 41 gates takes about 45
// microseconds a flow, deriving them about 2 cpu-ms and 1 MB a load. Tried in
// vain: to share equal records (steps, ranges, outputs) while encoding, which is a
// third fewer allocations there and no less time; to make terms 64 at a time; to
// leave the witness out where no rule can tell, which took a second analysis of
// the rules for 1.5 % of a review's allocations.
//
// A load is a third parsing, half compiling, the rest garbage collection: with
// GOGC=400 it takes 25 instead of 40 cpu-ms. One simple rule of a user's in a source
// of its own costs 18 to 22 microseconds and 121 allocations a flow, the query
// among them; each more in the same source 13 to 19 and 55 (2026-11-26). Without
// a generated module between query and rules: 58 allocations, each more 21.

func bytesReader(raw []byte) io.Reader { return bytes.NewReader(raw) }

// benchFlow is a flow of about forty actions with four data action calls, two
// of them in loops: what a middling flow of a real export looks like.
func benchFlow(i int) facts.Flow {
	count, wait, loop := int64(5), 5.0, "loop-1"
	f := facts.Flow{
		Name: fmt.Sprintf("Flow %d", i), Type: "inboundcall", File: fmt.Sprintf("flows/%d.yaml", i), Line: 1, Column: 1,
		Format: "archy", Actions: 40, ModelledShare: 1, Voice: true, Entry: true, BoundedBy: "loopCount",
	}
	for n := range 40 {
		f.Nodes = append(f.Nodes, facts.Node{
			Place: facts.Place{Flow: f.Name, File: f.File, Line: 10 * n, Column: 7, Node: fmt.Sprint("/actions/", n)},
			Name:  "Step", Kind: "decision", Container: "Main", Reachable: true,
			Outputs: []facts.Output{{Name: "yes", State: "connected"}, {Name: "no", State: "empty"}},
			Values:  []facts.Value{{Name: "condition", Kind: "expression", Text: `Flow.a == "b"`, Known: true, Reads: []string{"Flow.a"}}},
		})
	}
	for n := range 4 {
		c := facts.Call{
			Place: f.Nodes[n].Place, Name: "Call Data Action", DataAction: fmt.Sprint("Get ", n), Integration: "Shop",
			Container: "Main", PerRun: facts.Range{Min: 1, Expected: 1, Max: 1}, BoundedBy: "acyclic", Reachable: true,
			TimeoutIsDefault: true, Outputs: facts.Outputs{Success: "connected", Failure: "connected", Timeout: "connected"},
			Inputs:  []facts.Value{{Name: "id", Kind: "variable", Text: "Flow.id", Known: true, Reads: []string{"Flow.id"}}},
			Witness: []facts.Step{{Name: "Step"}, {Name: "Step", Output: "yes"}},
		}
		if n < 2 {
			c.Loop, c.Loops, c.LoopDepth, c.PerRun.Max = &loop, []string{loop}, 1, 5
		}
		f.Calls = append(f.Calls, c)
	}
	f.Loops = []facts.Loop{{
		Place: f.Nodes[9].Place, ID: loop, Name: "Poll", Form: "loop", Kind: "polling", Count: &count, CountText: "5", CountKind: "literal",
		Calls: []string{f.Calls[0].Node, f.Calls[1].Node}, ExitDependsOn: []string{f.Calls[0].Node}, WaitSeconds: &wait, HasWait: true,
	}}
	return f
}

func BenchmarkLoadBuiltin(b *testing.B) {
	b.ReportAllocs()
	meter.CPU(b)
	for b.Loop() {
		if _, err := Load(context.Background(), Options{Builtin: true}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkThousandFlows is issue-sized work: 1,000 flows x all built-in flow
// rules on two workers. Each flow has findings, which cost more than silence.
func BenchmarkThousandFlows(b *testing.B) {
	set, err := Load(context.Background(), Options{Builtin: true})
	if err != nil {
		b.Fatal(err)
	}
	flows := make([]facts.Flow, 1000)
	for i := range flows {
		flows[i] = benchFlow(i)
	}
	b.ReportAllocs()
	meter.CPU(b)
	for b.Loop() {
		evalAll(b, set, flows)
	}
}

func evalAll(b *testing.B, set *Set, flows []facts.Flow) {
	work := make(chan facts.Flow)
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			for f := range work {
				found, errs := set.EvalFlow(context.Background(), facts.FlowInput{Flow: f})
				if len(errs) > 0 || len(found) == 0 {
					b.Errorf("%d findings, %v", len(found), errs)
				}
			}
		})
	}
	for _, f := range flows {
		work <- f
	}
	close(work)
	group.Wait()
}

// BenchmarkUserRules is what simple rules of a user's cost for one flow, in a
// source of their own: one, which pays for the query too, and eleven, from which
// the price of one more rule follows, ns/rule.
func BenchmarkUserRules(b *testing.B) {
	query := map[int]time.Duration{}
	for _, n := range []int{1, 11} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			set, input := userRules(b, n)
			b.ReportAllocs()
			for b.Loop() {
				if _, errs := set.ask(context.Background(), asked{set.units[0], set.units[0].questions[FlowScope]}, input,
					subject{limit: set.limit}); len(errs) > 0 {
					b.Fatal(errs)
				}
			}
			query[n] = b.Elapsed() / time.Duration(b.N)
			if n > 1 {
				b.ReportMetric(float64(query[n]-query[1])/float64(n-1), "ns/rule")
			}
		})
	}
}

// userRules loads n simple rules out of one source.
func userRules(b *testing.B, n int) (*Set, ast.Value) {
	dir := b.TempDir()
	for i := range n {
		text := rule(fmt.Sprintf("id: ours-%d\nseverity: warning", i), "findings contains {\"at\": call} if {\n\tsome call in "+
			"input.flow.calls\n\tcall.perRun.max > 100\n}\n")
		text = strings.Replace(text, "package ours.calls", fmt.Sprint("package ours.calls", i), 1)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i, ".rego")), []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	set, err := Load(context.Background(), Options{Sources: []string{dir}})
	if err != nil {
		b.Fatal(err)
	}
	return set, set.flowInput(facts.FlowInput{Flow: benchFlow(0)})
}

// BenchmarkEachRule tells what each flow rule costs on one flow, by itself.
func BenchmarkEachRule(b *testing.B) {
	set, err := Load(context.Background(), Options{Builtin: true})
	if err != nil {
		b.Fatal(err)
	}
	u, input := set.units[0], set.flowInput(facts.FlowInput{Flow: benchFlow(0)})
	for i, r := range u.questions[FlowScope].rules {
		b.Run(r.ID, func(b *testing.B) {
			for b.Loop() {
				if _, err := set.query(context.Background(), u, u.questions[FlowScope].asks[i:i+1], input, set.limit); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
