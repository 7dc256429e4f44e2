package config

import (
	"slices"

	"archlint/analyzer/source"
)

// Setting is the value of a key that a flag or a variable gives.
type Setting struct {
	Key    []string // the path of keys, {"traffic", "licences"}
	Values []string // one, or the items of a list
	At     Origin
	// Lenient leaves out a value that is not well-formed: the error is reported elsewhere.
	Lenient bool
}

// With returns the configuration with settings on top. Flags beat variables,
// whatever their order here. c stays as it is.
func (c *Config) With(settings []Setting) (*Config, error) {
	l := &loader{}
	layers := map[Kind]*value{FromEnvironment: newObject(Origin{}), FromFlag: newObject(Origin{})}
	keys := root()
	for _, s := range settings {
		if v := l.setting(s, schemaAt(keys, s.Key)); v != nil {
			put(layers[s.At.Kind], s.Key, v)
		}
	}
	if len(l.errs) > 0 {
		return nil, l.errs
	}
	out := &Config{Files: append(slices.Clone(c.Files), l.files...), files: c.files,
		over: merged(root(), layers[FromEnvironment], layers[FromFlag])}
	if errs := out.together(); len(errs) > 0 {
		return nil, errs
	}
	out.dir = c.dir
	if errs := out.readWaivers(); len(errs) > 0 {
		return nil, errs
	}
	out.decode()
	return out, nil
}

// setting returns the checked value of a setting, or nil.
func (l *loader) setting(s Setting, of *schema) *value {
	if of == nil || len(s.Values) == 0 {
		return nil
	}
	if of.file { // given as the path of a file that holds it
		return l.profile(s.Values[len(s.Values)-1], s.At)
	}
	var check checker
	v := check.check(s.value(of), of, "")
	if !s.Lenient {
		l.errs = append(l.errs, check.errs...)
	}
	return v
}

// value is the setting as a file would have it.
func (s Setting) value(of *schema) *value {
	if of.kind == listOf {
		v := &value{shape: list, at: s.At}
		for _, text := range s.Values {
			v.items = append(v.items, newScalar(text, "", s.At))
		}
		return v
	}
	return newScalar(s.Values[len(s.Values)-1], "", s.At)
}

// schemaAt is the schema of the key at that path, or nil.
func schemaAt(s *schema, key []string) *schema {
	for _, k := range key {
		switch {
		case s == nil:
			return nil
		case s.kind == mapOf:
			s = s.of
		default:
			s = s.field(k)
		}
	}
	return s
}

func put(into *value, key []string, v *value) {
	for _, k := range key[:len(key)-1] {
		next := into.get(k)
		if next == nil {
			next = newObject(v.at)
			into.set(k, next)
		}
		into = next
	}
	into.set(key[len(key)-1], v)
}

// together checks what single values do not show: shares of the traffic that
// add up to too much, scenarios that are not there.
func (c *Config) together() Errors {
	var check checker
	all := c.all()
	names := all.get("scenarios").names()
	for _, chosen := range all.get("scenario").itemsOf() {
		if !slices.Contains(names, chosen.text) {
			hint := DidYouMean(chosen.text, names)
			if len(names) == 0 {
				hint = "; the configuration has none"
			}
			check.fail(chosen, "scenario", "no scenario %q%s", chosen.text, hint)
		}
	}
	check.firm(all)
	check.traffic(all.get("traffic"), "")
	for _, name := range names {
		check.traffic(c.scenario(name), name)
	}
	return check.errs
}

// traffic reports figures that make no sense together.
func (c *checker) traffic(v *value, scenario string) {
	if v == nil {
		return
	}
	if err := trafficOf(v, scenario).Validate(); err != nil {
		where := "traffic"
		if scenario != "" {
			where = "scenarios." + scenario
		}
		c.errs = append(c.errs, &source.Error{File: fileOf(v), Pos: v.at.Pos, Message: where + ": " + err.Error()})
	}
	entries := v.get("entries")
	for _, flow := range entries.names() {
		if e := entries.get(flow); e.get("per-minute") != nil && e.get("share") != nil {
			c.fail(e, keyPath("traffic.entries", flow), "per-minute and share say the same in two ways: give one")
		}
	}
}

func fileOf(v *value) string {
	if v.at.Kind == FromFile {
		return v.at.Name
	}
	return ""
}

// scenario is the traffic of a scenario: the files' traffic, changed by what
// the scenario says, changed by the environment and flags.
func (c *Config) scenario(name string) *value {
	return merged(traffic(""), c.files.get("traffic"), c.files.get("scenarios", name), c.over.get("traffic"))
}
