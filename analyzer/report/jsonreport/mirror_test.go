package jsonreport

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer/report"

	"github.com/google/go-cmp/cmp"
)

// A mirror is how the report writes a record of package facts: the same members with the
// same values, less those that only policies see. Figures are rounded, lists are never
// null, and a text that says nothing is null.
type mirror struct {
	// made returns a record without an empty field, and how the report writes it.
	made func(bit int) (record, written any)
	// policiesOnly are the members that the report leaves out, ascending.
	policiesOnly string
}

func mirrorOf[A, B any](policiesOnly string, f func(A) B) mirror {
	return mirror{func(bit int) (any, any) {
		var record A
		(&filler{bit: bit}).fill(reflect.ValueOf(&record).Elem(), 0)
		return record, f(record)
	}, policiesOnly}
}

// TestReportsMirrorFacts holds the JSON of the report to that of the facts: a member that
// is added to a record, renamed or given another value in one of them is noticed here.
func TestReportsMirrorFacts(t *testing.T) {
	for _, m := range []mirror{
		mirrorOf("errorHandling inQueue nodes publishBytes ranBefore size variables voice", jsonFlowOf),
		mirrorOf("alternative decidedBy definition definitionMatch failureDetail failureOutputs flow fromCaller inputs keeps loops "+
			"participantDataSet perInteraction pointer processingPrompt readAfterFailure readAfterTimeout redundant repeatOf "+
			"repeatsAfterFailure skipped "+
			"successOutputs texts unhandledPath unread", jsonCallOf),
		mirrorOf("asksPerson bound countKind evidence exitDependsOn exitReads exitsFixed flow hasWait hoistable node pauseSeconds pointer",
			jsonLoopOf),
		mirrorOf("flow pointer", jsonSettledOf),
		mirrorOf("setAgainAt", jsonBoundOf),
		mirrorOf("flow pointer", jsonPlaceOf),
		mirrorOf("", jsonStepOf),
		mirrorOf("", jsonRangeOf),
		mirrorOf("column file flow line node perInteraction pointer", jsonSumOf),
		mirrorOf("column file flow pointer", jsonEntryOf),
		mirrorOf("column file flow pointer", jsonExitOf),
		mirrorOf("utilisationOpen", jsonLimitOf),
		mirrorOf("", jsonDemandOf),
		mirrorOf("", jsonTrafficOf),
		mirrorOf("", jsonOutageOf),
	} {
		for bit := range 6 {
			m.check(t, bit)
		}
	}
}

func (m mirror) check(t *testing.T, bit int) {
	t.Helper()
	record, written := m.made(bit)
	whole, part := members(t, record), members(t, written)
	if diff := cmp.Diff(reduced(whole, part), reduced(part, part)); diff != "" {
		t.Errorf("%T: the report says otherwise than the facts: -facts +report %s", record, diff)
	}
	var left []string
	for name := range whole {
		if _, ok := part[name]; !ok {
			left = append(left, name)
		}
	}
	slices.Sort(left)
	if got := strings.Join(left, " "); got != m.policiesOnly {
		t.Errorf("%T: the report leaves out %q, and not what only policies see: %q", record, got, m.policiesOnly)
	}
}

// members are those of the object that a value is in JSON.
func members(t *testing.T, v any) map[string]any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// reduced is a value with those members only that like has, figures as a report has them.
func reduced(v, like any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		like, _ := like.(map[string]any)
		for name := range like {
			if member, ok := v[name]; ok {
				out[name] = reduced(member, like[name])
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		others, _ := like.([]any)
		for i := range v {
			var other any
			if i < len(others) {
				other = others[i]
			}
			out[i] = reduced(v[i], other)
		}
		return out
	case float64:
		return report.Round(v)
	}
	return v
}

// filler gives every field of a record a value of its own. Truth values are those of a bit
// of the field's number, so that no two fields agree in all records.
type filler struct{ n, bit int }

func (f *filler) fill(v reflect.Value, depth int) {
	f.n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("text ", f.n))
	case reflect.Bool:
		v.SetBool(f.n>>f.bit&1 == 1)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(f.n))
	case reflect.Float64:
		v.SetFloat(float64(f.n) + 0.123456)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), depth+1)
	case reflect.Slice:
		if depth < 6 { // a step holds steps
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			f.fill(v.Index(0), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), depth+1)
		}
	}
}
