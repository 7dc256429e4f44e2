package expr

import (
	"math"
	"testing"
	"time"

	"archlint/analyzer/flow"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	tests := []struct{ text, want string }{
		{`1 + 2 * 3`, `7`},
		{`7 % 4`, `3`},
		{`7 / 2`, `3.5`},
		{`ToInt(8 / 2)`, `4`},
		{`ToInt(7 / 2)`, `ToInt(3.5)`}, // rounding is not documented
		{`-7 % 4`, `-7 % 4`},
		{`1 / 0`, `1 / 0`},
		{`9223372036854775807 + 1`, `9223372036854775807 + 1`},
		{`9223372036854775807 * 2`, `9223372036854775807 * 2`},
		{`-(3)`, `-3`},
		{`2.5 + 1`, `3.5`},
		{`"a" + "b" + "c"`, `"abc"`},
		{`Append("a", NOT_SET, "b")`, `"ab"`},
		{`"a" + NOT_SET`, `"a" + NOT_SET`},
		{`"a" + Flow.b`, `"a" + Flow.b`},
		{`1 < 2 and 2 <= 2`, `true`},
		{`1 > 2 or 2 != 2`, `false`},
		{`!(1 == 1)`, `false`},
		{`true or Flow.a`, `true`},
		{`Flow.a and false`, `false`},
		{`true and Flow.a`, `Flow.a`},
		{`Flow.a or false`, `Flow.a`},
		{`"a" == "b"`, `false`},
		{`"a" == "A"`, `"a" == "A"`}, // letter case is not documented
		{`"a" == "a"`, `true`},
		{`Flow.a == NOT_SET`, `Flow.a == NOT_SET`},
		{`NOT_SET == NOT_SET`, `true`},
		{`1 == NOT_SET`, `false`},
		{`If(2 > 1, "yes", Flow.x)`, `"yes"`},
		{`If(2 < 1, "yes", Flow.x)`, `Flow.x`},
		{`If(Flow.c, 1, 2)`, `If(Flow.c, 1, 2)`},
		{`true ? 1 : 2`, `1`},
		{`MakeDuration(0,0,2,30)`, `"P0D0H2M30S0F"`},
		{`MakeDuration(0,0,0,0,1500)`, `"P0D0H0M1S500F"`},
		{`MakeDuration(0,0,Flow.m,0,0)`, `MakeDuration(0, 0, Flow.m, 0, 0)`},
		{`MakeDuration(0,0,9223372036854775807)`, `MakeDuration(0, 0, 9223372036854775807)`},
		{`ToDuration(1000 * 60 * 60 * 2)`, `"P0D2H0M0S0F"`},
		{`MakeDuration(0,0,1) + MakeDuration(0,0,0,30) > MakeDuration(0,0,1)`, `true`},
		{`Count(MakeList(1,2,3))`, `3`},
		{`Count(MakeList(Flow.a, Flow.b))`, `2`},
		{`Count(Flow.list)`, `Count(Flow.list)`},
		{`Count(AddItem(MakeList("a"), "b", Flow.c))`, `3`},
		{`Count(AddItem(Flow.list, "b"))`, `Count(AddItem(Flow.list, "b"))`},
		{`Count(AddItem(MakeList("a"), MakeList("b", "c")))`, `Count(AddItem(["a"], ["b", "c"]))`}, // one more or two
		{`Count(Split("a,b,c", ","))`, `3`},
		{`Split("a,,b", ",")`, `Split("a,,b", ",")`}, // empty parts are not documented
		{`GetAt(MakeList("a","b"), 1)`, `"b"`},
		{`MakeList("a","b")[0]`, `"a"`},
		{`MakeList("a")[5]`, `["a"][5]`},
		{`Substring("abcdef", 2, 3)`, `"cde"`},
		{`Substring("abc", 2, 3)`, `Substring("abc", 2, 3)`},
		{`Left("äbc", 2)`, `"äb"`},
		{`Right("12345", 2)`, `"45"`},
		{`Right("1", 2)`, `Right("1", 2)`},
		{`Upper("a") + Lower("B") + Trim(" c ")`, `"Abc"`},
		{`Length("äöü")`, `3`},
		{`FindString("äbc", "c")`, `2`},
		{`FindString("abc", "z")`, `-1`},
		{`FindString("aBc", "b")`, `FindString("aBc", "b")`},
		{`Contains("abc", "bc")`, `true`},
		{`Contains("ABC", "bc")`, `Contains("ABC", "bc")`},
		{`StartsWith("abc", "x") or EndsWith("abc", "c")`, `true`},
		{`Replace("a-b-c", "-", "")`, `"abc"`},
		{`Replace("aXax", "x", "")`, `Replace("aXax", "x", "")`},
		{`IsSet("a") and IsNotSetOrEmpty("")`, `true`},
		{`IsSet(NOT_SET)`, `false`},
		{`IsSet(Flow.a)`, `IsSet(Flow.a)`},
		{`AreEqual(2, 2)`, `true`},
		{`Min(3, 1, 2) + Max(1, 5)`, `6`},
		{`Abs(-4)`, `4`},
		{`ToString(5) + "0"`, `"50"`},
		{`ToInt("12") + 1`, `13`},
		{`SomethingNew(1, 2)`, `SomethingNew(1, 2)`},
		{`If(1, 2)`, `If(1, 2)`},
		{`Count()`, `Count()`},
	}
	for _, test := range tests {
		n := Parse(test.text)
		before := n.String()
		if got := Fold(n).String(); got != test.want {
			t.Errorf("Fold(%s) = %s, want %s", test.text, got, test.want)
		}
		if after := n.String(); after != before {
			t.Errorf("Fold changed its operand: %s became %s", before, after)
		}
	}
}

