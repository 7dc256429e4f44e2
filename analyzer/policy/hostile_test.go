package policy

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
)

// hostile are bodies of rules that would take the process down, or never end, if
// nothing stopped them. Those whose function is not available do not load.
var hostile = []hostileBody{
	{"lsh", `bits.lsh(1, 100000000000) > 0`},
	{"lsh again", "x := bits.lsh(1, 39999)\n\ty := bits.lsh(x, 39999)\n\tz := bits.lsh(y, 39999)\n\tbits.lsh(z, 39999) > 0"},
	{"rsh of much", `bits.rsh(bits.lsh(1, 1000000000), 5) > 0`},
	{"concat", "x := concat(\"\", [\"0123456789abcdef\" | some i in numbers.range(1, 50000)])\n\tcount(concat(x, numbers_as_text)) > 0"},
	{"concat doubling", doubling(`concat("", [%[1]s, %[1]s])`, 60)},
	{"sprintf width", `count(sprintf("%999999999d", [1])) > 0`},
	{"sprintf precision", `count(sprintf("%.999999999f", [1.5])) > 0`},
	{"sprintf width argument", `count(sprintf("%*d", [999999999, 1])) > 0`},
	{"sprintf doubling", doubling(`sprintf("%%s%%s", [%[1]s, %[1]s])`, 60)},
	{"sprintf one argument often", "x := concat(\"\", [\"0123456789abcdef\" | some i in numbers.range(1, 50000)])\n" +
		"\tcount(sprintf(concat(\"\", [\"%[1]s\" | some i in numbers.range(1, 50000)]), [x])) > 0"},
	{"template string doubling", doubling(`$"{%[1]s}{%[1]s}"`, 60)},
	{"replace", "x := concat(\"\", [\"a\" | some i in numbers.range(1, 50000)])\n\ty := replace(x, \"a\", x)\n" +
		"\tcount(replace(y, \"a\", y)) > 0"},
	{"replace nothing", "x := concat(\"\", [\"abcdefgh\" | some i in numbers.range(1, 50000)])\n\tcount(replace(x, \"\", x)) > 0"},
	{"replace_n", "x := concat(\"\", [\"a\" | some i in numbers.range(1, 50000)])\n\tcount(strings.replace_n({\"a\": x}, x)) > 0"},
	{"regex.replace", "x := concat(\"\", [\"a\" | some i in numbers.range(1, 50000)])\n\tcount(regex.replace(x, \"a\", x)) > 0"},
	{"regex.match of 2 MB", "x := concat(\"\", [\"0123456789abcdef0123456789abcdef0123456789\" | some i in numbers.range(1, 50000)])\n" +
		"\tsome j in numbers.range(1, 100000)\n\tregex.match(\"(a|b|0)*(1|2|3)*(x|y)*z$\", x)\n\tj > 100000"},
	{"regex of many states", "x := concat(\"\", [\"a\" | some i in numbers.range(1, 100000)])\n\tsome j in numbers.range(1, 1000)\n" +
		"\tregex.match(\"(a{1,30}){30}b\", x)\n\tj > 1000"},
	{"long regex", "x := concat(\"\", [\"(a|b)\" | some i in numbers.range(1, 100000)])\n\tregex.match(x, x)"},
	{"regex.find_n", "x := concat(\"\", [\"a\" | some i in numbers.range(1, 100000)])\n\tsome j in numbers.range(1, 100000)\n" +
		"\tcount(regex.find_n(\"\", x, -1)) < j - 1000000"},
	{"regex.split", "x := concat(\"\", [\"a\" | some i in numbers.range(1, 100000)])\n\tsome j in numbers.range(1, 100000)\n" +
		"\tcount(regex.split(\"\", x)) < j - 1000000"},
	{"regex.globs_match", `regex.globs_match("(a.*)*b", "(a.*)*c")`},
	{"glob.match", "x := concat(\"\", [\"a\" | some i in numbers.range(1, 20000)])\n\tglob.match(\"*a*a*a*a*a*a*a*b\", [], x)"},
	{"glob alternatives", `glob.match(concat("", ["{a,{a*,b*}," | some i in numbers.range(1, 5000)]), [], "aaa")`},
	{"render_template", "strings.render_template(`{{range $i, $e := .a}}{{range $.a}}{{range $.a}}x{{end}}{{end}}{{end}}`, {\"a\": " +
		"numbers.range(1, 10000)}) == \"\""},
	{"reachable_paths", "g := {sprintf(\"%d\", [i]): [sprintf(\"%d\", [j]) | some j in numbers.range(1, 30)] | some i in numbers.range(1, " +
		"30)}\n\tcount(graph.reachable_paths(g, [\"1\"])) > 0"},
	{"reachable", "g := {sprintf(\"%d\", [i]): [sprintf(\"%d\", [j]) | some j in numbers.range(1, 1500)] | some i in numbers.range(1, " +
		"1500)}\n\tcount(graph.reachable(g, [\"1\"])) < 0"},
	{"format_int of a product", "x := product(numbers.range(1, 100000))\n\tcount(format_int(x, 2)) > 0"},
	{"squares", doubling(`%[1]s * %[1]s`, 60, "12345678901234567890")},
	{"units", `units.parse("1e999999999") > 0`},
	{"units of bytes", `units.parse_bytes("1e999999999gb") > 0`},
	{"range", `count(numbers.range(1, 100000000000)) > 0`},
	{"range by step", `count(numbers.range_step(1, 100000000000, 3)) > 0`},
	{"range of texts", "x := [sprintf(\"%d%s\", [i, \"0123456789abcdef0123456789abcdef\"]) | some i in numbers.range(1, " +
		"100000000)]\n\tcount(x) > 0"},
	{"array comprehension", "x := [i | some i in numbers.range(1, 3000)]\n\ty := [[i, j] | some i in x; some j in x]\n\tcount(y) > 100000000"},
	{"set comprehension", "x := [i | some i in numbers.range(1, 4000)]\n\ty := {k | some i in x; some j in x; k := (i * 10000) + j}\n" +
		"\tcount(y) > 100000000"},
	{"object comprehension", "x := [i | some i in numbers.range(1, 4000)]\n\ty := {sprintf(\"%d-%d\", [i, j]): i | some i in x; some j in " +
		"x}\n\tcount(y) > 100000000"},
	{"loops", "some i in numbers.range(1, 30000)\n\tsome j in numbers.range(1, 30000)\n\ti * j == -1"},
	{"every", "every i in numbers.range(1, 30000) {\n\t\tevery j in numbers.range(1, 30000) { i * j > 0 }\n\t}"},
	{"functions", "some i in numbers.range(1, 100000)\n\tsome j in numbers.range(1, 100000)\n\tf(i, j) == -1"},
	{"array.concat doubling", doubling(`array.concat(%[1]s, %[1]s)`, 60, "[1]")},
	{"flatten doubling", doubling(`array.flatten([%[1]s, %[1]s])`, 60, "[1]")},
	{"union", "x := {i | some i in numbers.range(1, 100000)}\n\tsome j in numbers.range(1, 100000)\n\tcount(x | {-j}) < 0"},
	{"object.union_n", "x := {sprintf(\"%d\", [i]): i | some i in numbers.range(1, 50000)}\n\tcount(object.union_n([x | some j in " +
		"numbers.range(1, 100000)])) < 0"},
	{"sort", "some j in numbers.range(1, 100000)\n\tcount(sort([x | some i in numbers.range(1, 100000); x := (i * 7919) % " +
		"100003])) < j - 1000000"},
	{"nested doubling as text", nested() + "\n\tcount(json.marshal(x)) < 0"},
	{"yaml of nested doubling", nested() + "\n\tcount(yaml.marshal(x)) < 0"},
	{"yaml aliases", "x := yaml.unmarshal(\"a: &a [x,x,x,x,x,x,x,x,x]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c " +
		"[*b,*b,*b,*b,*b,*b,*b,*b,*b]\\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\\nf: &f " +
		"[*e,*e,*e,*e,*e,*e,*e,*e]\\ng: [*f,*f,*f,*f,*f,*f,*f]\\n\")\n\tcount(x) > 0"},
	{"json.unmarshal", "some j in numbers.range(1, 1000)\n\tcount(json.unmarshal(concat(\"\", [\"[\", concat(\",\", [\"[1]\" | some i in " +
		"numbers.range(1, 100000)]), \"]\"]))) < j - 100000"},
	{"json.patch", "x := json.patch({\"a\": {}}, [{\"op\": \"copy\", \"from\": \"/a\", \"path\": sprintf(\"/a/%d\", [i])} | some i in " +
		"numbers.range(1, 60)])\n\tcount(x) > 0"},
	{"json.remove", "some j in numbers.range(1, 100000)\n\tcount(json.remove({sprintf(\"%d\", [i]): i | some i in numbers.range(1, 1000)}, " +
		"[\"5\"])) < j - 100000"},
	{"walk of nested doubling", nested() + "\n\twalk(x, [_, v])\n\tv == 7"},
	{"graphql", "graphql.parse_query(concat(\"\", [\"{a\" | some i in numbers.range(1, 100000)]))"},
	{"cidr", `count(net.cidr_expand("::/0")) > 0`},
	{"cidr pairs", "x := [sprintf(\"10.%d.%d.0/24\", [i, j]) | some i in numbers.range(1, 100); some j in numbers.range(1, 50)]\n" +
		"\tcount(net.cidr_contains_matches(x, x)) < 0"},
	{"split", "x := concat(\"\", [\"aaaaaaaaaaaaaaaa\" | some i in numbers.range(1, 50000)])\n\tsome j in numbers.range(1, 100000)\n" +
		"\tcount(split(x, \"\")) < j - 1000000"},
	{"upper", "x := concat(\"\", [\"aaaaaaaaaaaaaaaa\" | some i in numbers.range(1, 50000)])\n\tsome j in numbers.range(1, 1000000)\n" +
		"\tcount(upper(x)) < j - 10000000"},
	{"contains", "x := concat(\"\", [\"aaaaaaaaaaaaaaaa\" | some i in numbers.range(1, 50000)])\n\tsome j in numbers.range(1, 1000000)\n" +
		"\tcontains(x, sprintf(\"b%d\", [j]))"},
	{"hex doubling", doubling(`hex.encode(%[1]s)`, 60)},
	{"base64 doubling", doubling(`base64.encode(concat("", [%[1]s, %[1]s]))`, 60)},
	{"hashes", "x := concat(\"\", [\"aaaaaaaaaaaaaaaa\" | some i in numbers.range(1, 50000)])\n\tsome j in numbers.range(1, 1000000)\n" +
		"\tcrypto.sha256(x) == sprintf(\"%d\", [j])"},
	{"product", "some j in numbers.range(1, 100000)\n\tproduct(numbers.range(1, 5000)) == j"},
	{"semver", "x := concat(\".\", [\"1\" | some i in numbers.range(1, 100000)])\n\tsome j in numbers.range(1, 100000)\n" +
		"\tsemver.is_valid(sprintf(\"%s%d\", [x, j]))"},
	{"mocked", "f(1, 100000000000) > 0 with data.ours.bad.f as bits.lsh"},
}

