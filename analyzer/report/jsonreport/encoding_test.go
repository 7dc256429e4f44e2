package jsonreport

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/report"
	"archlint/analyzer/report/jsonstream"
	"archlint/analyzer/review"
)

// TestJSONIsThatOfEncodingJSON holds parts of the report, and of SARIF, to what
// encoding/json makes of them, byte by byte, whatever stands in them. Evidence is
// JSON already, in which line separators are escapes.
func TestJSONIsThatOfEncodingJSON(t *testing.T) {
	text := rapid.Custom(func(t *rapid.T) string {
		piece := rapid.SampledFrom([]string{"a", "<&>", "\"", "\\", "/", "\x00", "\b\f\n\r\t", "\x1f", "\x7f", "é", "\u2028\u2029", "🙂", "\ufffd",
			"\xff", "\xed\xa0\x80"})
		return strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), "")
	})
	number := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1, 0.1, 1e20, 1e21, 1e-6, 1e-7, 123456.789,
		math.Inf(1), math.NaN()}))
	raw := rapid.SampledFrom([]string{"", "null", "{}", "[ ]", "{\"a\" : [1.0e3 , -0, 1e400, {\"b\":\"<\\u00e9\\/\\u2028\"}],\"a\":{} }", "no",
		"\"\xff\"", "\"\\ud800\"", "{\"z\":1,\"b\":[[],[{}]]}"})
	rapid.Check(t, func(t *rapid.T) {
		values := []any{
			FindingRecordOf(finding.Finding{Rule: text.Draw(t, "rule"), Message: text.Draw(t, "message"), Line: rapid.Int().Draw(t, "line"),
				Evidence: json.RawMessage(raw.Draw(t, "evidence"))}),
			jsonFlowOf(facts.Flow{Name: text.Draw(t, "name"), PerRun: facts.Range{Expected: number.Draw(t, "expected")},
				Calls: []facts.Call{{RatePerMinute: new(number.Draw(t, "rate"))}},
				Worst: []facts.Step{{Times: 2, Steps: []facts.Step{{Name: text.Draw(t, "step")}}}}}),
			jsonLimitOf(facts.Limit{Limit: facts.LimitID{Key: text.Draw(t, "key"), Value: number.Draw(t, "value")}}),
			map[string]any{text.Draw(t, "a"): nil, text.Draw(t, "b"): report.Figure(number.Draw(t, "figure")),
				text.Draw(t, "c"): []any{text.Draw(t, "d"), map[string]string{}, []int(nil)}},
			review.ToolError{File: text.Draw(t, "file"), Message: text.Draw(t, "problem")},
		}
		for _, v := range values {
			var got, want bytes.Buffer
			err := jsonstream.EncodePart(&got, "  ", v)
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
