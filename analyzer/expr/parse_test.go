package expr

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	tests := []struct{ text, want string }{
		{`Flow.a`, `Flow.a`},
		{`  Flow.a  `, `Flow.a`},
		{`Call.Contact."Customer Address"`, `Call.Contact."Customer Address"`},
		{`Flow."my var"`, `Flow."my var"`},
		{`Flow.a.b[2].c`, `Flow.a.b[2].c`},
		{`(Flow.a)`, `Flow.a`},
		{`1 + 2 * 3`, `1 + (2 * 3)`},
		{`Flow.a - Flow.b - Flow.c`, `(Flow.a - Flow.b) - Flow.c`},
		{`Flow.a/Flow.b*Flow.c`, `(Flow.a / Flow.b) * Flow.c`},
		{`Flow.a*(Flow.b+1)`, `Flow.a * (Flow.b + 1)`},
		{`Flow.a == 1 or Flow.b == 2 AND Flow.c`, `(Flow.a == 1) or ((Flow.b == 2) and Flow.c)`},
		{`Flow.a <> "x" || Flow.b`, `(Flow.a != "x") or Flow.b`},
		{`!IsSet(Flow.a) and !Flow.b`, `(!IsSet(Flow.a)) and (!Flow.b)`},
		{`Flow.n+1 >= Flow.m`, `(Flow.n + 1) >= Flow.m`},
		{`Flow.n-1`, `Flow.n - 1`},
		{`AddHours(GetCurrentDateTimeUtc(), -3)`, `AddHours(GetCurrentDateTimeUtc(), -3)`},
		{`-Flow.n`, `-Flow.n`},
		{`+3`, `3`},
		{`2.50`, `2.50`},
		{`Flow.a ? 1 : Flow.b ? 2 : 3`, `Flow.a ? 1 : (Flow.b ? 2 : 3)`},
		{"If(\n\tFlow.a,\n\t\"x\",\n\t\"y\"\n)", `If(Flow.a, "x", "y")`},
		{`"a \"b\" \\ c\n"`, `"a \"b\" \\ c\n"`},
		{"\"two\nlines\"", `"two\nlines"`},
		{`TRUE`, `true`},
		{`If(Flow.a, NOT_SET, not_set)`, `If(Flow.a, NOT_SET, NOT_SET)`},
		{`MakeList()`, `MakeList()`},
		{`Task.größe`, `Task.größe`},
	}
	for _, test := range tests {
		n := Parse(test.text)
		if n.Kind == Unknown {
			t.Errorf("Parse(%q) is unknown", test.text)
			continue
		}
		if got := n.String(); got != test.want {
			t.Errorf("Parse(%q) = %s, want %s", test.text, got, test.want)
		}
		if again := Parse(n.String()); !Equal(n, again) {
			t.Errorf("Parse(%q) printed and read again = %s", test.text, again)
		}
	}
}

func TestParseUnknown(t *testing.T) {
	for _, text := range []string{
		``, ` `, `Flow`, `Flow.`, `"open`, `1 +`, `+`, `(1`, `1)`, `f(1`, `f(1,)`, `a b`, `Flow.a[`, `Flow.a[]`,
		`State.contact.{{email_type}}`, `${x}`, `Flow.a ? 1`, `3abc`, `1e5`, `Flow.a @ 1`, "\xff", `If(,)`,
	} {
		if n := Parse(text); n.Kind != Unknown || n.Text != text {
			t.Errorf("Parse(%q) = %s %q, want unknown with its text", text, n.Kind, n)
		}
	}
}

func TestParseDeep(t *testing.T) {
	deep := []string{
		strings.Repeat("(", 200_000) + "1" + strings.Repeat(")", 200_000),
		strings.Repeat("!", 200_000) + "true",
		strings.Repeat("f(", 200_000) + strings.Repeat(")", 200_000),
		"1" + strings.Repeat("+1", 200_000),
		"Flow.a" + strings.Repeat(".b", 200_000),
		strings.Repeat("true?", 200_000) + "1" + strings.Repeat(":1", 200_000),
	}
	for _, text := range deep {
		if n := Parse(text); n.Kind != Unknown {
			t.Errorf("Parse(%.20q...) is %s, want unknown", text, n.Kind)
		}
	}
	long := "1" + strings.Repeat("+1", 5_000)
	if n := Fold(Parse(long)); n.Text != "5001" {
		t.Errorf("a chain of 5,000 additions folds to %.40s", n)
	}
	nested := strings.Repeat("(", 100) + "1" + strings.Repeat(")", 100)
	if n := Parse(nested); n.Kind != Literal {
		t.Errorf("100 brackets are %s, want a literal", n.Kind)
	}
}

func TestReferences(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{`"Flow.a"`, nil},
		{`Flow.a + flow.A + Task.b`, []string{"Flow.a", "Task.b"}},
		{`GetAt(State.list, Task.i).name`, []string{"State.list", "Task.i"}},
		{`State.list[Task.i]`, []string{"State.list", "Task.i"}},
		{`Message.Message.body`, []string{"Message.Message"}},
		{`not an expression`, nil},
	}
	for _, test := range tests {
		var got []string
		for _, r := range References(Parse(test.text)) {
			got = append(got, r.Name)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("References(%s): %s", test.text, diff)
		}
	}
}

func TestEqual(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{`Flow.A + 1`, `flow.a+1`, true},
		{`ToString(Flow.a)`, `toString(Flow.a)`, true},
		{`Flow.a OR Flow.b`, `Flow.a or Flow.b`, true},
		{`Flow.a + Flow.b`, `Flow.b + Flow.a`, false},
		{`"x"`, `"X"`, false},
		{`1`, `"1"`, false},
		{`???`, `???`, false},
	}
	for _, test := range tests {
		a, b := Parse(test.a), Parse(test.b)
		if got := Equal(a, b); got != test.want {
			t.Errorf("Equal(%s, %s) = %v", test.a, test.b, got)
		}
		if Known(a) && Known(b) && a.Type == b.Type {
			if got := Key(a) == Key(b); got != test.want {
				t.Errorf("Key(%s) == Key(%s) is %v", test.a, test.b, got)
			}
		}
	}
}

func TestScopeAndIs(t *testing.T) {
	if got := Parse(`Task.x`).Scope(); got != "task" {
		t.Errorf("scope of Task.x = %q", got)
	}
	if got := Parse(`1`).Scope(); got != "" {
		t.Errorf("scope of 1 = %q", got)
	}
	if !Parse(`isset(Flow.a)`).Is("IsSet") || Parse(`Flow.a`).Is("IsSet") {
		t.Error("Is does not tell a call of IsSet")
	}
	if got := Bare(Parse(`ToString(ToInt(Flow.a))`)).String(); got != "Flow.a" {
		t.Errorf("Bare = %s", got)
	}
	if got := Bare(Parse(`Trim(Flow.a)`)).String(); got != "Trim(Flow.a)" {
		t.Errorf("Bare takes Trim for a conversion: %s", got)
	}
}