type hostileBody struct{ name, body string }

// doubling applies an expression to its own result again and again.
func doubling(expression string, times int, begin ...string) string {
	start := `"0123456789abcdef"`
	if len(begin) > 0 {
		start = begin[0]
	}
	return repeated("x", start, expression, times) + fmt.Sprintf("\n\tis_array([x%d])", times)
}

// repeated binds name0 to a value, and each further one to the expression of the
// one before.
func repeated(name, start, expression string, times int) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s0 := %s", name, start)
	for i := range times {
		fmt.Fprintf(&out, "\n\t%s%d := %s", name, i+1, fmt.Sprintf(expression, fmt.Sprint(name, i)))
	}
	return out.String()
}

// nested binds x to an array that holds twice what holds twice [1], and so on: small
// in memory, and 2 to the power of 40 when it is written out.
func nested() string {
	return repeated("y", "[1]", "[%[1]s, %[1]s]", 40) + "\n\tx := y40"
}

// TestMain is a worker where a test asks for one.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == WorkerArgument {
		os.Exit(Work(os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

// worker is the command of a process that evaluates rules.
func workerCommand(t *testing.T) []string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return []string{self, WorkerArgument}
}

// TestHostileRules: each ends in time, is told, and lets the other rules speak, of
// the same source and of another.
func TestHostileRules(t *testing.T) {
	other := func(id string) string {
		return strings.ReplaceAll(rule("id: "+id+"\nseverity: warning", someBody), "ours.calls", "ours."+strings.ReplaceAll(id, "-", "_"))
	}
	for _, tt := range hostile {
		t.Run(tt.name, func(t *testing.T) {
			body := "findings contains {\"at\": input.flow} if {\n\t" + tt.body + "\n}\n\nf(x, y) := x + y\n\nnumbers_as_text := [\"x\" | some i " +
				"in numbers.range(1, 100000)]\n"
			bad := strings.ReplaceAll(rule("id: our-bad\nseverity: error", body), "ours.calls", "ours.bad")
			set, err := Load(t.Context(), Options{Steps: 300_000, Worker: workerCommand(t), Sources: []string{
				write(t, map[string]string{"good.rego": other("our-other")}),
				write(t, map[string]string{"bad.rego": bad, "good.rego": other("our-same")})}})
			loads := err == nil
			if !loads && !strings.Contains(err.Error(), "is not available, since nothing bounds what a call costs") {
				t.Fatal(err)
			}
			defer set.Close()
			set.workers.setup.Memory, set.workers.setup.Time = 128<<20, 5*time.Second
			start := time.Now()
			got, errs := set.EvalFlow(t.Context(), twoCalls())
			want := 4
			if !loads {
				want = 2
			}
			if len(got) != want {
				t.Errorf("the other rules say %v", got)
			}
			if loads && (len(errs) != 1 || !strings.HasPrefix(errs[0].Error(), "rule our-bad: flow Orders: ")) {
				t.Errorf("got %v", errs)
			}
			if testing.Verbose() {
				t.Log(time.Since(start), errs, err)
			}
		})
	}
}

// TestManyFindings: a rule may report so many, the rest is counted.
func TestManyFindings(t *testing.T) {
	for body, want := range map[string]struct {
		findings int
		text     string
	}{
		"{\"at\": input.flow, \"message\": sprintf(\"%d\", [i])} if some i in numbers.range(1, 20000)": {10_000,
			"20,000 findings, of which the first 10,000 are reported"},
		"{\"at\": 3, \"about\": i} if some i in numbers.range(1, 1000)": {0,
			"and 990 more such errors"},
		"{\"at\": input.flow, \"evidence\": {\"x\": x}} if {\n\t" + nested() +
			"\n}": {0, "MB of memory"},
		"{\"at\": input.flow, \"about\": x} if {\n\t" + nested() +
			"\n}": {0, "MB of memory"},
		"{\"at\": x} if {\n\t" + nested() + "\n}": {0, "MB of memory"},
		"{\"at\": input.flow, \"message\": sprintf(\"%d%s\", [i, x])} if {\n\t" + long + "\n\tsome i in numbers.range(1, 1000)\n}": {671,
			"of 1,000 findings are reported"},
	} {
		set := loadText(t, Options{Worker: workerCommand(t)}, rule(someMeta, "findings contains "+body+"\n"))
		defer set.Close()
		set.workers.setup.Memory = 256 << 20
		got, errs := set.EvalFlow(t.Context(), twoCalls())
		if len(got) != want.findings || len(errs) != 1 || !strings.Contains(errs[0].Error(), want.text) {
			t.Errorf("%s: %d findings, %v", body, len(got), errs)
		}
	}
}

// long binds x to a text of 100,000 bytes.
const long = `x := concat("", ["aaaaaaaaaaaaaaaaaaaa" | some i in numbers.range(1, 5000)])`

// TestWorkersChangeNothing: what a worker finds, prints and says is what this process
// would, over several flows, with levels and parameters.
func TestWorkersChangeNothing(t *testing.T) {
	text := rule("id: our-calls\nseverity: warning\nparams:\n  most: {type: integer, default: 1}\n  names: {type: strings, default: [a]}",
		"findings contains {\"at\": call, \"about\": input.params.most, \"message\": sprintf(\"<%s> %d %v\", [call.name, input.params.most, "+
			"input.params.names]), \"evidence\": {\"p\": call.perRun, \"l\": input.org.name}} if {\n\tsome call in input.flow.calls\n"+
			"\tprint(\"at\", call.name)\n}\n")
	org := strings.ReplaceAll(rule("id: our-flows\nscope: org\nseverity: info",
		"findings contains {\"at\": f} if {\n\tsome f in input.flows\n\tcount(input.capacity) == 1\n}\n"), "ours.calls", "ours.flows")
	conftest := write(t, map[string]string{"c.rego": "package main\n\nwarn contains \"x\" if input.flow.name != \"\"\n"})
	var said [2]string
	for i, command := range [][]string{nil, workerCommand(t)} {
		var out strings.Builder
		set, err := Load(t.Context(), Options{Builtin: true, Worker: command, Print: &out, Conftest: []string{conftest},
			Sources: []string{write(t, map[string]string{"x.rego": text}), write(t, map[string]string{"y.rego": org})},
			Levels:  map[string]finding.Severity{"our-calls": finding.Error},
			Params:  map[string]map[string]any{"our-calls": {"most": 7, "names": []any{"b"}}}})
		if err != nil {
			t.Fatal(err)
		}
		defer set.Close()
		if (set.workers != nil) != (command != nil) {
			t.Errorf("workers: %v", set.workers)
		}
		var flows []facts.Flow
		for n := range 3 {
			in := facts.FlowInput{Flow: benchFlow(n), Org: facts.Org{Name: fmt.Sprint("Org ", n/2)}}
			flows = append(flows, in.Flow)
			got, errs := set.EvalFlow(t.Context(), in)
			fmt.Fprintln(&out, got, errs)
		}
		got, errs := set.EvalOrg(t.Context(), facts.OrgInput{Flows: flows, Capacity: []facts.Limit{{}}})
		fmt.Fprintln(&out, got, errs)
		var paths = strings.NewReplacer(set.units[1].source, "one", set.units[2].source, "two")
		said[i] = paths.Replace(out.String())
	}
	if diff := cmp.Diff(said[0], said[1]); diff != "" || !strings.Contains(said[0], "our-flows") ||
		!strings.Contains(said[0], "conftest-warn") || !strings.Contains(said[0], "<Call Data Action> 7 [\"b\"]") {
		t.Errorf("(-here +worker): %s\n%s", diff, said[0])
	}
}

// TestWorkerThatCannotStart is told, and the built-in rules speak.
func TestWorkerThatCannotStart(t *testing.T) {
	set := loadText(t, Options{Builtin: true, Worker: []string{filepath.Join(t.TempDir(), "none")}}, rule(someMeta, someBody))
	got, errs := set.EvalFlow(t.Context(), facts.FlowInput{Flow: benchFlow(0)})
	if len(errs) != 1 || !strings.Contains(errs[0].Error(), "starting the process that evaluates rules") || len(got) == 0 {
		t.Errorf("%d findings, %v", len(got), errs)
	}
}

// TestRulesThatNobodyCanCompile: the types of nested values grow exponentially. The
// source is left out and told, the others speak.
func TestRulesThatNobodyCanCompile(t *testing.T) {
	bomb := rule("id: our-bad\nseverity: error", "findings contains {\"at\": input.flow} if {\n\t"+nested()+"\n\ty39 == [y38, [y37, y37]]\n"+
		"\tx == [y39, [y38, y38]]\n}\n")
	set, err := Load(t.Context(), Options{Worker: workerCommand(t), Sources: []string{
		write(t, map[string]string{"good.rego": rule(someMeta, someBody)}),
		write(t, map[string]string{"bad.rego": strings.ReplaceAll(bomb, "ours.calls", "ours.bad")})}})
	if err == nil || !strings.Contains(err.Error(), "compiling its rules: it needs more than") {
		t.Errorf("got %v", err)
	}
	defer set.Close()
	if got, errs := set.EvalFlow(t.Context(), twoCalls()); len(got) != 2 || len(errs) > 0 {
		t.Errorf("the other rule says %v, %v", got, errs)
	}
}
