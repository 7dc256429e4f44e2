package interpreter

import (
	"errors"
	"testing"

	"archlint/analyzer/expr"
	"archlint/analyzer/flow"
)

// TestEvaluate holds expressions against what the vendor documents of them. A "!" is a
// run-time error.
func TestEvaluate(t *testing.T) {
	for text, want := range map[string]string{
		"1 + 2 * 3": "7", "7 - 2 - 1": "4", "-2 + 5": "3", "7 % 3": "1", "1 / 0": "!", "5 / 2": "2.5",
		"2 < 3": "true", "3 <= 2": "false",
		"3 >= 3": "true", "2 != 2": "false",
		`"a" == "a"`: "true", `"a" + "b"`: "ab", `"a" < "b"`: "!",
		"true and false": "false",
		"true or false":  "true", "!(1 == 2)": "true", "1 and true": "!",
		"If(1 < 2, 5, 6)": "5", "If(1 > 2, 1 / 0, 6)": "6",
		`Count(MakeList("a", "b"))`: "2", `Count(AddItem(MakeList("a"), "b"))`: "2",
		`GetAt(MakeList(4, 5), 1)`: "5", `GetAt(MakeList(4), 1)`: "!",
		`Count(Append(MakeList(1), MakeList(2, 3)))`: "3", `Append("a", "b")`: "ab", `Count(Split("a,b,c", ","))`: "3",
		`Count(RemoveItem(MakeList(1, 2), 2))`: "1",
		"Min(3, 1, 2)":                         "1", "Max(MakeList(3, 1))": "3",
		"Abs(-4)": "4", `Length("four")`: "4", `Contains(MakeList(1, 2), 2)`: "true",
		`ToInt("12")`: "12", `ToInt("x")`: "!", "ToString(12) + \"a\"": "12a",
		"IsSet(NOT_SET)": "false", `IsNotSetOrEmpty("")`: "true", "NOT_SET + 1": "!",
		"Flow.five + 1": "6", "FLOW.FIVE == 5": "true",
	} {
		f := &flow.Flow{Variables: []flow.Variable{{Name: "Flow.Five", Type: "integer", Initial: &flow.Value{Kind: flow.Literal, Text: "5"}}}}
		r := &run{p: New(f, World{Numbers: []float64{0}}), o: Options{Choose: func(int) int { return 0 }}, vars: make(map[string]value)}
		if err := r.begin(); err != nil {
			t.Fatal(err)
		}
		v, err := r.evaluate(expr.Parse(text), "")
		got := v.String()
		if errors.Is(err, errFault) {
			got = "!"
		}
		if got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

// TestEveryMakesEveryChoice counts the runs of choices that depend on one another.
func TestEveryMakesEveryChoice(t *testing.T) {
	seen := make(map[[2]int]int)
	visit := func(choose func(int) int) bool {
		first := choose(2)
		second := -1
		if first == 1 {
			second = choose(3)
		}
		seen[[2]int{first, second}]++
		return true
	}
	if !Every(100, visit) || len(seen) != 4 || seen[[2]int{1, 2}] != 1 {
		t.Errorf("made %v", seen)
	}
	if Every(3, visit) {
		t.Error("3 runs were taken for all 4")
	}
}
