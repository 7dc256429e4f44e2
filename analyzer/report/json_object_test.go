package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/review"
)

// TestJSONObjectWritesAsTheEncoderDoes holds the bytes to those of the encoder
// for the whole object.
func TestJSONObjectWritesAsTheEncoderDoes(t *testing.T) {
	type inner struct {
		Name  string         `json:"name"`
		Empty []int          `json:"empty"`
		Deep  map[string]any `json:"deep"`
	}
	whole := struct {
		A int     `json:"a"`
		B []inner `json:"b"`
		C []int   `json:"c"`
		D string  `json:"d<"`
		E []int   `json:"e"`
	}{1, []inner{{"x & <y>", []int{}, map[string]any{"k": []any{1, map[string]any{}}}}, {Name: "\u2028"}}, []int{}, "\n", []int{7}}
	var want, got bytes.Buffer
	if err := encodeJSON(&want, whole); err != nil {
		t.Fatal(err)
	}
	o := newJSONObject(&got)
	o.value("a", whole.A)
	list(o, "b", whole.B, same)
	list(o, "c", whole.C, same)
	o.value("d<", whole.D)
	list(o, "e", whole.E, same)
	if err := o.close(); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() {
		t.Errorf("got\n%s\nwant\n%s", &got, &want)
	}
}

// TestJSONIsThatOfEncodingJSON holds parts of the report, and of SARIF, to what
// encoding/json makes of them, byte by byte, whatever stands in them. Evidence is
// JSON already, in which line separators are escapes.
func TestJSONIsThatOfEncodingJSON(t *testing.T) {
	text := rapid.Custom(func(t *rapid.T) string {
		piece := rapid.SampledFrom([]string{"a", "<&>", "\"", "\\", "/", "\x00", "\b\f\n\r\t", "\x1f", "\x7f", "é", "\u2028\u2029", "🙂", "\ufffd", "\xff", "\xed\xa0\x80"})
		return strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), "")
	})
	number := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1, 0.1, 1e20, 1e21, 1e-6, 1e-7, 123456.789, math.Inf(1), math.NaN()}))
	raw := rapid.SampledFrom([]string{"", "null", "{}", "[ ]", "{\"a\" : [1.0e3 , -0, 1e400, {\"b\":\"<\\u00e9\\/\\u2028\"}],\"a\":{} }", "no", "\"\xff\"", "\"\\ud800\"", "{\"z\":1,\"b\":[[],[{}]]}"})
	rapid.Check(t, func(t *rapid.T) {
		values := []any{
			jsonFindingOf(finding.Finding{Rule: text.Draw(t, "rule"), Message: text.Draw(t, "message"), Line: rapid.Int().Draw(t, "line"), Evidence: json.RawMessage(raw.Draw(t, "evidence"))}),
			jsonFlowOf(facts.Flow{Name: text.Draw(t, "name"), PerRun: facts.Range{Expected: number.Draw(t, "expected")}, Calls: []facts.Call{{RatePerMinute: ptr(number.Draw(t, "rate"))}}, Worst: []facts.Step{{Times: 2, Steps: []facts.Step{{Name: text.Draw(t, "step")}}}}}),
			jsonLimitOf(facts.Limit{Limit: facts.LimitID{Key: text.Draw(t, "key"), Value: number.Draw(t, "value")}}),
			map[string]any{text.Draw(t, "a"): nil, text.Draw(t, "b"): figure(number.Draw(t, "figure")), text.Draw(t, "c"): []any{text.Draw(t, "d"), map[string]string{}, []int(nil)}},
			review.ToolError{File: text.Draw(t, "file"), Message: text.Draw(t, "problem")},
			sarifLocation{Message: sarifTextOf(text.Draw(t, "text"))},
		}
		for _, v := range values {
			var got, want bytes.Buffer
			err := encodePart(&got, "  ", v)
			enc := json.NewEncoder(&want)
			enc.SetEscapeHTML(false)
			enc.SetIndent("  ", "  ")
			if failed := enc.Encode(v); (err != nil) != (failed != nil) {
				t.Fatalf("%#v: error %v, want %v", v, err, failed)
			}
			if err == nil && strings.TrimSuffix(got.String(), "\n") != strings.TrimSuffix(want.String(), "\n") {
				t.Fatalf("got\n%q\nwant\n%q", &got, &want)
			}
		}
	})
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestJSONObjectTellsErrors(t *testing.T) {
	o := newJSONObject(broken{})
	o.value("a", 1)
	if err := o.close(); err == nil || err.Error() != "disk full" {
		t.Errorf("writing to a full disk: %v", err)
	}
	o = newJSONObject(&bytes.Buffer{})
	o.value("a", math.NaN())
	if o.close() == nil {
		t.Error("what JSON cannot say is no error")
	}
}
