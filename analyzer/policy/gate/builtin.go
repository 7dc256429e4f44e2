package gate

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// typeOf is the type that a value has in the facts, nil where it is no fact.
type typeOf = reflect.Type

// builtin is a built-in function of Rego that can be computed on facts.
// Where it cannot, or where Rego would complain, work returns what is unknown.
type builtin struct {
	arity   int
	work    func(x, y value) value
	prepare func(args []term) func(x, y value) value // instead of work; nil when that cannot be done
}

// builtins are the built-in functions that conditions use.
var builtins = map[string]builtin{
	ast.NotEqual.Name:                   {arity: 2, work: func(x, y value) value { return answered(same(x, y).not()) }},
	ast.Equal.Name:                      {arity: 2, work: func(x, y value) value { return answered(same(x, y)) }},
	ast.LessThan.Name:                   {arity: 2, work: ordered(func(order int) bool { return order < 0 })},
	ast.LessThanEq.Name:                 {arity: 2, work: ordered(func(order int) bool { return order <= 0 })},
	ast.GreaterThan.Name:                {arity: 2, work: ordered(func(order int) bool { return order > 0 })},
	ast.GreaterThanEq.Name:              {arity: 2, work: ordered(func(order int) bool { return order >= 0 })},
	ast.IsNull.Name:                     {arity: 1, work: isKind(null)},
	ast.IsNumber.Name:                   {arity: 1, work: isKind(number)},
	ast.IsString.Name:                   {arity: 1, work: isKind(text)},
	ast.IsBoolean.Name:                  {arity: 1, work: isKind(boolean)},
	ast.Member.Name:                     {arity: 2, work: member},
	ast.Count.Name:                      {arity: 1, work: count},
	ast.ArrayConcat.Name:                {arity: 2, work: concatenated},
	ast.Lower.Name:                      {arity: 1, work: changed(strings.ToLower)},
	ast.Upper.Name:                      {arity: 1, work: changed(strings.ToUpper)},
	ast.StartsWith.Name:                 {arity: 2, work: texts(strings.HasPrefix)},
	ast.EndsWith.Name:                   {arity: 2, work: texts(strings.HasSuffix)},
	ast.Contains.Name:                   {arity: 2, work: texts(strings.Contains)},
	ast.AnyPrefixMatch.Name:             {arity: 2, work: anyPrefix},
	ast.RegexMatch.Name:                 {arity: 2, prepare: matching},
	ast.RegexReplace.Name:               {arity: 3, prepare: replaced},
	ast.RegexFindAllStringSubmatch.Name: {arity: 3, prepare: matches},
}

// answered converts an answer to a value.
func answered(a answer) value {
	if a == maybe {
		return value{}
	}
	return truth(a == yes)
}

func ordered(want func(order int) bool) func(x, y value) value {
	return func(x, y value) value {
		order, known := compare(x, y)
		if !known {
			return value{}
		}
		return truth(want(order))
	}
}

func isKind(k kind) func(x, y value) value {
	return func(x, _ value) value {
		if x.kind == unknown {
			return value{}
		}
		return truth(x.kind == k)
	}
}

// member is x in y.
func member(x, y value) value {
	if y.kind != collection {
		if y.scalar() {
			return truth(false)
		}
		return value{}
	}
	found := no
	for i, n := 0, y.len(); i < n && found != yes; i++ {
		found = max(found, same(x, y.element(i)))
	}
	return answered(found)
}

func count(x, _ value) value {
	switch x.kind {
	case collection:
		return numeral(float64(x.len()))
	case text:
		return numeral(float64(len([]rune(x.text))))
	}
	return value{}
}

// concatenated is one list after the other.
func concatenated(x, y value) value {
	switch {
	case x.kind != collection || y.kind != collection:
		return value{}
	case y.len() == 0:
		return x
	case x.len() == 0:
		return y
	case x.more != nil || y.more != nil:
		return value{}
	}
	return value{kind: collection, facts: x.facts, more: &more{rest: y.facts}}
}

func changed(change func(string) string) func(x, y value) value {
	return func(x, _ value) value {
		if x.kind != text {
			return value{}
		}
		return value{kind: text, text: change(x.text)}
	}
}

func texts(test func(x, y string) bool) func(x, y value) value {
	return func(x, y value) value {
		if x.kind != text || y.kind != text {
			return value{}
		}
		return truth(test(x.text, y.text))
	}
}

// anyPrefix reports whether a text begins with one of several.
func anyPrefix(x, y value) value {
	if x.kind != text || y.kind != collection {
		return value{}
	}
	for i, n := 0, y.len(); i < n; i++ {
		prefix := y.element(i)
		if prefix.kind != text {
			return value{}
		}
		if strings.HasPrefix(x.text, prefix.text) {
			return truth(true)
		}
	}
	return truth(false)
}

// matching is regex.match with a constant pattern.
func matching(args []term) func(x, y value) value {
	pattern := compiled(args[0])
	if pattern == nil {
		return nil
	}
	return func(_, y value) value {
		if y.kind != text {
			return value{}
		}
		return truth(pattern.MatchString(y.text))
	}
}

// matches is regex.find_all_string_submatch_n with a constant pattern: nothing
// where it does not match, and else anything.
func matches(args []term) func(x, y value) value {
	pattern, most := compiled(args[0]), args[2].constant
	if pattern == nil || most == nil || most.kind != number || most.number == 0 {
		return nil
	}
	return func(_, y value) value {
		if y.kind != text || pattern.MatchString(y.text) {
			return value{}
		}
		return empty
	}
}

// replaced is regex.replace with a constant pattern and replacement.
func replaced(args []term) func(x, y value) value {
	pattern, by := compiled(args[1]), args[2].constant
	if pattern == nil || by == nil || by.kind != text {
		return nil
	}
	return changed(func(s string) string { return pattern.ReplaceAllString(s, by.text) })
}

// compiled is the pattern that a constant holds, or nil.
func compiled(t term) *regexp.Regexp {
	if t.constant == nil || t.constant.kind != text {
		return nil
	}
	pattern, err := regexp.Compile(t.constant.text)
	if err != nil {
		return nil
	}
	return pattern
}

// resultType is that of the elements that array.concat keeps.
func resultType(b builtin, args []term) typeOf {
	if len(args) == 2 && args[0].typ == args[1].typ && args[0].typ != nil && args[0].typ.Kind() == reflect.Slice {
		return args[0].typ
	}
	return nil
}
