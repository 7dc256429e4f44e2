package flowfacts

import (
	"bytes"
	"encoding/json"
	"testing"

	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

func TestPublishBytes(t *testing.T) {
	for name, tt := range map[string]struct {
		format flow.Format
		text   string
		want   int64
	}{
		"YAML as it is":      {flow.Archy, "workflow:\n  name: A\n", 20},
		"one document":       {flow.Archy, "---\nworkflow:\n", 14},
		"several documents":  {flow.Archy, "workflow:\n---\nworkflow:\n", 0},
		"JSON without space": {flow.Platform, "{ \"a\" : [1, 2],\n\t\"b c\" : \"d \\\" e\" }", 26},
		"decoded .i3":        {flow.I3, "{}\n", 2},
	} {
		if got := publishBytes(&flow.Flow{Format: tt.format, File: source.NewFile("f", []byte(tt.text))}); got != tt.want {
			t.Errorf("%s: %d bytes, want %d", name, got, tt.want)
		}
	}
}

func FuzzCompactBytes(f *testing.F) {
	f.Add([]byte(`{"a": "\\\"", "b": [1 , 2]}`))
	f.Add([]byte("[\"\\u0020 \"\n]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var compact bytes.Buffer
		if json.Compact(&compact, text) != nil {
			return
		}
		if got := compactBytes(text); got != int64(compact.Len()) {
			t.Errorf("%d bytes, want %d of %q", got, compact.Len(), text)
		}
	})
}
