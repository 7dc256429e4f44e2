package interpreter

import (
	"math"
	"strconv"
	"strings"
)

// kind tells values apart.
type kind uint8

const (
	notSet kind = iota
	number
	boolean
	text
	list
	pending // a value that a run learns when it first reads it
)

// value is what a variable holds or an expression gives.
type value struct {
	kind  kind
	num   float64 // of a boolean: 1 is true
	text  string
	items []value
	// among are, of a pending value, the ones that it can turn out to be.
	among []value
}

func numeric(x float64) value { return value{kind: number, num: x} }

func textual(s string) value { return value{kind: text, text: s} }

func truth(b bool) value {
	if b {
		return value{kind: boolean, num: 1}
	}
	return value{kind: boolean}
}

func listed(items ...value) value { return value{kind: list, items: items} }

// oneOf is a value that turns out to be one of several.
func oneOf(among ...value) value { return value{kind: pending, among: among} }

func (v value) isTrue() bool { return v.kind == boolean && v.num == 1 }

func (v value) isWhole() bool { return v.kind == number && v.num == math.Trunc(v.num) }

// equal reports whether two values are the same; texts may differ in letter case
// alone, where the platform's rule is not documented: then alike is set instead.
func equal(a, b value) (same, alike bool) {
	if a.kind != b.kind {
		return false, false
	}
	switch a.kind {
	case number, boolean:
		return a.num == b.num, false
	case text:
		return a.text == b.text, a.text != b.text && strings.EqualFold(a.text, b.text)
	case list:
		if len(a.items) != len(b.items) {
			return false, false
		}
		for i := range a.items {
			s, l := equal(a.items[i], b.items[i])
			alike = alike || l
			if !s && !l {
				return false, false
			}
		}
		return !alike, alike
	}
	return true, false
}

func (v value) String() string {
	switch v.kind {
	case number:
		return strconv.FormatFloat(v.num, 'f', -1, 64)
	case boolean:
		return strconv.FormatBool(v.num == 1)
	case text:
		return v.text
	case list:
		parts := make([]string, len(v.items))
		for i, x := range v.items {
			parts[i] = x.String()
		}
		return strings.Join(parts, ",")
	}
	return ""
}

// parsed is the value that a literal's text means to a setting of a type, "" for any.
func parsed(s, typ string) value {
	switch typ {
	case "str", "string":
		return textual(s)
	case "int", "dec", "integer", "decimal":
		if x, err := strconv.ParseFloat(strings.TrimSpace(s), 64); err == nil {
			return numeric(x)
		}
		return textual(s)
	case "bln", "boolean", "":
		if strings.EqualFold(s, "true") || strings.EqualFold(s, "false") {
			return truth(strings.EqualFold(s, "true"))
		}
	}
	if typ == "" {
		if x, err := strconv.ParseFloat(strings.TrimSpace(s), 64); err == nil && x-x == 0 {
			return numeric(x)
		}
	}
	return textual(s)
}
