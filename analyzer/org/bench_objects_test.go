package org

import (
	"fmt"
	"strings"
	"testing"

	"archlint/analyzer/source"
)

// objectDays are days of counts of an organisation of that many flows with 60 objects
// each, as the exporter writes them.
func objectDays(days, flows int) []Piece {
	var pieces []Piece
	for d := range days {
		interval := fmt.Sprintf("2026-11-%02dT00:00:00.000Z/2026-11-%02dT00:00:00.000Z", d+1, d+2)
		var text strings.Builder
		fmt.Fprintf(&text, `{"interval": %q, "flows": [`, interval)
		for i := range flows {
			if i > 0 {
				text.WriteString(",\n")
			}
			fmt.Fprintf(&text, `{"flowId":"00000000-0000-4000-8000-%012d","flowVersion":"12.0","nFlowExecutions":{`, i)
			for k := range 60 {
				if k > 0 {
					text.WriteString(",")
				}
				fmt.Fprintf(&text, `"00000000-0000-4000-9000-%012d":%d`, 60*i+k, k+1)
			}
			text.WriteString("}}")
		}
		text.WriteString("]}")
		name := fmt.Sprintf("x/org/traffic-objects/2026-11-%02d.json", d+1)
		pieces = append(pieces, Piece{Role: RoleOf(name), File: source.NewFile(name, []byte(text.String()))})
	}
	return pieces
}

func BenchmarkObjects(b *testing.B) {
	pieces := objectDays(28, 200)
	size := 0
	for _, p := range pieces {
		size += len(p.File.Text)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		o, problems := Parse(pieces)
		if len(problems) > 0 || len(o.Traffic.Objects) != 200 {
			b.Fatal(problems, len(o.Traffic.Objects))
		}
	}
}
