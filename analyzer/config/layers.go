package config

import (
	"slices"

	"archlint/analyzer/source"
)

// Setting is what a flag or a variable says of a key.
type Setting struct {
	Key    []string // the path of keys, {"traffic", "licences"}
	Values []string // one, or the items of a list
	At     Origin
}

// With returns the configuration with settings on top. Flags beat variables,
// whatever their order here. c stays as it is.
func (c *Config) With(settings []Setting) (*Config, error) {
	var check checker
	layers := map[Kind]*value{FromEnvironment: newObject(Origin{}), FromFlag: newObject(Origin{})}
	for _, s := range settings {
		of := schemaAt(root(), s.Key)
		if of == nil {
			continue
		}
		if v := check.check(s.value(of), of, ""); v != nil {
			put(layers[s.At.Kind], s.Key, v)
		}
	}
	if len(check.errs) > 0 {
		return nil, check.errs
	}
	out := &Config{Files: c.Files, files: c.files, over: merged(root(), layers[FromEnvironment], layers[FromFlag])}
	if errs := out.together(); len(errs) > 0 {
		return nil, errs
	}
	out.decode()
	return out, nil
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
	last := ""
	if len(s.Values) > 0 {
		last = s.Values[len(s.Values)-1]
	}
	return newScalar(last, "", s.At)
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
	check.traffic(all.get("traffic"), "")
	for _, name := range names {
		check.traffic(c.scenario(name), name)
	}
	return check.errs
}

// traffic tells of figures that make no sense together.
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
			c.fail(e, under("traffic.entries", flow), "per-minute and share say the same in two ways: give one")
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
