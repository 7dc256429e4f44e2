package bounded

import (
	"regexp/syntax"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// cost is the price of a call in evaluation steps, or why it is refused at any price.
type cost func(args []*ast.Term) (steps int64, refusal string)

const (
	tooLarge  = "an argument is too large"
	tooLong   = "the text that it writes would be too long"
	hugeShift = "a shift by so many bits"
	hugeWidth = "a format with so wide a field"
	longRegex = "a pattern that is so long"
	hugeDigit = "a number with so many digits"
)

// copies is for what reads or copies its arguments once and no deeper.
func copies(args []*ast.Term) (int64, string) {
	steps := int64(0)
	for _, t := range args {
		if unwieldy(t) {
			return 0, hugeDigit
		}
		steps += shallow(t)
	}
	return steps, ""
}

// walks is for what walks through all that its arguments hold.
func walks(args []*ast.Term) (int64, string) {
	steps := int64(0)
	for _, t := range args {
		e := measure(t)
		if e.large() {
			return 0, tooLarge
		}
		steps += e.steps()
	}
	return steps, ""
}

// scans is for what may yield something for each byte of a text.
func scans(args []*ast.Term) (int64, string) {
	steps, refusal := copies(args)
	for _, t := range args {
		steps += length(t)
	}
	return steps, refusal
}

// pairs is for what holds each element of one argument against each of another.
func pairs(args []*ast.Term) (int64, string) {
	steps, refusal := walks(args)
	if len(args) > 1 {
		steps += times(max(elements(args[0]), 1), max(elements(args[1]), 1))
	}
	return steps, refusal
}

// matches is for patterns: the work is the length of the text times the states of
// the pattern (Go's regexp never goes back). The other arguments are texts.
func matches(pattern int) cost {
	return func(args []*ast.Term) (int64, string) {
		if pattern >= len(args) || length(args[pattern]) > mostPattern {
			return 0, longRegex
		}
		steps, text := int64(0), int64(0)
		for i, t := range args {
			if i != pattern {
				text += length(t)
			}
		}
		regex, _ := args[pattern].Value.(ast.String)
		const statesPerStep = 128
		steps += text/bytesPerStep + times(text, states(string(regex)))/statesPerStep
		return steps + length(args[pattern]), ""
	}
}

// states is about how many states a pattern has. Only one that repeats a part so
// many times has more than characters; it is parsed to find out.
func states(pattern string) int64 {
	if !strings.Contains(pattern, "{") {
		return int64(len(pattern))
	}
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return int64(len(pattern))
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return int64(len(pattern))
	}
	return int64(len(program.Inst))
}

// finds is for patterns that yield each match.
func finds(pattern int) cost {
	one := matches(pattern)
	return func(args []*ast.Term) (int64, string) {
		steps, refusal := one(args)
		more, _ := scans(args)
		return steps + more, refusal
	}
}

// replaces is for what writes a text for each place that it finds in another:
// between all bytes, at worst.
func replaces(text, by int, price cost) cost {
	return func(args []*ast.Term) (int64, string) {
		steps, refusal := price(args)
		if refusal != "" || text >= len(args) || by >= len(args) {
			return steps, refusal
		}
		longest := length(args[by])
		if patterns, ok := args[by].Value.(ast.Object); ok {
			patterns.Foreach(func(_, value *ast.Term) { longest = max(longest, length(value)) })
		}
		written := times(length(args[text])+1, longest)
		if written > mostText {
			return 0, tooLong
		}
		return steps + written/bytesPerStep, ""
	}
}

// joins is for concat: the delimiter stands between all elements.
func joins(args []*ast.Term) (int64, string) {
	steps, refusal := walks(args)
	if refusal != "" || len(args) < 2 {
		return steps, refusal
	}
	written := times(length(args[0]), elements(args[1]))
	if written > mostText {
		return 0, tooLong
	}
	return steps + written/bytesPerStep, ""
}

