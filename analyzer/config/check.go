package config

import (
	"fmt"
	"slices"
	"strings"

	"archlint/analyzer/source"
)

// checker holds values to their schemas and turns them into their full form:
// numbers read, short forms written out. It collects all that is wrong.
type checker struct{ errs Errors }

// fail adds an error about v. An error about a flag or a variable begins with
// its name, one about a file with the place and the key.
func (c *checker) fail(v *value, key, format string, args ...any) {
	c.failAt(v.at, key, format, args...)
}

func (c *checker) failAt(at Origin, key, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	e := &source.Error{}
	if at.Kind == FromFile {
		e.File, e.Pos = at.Name, at.Pos
	} else {
		key = at.Name
	}
	if key != "" {
		message = key + ": " + message
	}
	e.Message = message
	c.errs = append(c.errs, e)
}

// check returns v in its full form, or nil where it is not usable at all.
func (c *checker) check(v *value, s *schema, key string) *value {
	switch s.kind {
	case objectOf, mapOf:
		return c.object(v, s, key)
	case listOf:
		return c.list(v, s, key)
	case week:
		return c.week(v, key)
	case param:
		return c.param(v, key)
	}
	if v.shape != scalar || v.isNull() {
		c.fail(v, key, "want %s", expectation(s))
		return nil
	}
	return c.scalar(v, s, key)
}

func (c *checker) object(v *value, s *schema, key string) *value {
	if v.isNull() {
		empty := newObject(v.at)
		empty.key = v.key
		c.complete(empty, s, key)
		return empty
	}
	if v.shape == scalar && s.short != "" {
		long := newObject(v.at)
		long.key = v.key
		long.set(s.short, v)
		v = long
	}
	if v.shape != object {
		c.fail(v, key, "want %s", expectation(s))
		return nil
	}
	out := newObject(v.at)
	out.key = v.key
	for _, k := range v.keys {
		of, name := s.of, keyPath(key, k)
		if s.kind == objectOf {
			of = s.field(k)
		}
		if of == nil || len(s.words) > 0 && !slices.Contains(s.words, k) {
			c.unknown(v, k, key, s)
			continue
		}
		if m := c.check(v.members[k], of, name); m != nil {
			out.set(k, m)
		}
	}
	c.complete(v, s, key)
	return out
}

// complete reports keys that an object lacks.
func (c *checker) complete(v *value, s *schema, key string) {
	for _, need := range s.needs {
		if v.get(need) == nil {
			c.fail(v, key, "%s is missing", need)
		}
	}
	if len(s.needs1) > 0 && !slices.ContainsFunc(s.needs1, func(k string) bool { return v.get(k) != nil }) {
		c.fail(v, key, "give one of %s", strings.Join(s.needs1, ", "))
	}
}

// unknown reports a key that a schema does not have.
func (c *checker) unknown(v *value, k, key string, s *schema) {
	known := s.fieldNames()
	if s.kind == mapOf {
		known = s.words
	}
	c.failAt(v.members[k].named(), key, "unknown key %q%s", k, DidYouMean(k, known))
}

func keyPath(key, k string) string {
	if key == "" {
		return k
	}
	return key + "." + k
}

func (c *checker) list(v *value, s *schema, key string) *value {
	switch {
	case v.isNull():
		return &value{shape: list, at: v.at}
	case v.shape == scalar && s.single:
		v = &value{shape: list, at: v.at, items: []*value{v}}
	case v.shape != list:
		c.fail(v, key, "want %s", expectation(s))
		return nil
	}
	out := &value{shape: list, at: v.at, key: v.key}
	for i, item := range v.items {
		if one := c.check(item, s.of, fmt.Sprintf("%s[%d]", key, i)); one != nil {
			out.items = append(out.items, one)
		}
	}
	return out
}

// param lets through what a rule's parameter can be; the rule knows its type.
func (c *checker) param(v *value, key string) *value {
	switch {
	case v.shape == object, v.isNull():
		c.fail(v, key, "want a number, a text, true or false, or a list of texts")
		return nil
	case v.shape == list:
		for i, item := range v.items {
			if item.shape != scalar || item.isNull() {
				c.fail(item, fmt.Sprintf("%s[%d]", key, i), "want a text")
				return nil
			}
		}
	}
	return v
}
