package policy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMistakes(t *testing.T) {
	for body, want := range map[string]string{
		"call.timeoutSeconds < 5": "10: call.timeoutSeconds can be null, which is less than any number: ask " +
			"is_number(call.timeoutSeconds) before comparing it by <",
		"5 >= call.ratePerMinute": "10: call.ratePerMinute can be null, which is less than any number: ask " +
			"is_number(call.ratePerMinute) before comparing it by >=",
		"not call.timeoutSeconds <= 5": "10: call.timeoutSeconds can be null, which is less than any number: ask " +
			"is_number(call.timeoutSeconds) before comparing it by <=",
		"call.timeoutSeconds > 5":                                    "",
		"is_number(call.timeoutSeconds)\n\tcall.timeoutSeconds < 5":  "",
		"not is_null(call.ratePerMinute)\n\tcall.ratePerMinute <= 5": "",
		"call.dataAction > 5": "10: call.dataAction is compared by > with 5, which is of another type: " +
			"the answer is always the same",
		"call.perRun.max < 5": "",
		`call.line > "5"`:     `10: call.line is compared by > with "5", which is of another type: the answer is always the same`,
	} {
		set := loadText(t, Options{}, rule(someMeta, "findings contains {\"at\": call} if {\n\tsome call in input.flow.calls\n\t"+body+"\n}\n"))
		var got []string
		for _, m := range set.Mistakes() {
			got = append(got, m[strings.Index(m, ".rego:")+len(".rego:"):])
		}
		if diff := cmp.Diff(want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%s: %s", body, diff)
		}
	}
}

func TestNearBuiltin(t *testing.T) {
	_, err := Load(t.Context(), Options{Sources: []string{
		write(t, map[string]string{"x.rego": rule(someMeta, "findings contains {\"at\": input.flow} if startsWith(input.flow.name, \"x\")\n")})}})
	if err == nil || !strings.Contains(err.Error(), `undefined function startsWith; did you mean "startswith"?`) {
		t.Errorf("got %v", err)
	}
}