// shifts is for bits.lsh and bits.rsh.
func shifts(args []*ast.Term) (int64, string) {
	steps, refusal := copies(args)
	if n, ok := args[1].Value.(ast.Number); ok && refusal == "" {
		if by, ok := n.Int(); !ok || by > 4*mostDigits {
			return 0, hugeShift
		}
	}
	return steps, refusal
}

// multiplies is for product, whose result has as many digits as all its factors.
func multiplies(args []*ast.Term) (int64, string) {
	steps, refusal := walks(args)
	if refusal == "" && (measure(args[0]).bytes > 10*mostDigits || unwieldyPart(args[0])) {
		return 0, hugeDigit
	}
	return steps, refusal
}

// adds is for functions over the numbers of a collection.
func adds(args []*ast.Term) (int64, string) {
	steps, refusal := walks(args)
	if refusal == "" && unwieldyPart(args[0]) {
		return 0, hugeDigit
	}
	return steps, refusal
}

func unwieldyPart(t *ast.Term) bool {
	switch v := t.Value.(type) {
	case *ast.Array:
		return v.Until(unwieldy)
	case ast.Set:
		return v.Until(unwieldy)
	}
	return unwieldy(t)
}

// formats is for sprintf: a verb may ask for any width, and name one argument
// any number of times.
func formats(args []*ast.Term) (int64, string) {
	steps, refusal := walks(args)
	if refusal != "" || len(args) < 2 {
		return steps, refusal
	}
	format, _ := args[0].Value.(ast.String)
	verbs := int64(strings.Count(string(format), "%"))
	if wide(string(format)) {
		return 0, hugeWidth
	}
	written := times(verbs, measure(args[1]).bytes+measure(args[1]).nodes)
	if written > mostText {
		return 0, tooLong
	}
	return steps + written/bytesPerStep, ""
}

// wide reports whether a format has a field that is wider than a line of any
// report, or takes its width from an argument.
func wide(format string) bool {
	const most = 1000
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		verb := format[i+1:]
		verb = verb[:len(verb)-len(strings.TrimLeft(verb, "+-# 0123456789.[]*"))]
		if strings.Contains(verb, "*") {
			return true
		}
		for _, digits := range strings.FieldsFunc(verb, func(r rune) bool { return r < '0' || r > '9' }) {
			if n, err := strconv.Atoi(digits); err != nil || n > most {
				return true
			}
		}
		i += len(verb)
	}
	return false
}

// units is for texts that are numbers with a unit.
func units(args []*ast.Term) (int64, string) {
	text, _ := args[0].Value.(ast.String)
	if len(text) > 100 || unwieldyText(strings.TrimRight(string(text), "abcdfghijklmnopqrstuvwxyzABCDFGHIJKLMNOPQRSTUVWXYZ\" ")) {
		return 0, hugeDigit
	}
	return 1, ""
}

// parses is for YAML, in which a name may stand for a part any number of times.
func parses(args []*ast.Term) (int64, string) {
	text, _ := args[0].Value.(ast.String)
	if strings.Contains(string(text), "&") && strings.Contains(string(text), "*") {
		return 0, "a text with anchors and aliases"
	}
	steps, refusal := copies(args)
	return steps + length(args[0])/2, refusal
}

// reads is for JSON and what is as plain: a value for a few bytes at most.
func reads(args []*ast.Term) (int64, string) {
	steps, refusal := copies(args)
	return steps + length(args[0])/4, refusal
}

// globs is for glob.match, which tries all ways to divide the text at the parts
// between wildcards: half of the parts to the left of a place, half to the right.
func globs(args []*ast.Term) (int64, string) {
	pattern, _ := args[0].Value.(ast.String)
	if len(pattern) > mostPattern/8 {
		return 0, longRegex
	}
	steps, text := int64(1), length(args[2])
	for parts := strings.Count(string(pattern), "*") + strings.Count(string(pattern), "{"); parts > 0; parts /= 2 {
		steps = times(steps, text)
	}
	return times(steps, text)/4096 + int64(len(pattern)), ""
}
