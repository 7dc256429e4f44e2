package policytest

import (
	"fmt"
	"strings"
)

// Hostile are bodies of rules that would take the process down, or never end, if
// nothing stopped them. Those whose function is not available do not load.
func Hostile() []HostileBody {
	return []HostileBody{
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
		{"array comprehension", "x := [i | some i in numbers.range(1, 3000)]\n\ty := [[i, j] | some i in x; some j in x]\n\tcount(y) > " +
			"100000000"},
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
		{"nested doubling as text", Nested() + "\n\tcount(json.marshal(x)) < 0"},
		{"yaml of nested doubling", Nested() + "\n\tcount(yaml.marshal(x)) < 0"},
		{"yaml aliases", "x := yaml.unmarshal(\"a: &a [x,x,x,x,x,x,x,x,x]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c " +
			"[*b,*b,*b,*b,*b,*b,*b,*b,*b]\\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\\nf: &f " +
			"[*e,*e,*e,*e,*e,*e,*e,*e]\\ng: [*f,*f,*f,*f,*f,*f,*f]\\n\")\n\tcount(x) > 0"},
		{"json.unmarshal", "some j in numbers.range(1, 1000)\n\tcount(json.unmarshal(concat(\"\", [\"[\", concat(\",\", [\"[1]\" | some i in " +
			"numbers.range(1, 100000)]), \"]\"]))) < j - 100000"},
		{"json.patch", "x := json.patch({\"a\": {}}, [{\"op\": \"copy\", \"from\": \"/a\", \"path\": sprintf(\"/a/%d\", [i])} | some i in " +
			"numbers.range(1, 60)])\n\tcount(x) > 0"},
		{"json.remove", "some j in numbers.range(1, 100000)\n\tcount(json.remove({sprintf(\"%d\", [i]): i | some i in numbers.range(1, 1000)}, " +
			"[\"5\"])) < j - 100000"},
		{"walk of nested doubling", Nested() + "\n\twalk(x, [_, v])\n\tv == 7"},
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
}

// HostileBody is such a body by name.
type HostileBody struct{ Name, Body string }

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

// Nested binds x to an array that holds twice what holds twice [1], and so on: small
// in memory, and 2 to the power of 40 when it is written out.
func Nested() string {
	return repeated("y", "[1]", "[%[1]s, %[1]s]", 40) + "\n\tx := y40"
}