// Every function must survive any number and kind of operands.
func TestFoldArity(t *testing.T) {
	operands := []*Node{
		strNode("a"), intNode(-1), intNode(math.MaxInt64), intNode(math.MinInt64), decNode(1e300), boolNode(true), durNode(-1),
		{Kind: NotSet}, {Kind: List}, {Kind: Unknown}, {Kind: Literal}, {Kind: Reference, Name: "Flow.a"},
	}
	names := []string{"+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "and", "or", "!", "neg", "?"}
	rapid.Check(t, func(t *rapid.T) {
		args := rapid.SliceOfN(rapid.SampledFrom(operands), 0, 6).Draw(t, "args")
		for name := range functions {
			Fold(&Node{Kind: Call, Name: name, Args: args})
		}
		for _, name := range names {
			Fold(&Node{Kind: Operator, Name: name, Args: args})
		}
	})
}

func TestDuration(t *testing.T) {
	tests := []struct {
		text string
		want time.Duration
		ok   bool
	}{
		{"P0D0H1M0S0F", time.Minute, true},
		{"P1D2H3M4S5F", 26*time.Hour + 3*time.Minute + 4*time.Second + 5*time.Millisecond, true},
		{"P0D0H0M0S1500F", 1500 * time.Millisecond, true},
		{"P30S", 30 * time.Second, true},
		{"-P1M", -time.Minute, true},
		{"P", 0, false},
		{"", 0, false},
		{"PT1M", 0, false},
		{"P1S1M", 0, false},
		{"P1M1M", 0, false},
		{"PxM", 0, false},
		{"P1", 0, false},
		{"P99999999999999999999S", 0, false},
		{"P9999999999D", 0, false},
		{"1M", 0, false},
		{"Alpha", 0, false},
	}
	for _, test := range tests {
		got, ok := ParseDuration(test.text)
		if got != test.want || ok != test.ok {
			t.Errorf("ParseDuration(%q) = %v, %v", test.text, got, ok)
		}
	}
}

func TestDurationRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Range(-1<<40, 1<<40).Draw(t, "ms")) * time.Millisecond
		if got, ok := ParseDuration(FormatDuration(d)); got != d || !ok {
			t.Fatalf("%v printed as %s and read as %v", d, FormatDuration(d), got)
		}
	})
}

func TestValues(t *testing.T) {
	duration := &flow.Value{Kind: flow.Literal, Text: "P0D0H0M5S0F", Type: "dur"}
	if got, ok := Seconds(duration); got != 5 || !ok {
		t.Errorf("Seconds = %v, %v", got, ok)
	}
	if got, ok := Seconds(&flow.Value{Kind: flow.Expression, Text: "MakeDuration(0,0,0,90,0)"}); got != 90 || !ok {
		t.Errorf("Seconds of an expression = %v, %v", got, ok)
	}
	if got, ok := Int(&flow.Value{Kind: flow.Literal, Text: "5"}); got != 5 || !ok {
		t.Errorf("Int = %v, %v", got, ok)
	}
	if got, ok := Int(&flow.Value{Kind: flow.Expression, Text: "Count(MakeList(1,2))"}); got != 2 || !ok {
		t.Errorf("Int of an expression = %v, %v", got, ok)
	}
	if got, ok := Bool(&flow.Value{Kind: flow.Literal, Text: "True"}); !got || !ok {
		t.Errorf("Bool = %v, %v", got, ok)
	}
	if got, ok := String(&flow.Value{Kind: flow.Expression, Text: `"a" + "b"`}); got != "ab" || !ok {
		t.Errorf("String = %v, %v", got, ok)
	}
	for _, v := range []*flow.Value{nil, {Kind: flow.Unknown, Text: "{{x}}"}, {Kind: flow.NotSet}, {Kind: flow.Expression, Text: "Flow.a"}} {
		_, seconds := Seconds(v)
		_, integer := Int(v)
		_, boolean := Bool(v)
		_, text := String(v)
		if seconds || integer || boolean || text {
			t.Errorf("%+v is taken for a constant", v)
		}
	}
}
