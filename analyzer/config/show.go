package config

import (
	"io"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// Line is one value of a configuration, as `config show` lists it.
type Line struct {
	Key   []string `json:"key"`
	Value any      `json:"value"` // a text, a number, a truth value, or a list of these
	From  string   `json:"from"`  // "file:line", "--flag", "VARIABLE" or "default"
	// Proportional is set where something firmer says how many interactions
	// come, and this only how they spread.
	Proportional bool `json:"proportional,omitempty"`
}

// Lines lists what holds, key by key. With one scenario chosen, the traffic is
// that scenario's. Items of overrides have their number as key, from 0.
func (c *Config) Lines() []Line {
	out := []Line{}
	collect(c.effective(), nil, &out)
	return out
}

func collect(v *value, key []string, out *[]Line) {
	switch {
	case v.shape == object:
		for _, k := range v.keys {
			collect(v.members[k], append(key, k), out)
		}
	case v.shape == list && len(v.items) > 0 && v.items[0].shape == object:
		for i, item := range v.items {
			collect(item, append(key, strconv.Itoa(i)), out)
		}
	default:
		*out = append(*out, Line{append([]string(nil), key...), v.plain(), v.at.String(), v.proportional})
	}
}

// WriteYAML prints the effective configuration as a file, with the origin of each value
// in a comment. The file means the same as all layers together.
func (c *Config) WriteYAML(w io.Writer) error {
	enc := yaml.NewEncoder(w)
	enc.SetIndent(2)
	if err := enc.Encode(nodeOf(c.effective())); err != nil {
		return err
	}
	return enc.Close()
}

// nodeOf is v as a YAML node.
func nodeOf(v *value) *yaml.Node {
	switch v.shape {
	case object:
		n := &yaml.Node{Kind: yaml.MappingNode}
		for _, k := range v.keys {
			key := new(yaml.Node)
			key.SetString(k)
			n.Content = append(n.Content, key, nodeOf(v.members[k]))
		}
		return n
	case list:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		for _, item := range v.items {
			n.Content = append(n.Content, nodeOf(item))
		}
		if len(v.items) == 0 || v.items[0].shape == scalar {
			n.Style, n.LineComment = yaml.FlowStyle, v.origin()
			for _, item := range n.Content {
				item.LineComment = ""
			}
		}
		return n
	default:
		n := &yaml.Node{Kind: yaml.ScalarNode, Tag: v.tag, Value: v.text, LineComment: v.origin()}
		if n.Tag == "!!str" {
			n.SetString(v.text)
		}
		return n
	}
}

func (v *value) origin() string {
	if v.proportional {
		return v.at.String() + ", as proportions"
	}
	return v.at.String()
}

// effective returns the effective configuration, defaults included, in the order of the
// schema.
func (c *Config) effective() *value {
	all := c.all()
	if c.waivers != nil {
		all.set("waivers", overlay(waiversSchema(), all.get("waivers"), c.waivers))
	}
	if len(c.Chosen) == 1 {
		all.set("traffic", c.scenario(c.Chosen[0]))
	}
	return completed(all, root())
}

// completed adds defaults to v and types to the texts of flags. It returns nil where
// there is no value.
func completed(v *value, s *schema) *value {
	switch {
	case v == nil && s.initial != "":
		return initially(s)
	case s.kind == objectOf:
		out := newObject(Origin{})
		for _, f := range s.fields {
			if m := completed(v.get(f.key), f.schema); m != nil {
				out.set(f.key, m)
			}
		}
		return nonEmpty(out)
	case v == nil:
		return nil
	case s.kind == mapOf:
		out := newObject(v.at)
		for _, k := range v.keys {
			if m := completed(v.members[k], s.of); m != nil {
				out.set(k, m)
			} else if s.of != nil && s.of.kind == objectOf {
				out.set(k, newObject(v.members[k].at)) // a scenario that changes nothing
			}
		}
		return nonEmpty(out)
	case s.kind == listOf:
		out := *v
		out.items = nil
		for _, item := range v.items {
			out.items = append(out.items, completed(item, s.of))
		}
		return &out
	}
	return typed(v, s)
}

// nonEmpty returns v, or nil where it has no members.
func nonEmpty(v *value) *value {
	if len(v.keys) == 0 {
		return nil
	}
	return v
}

// typed gives the text of a flag the tag that a file's would have.
func typed(v *value, s *schema) *value {
	out := *v
	if out.shape != scalar || out.tag != "" {
		return &out
	}
	switch {
	case s.kind == number, s.kind == integer, s.kind == share && !strings.HasSuffix(v.text, "%"):
		out.tag = "!!float"
		if !strings.ContainsAny(v.text, ".eE") {
			out.tag = "!!int"
		}
	case s.kind == boolean:
		out.tag = "!!bool"
	default:
		out.tag = "!!str"
	}
	return &out
}

// initially is the default of a key.
func initially(s *schema) *value {
	v := newScalar(s.initial, "", Origin{})
	if s.kind == listOf {
		v = &value{shape: list, items: []*value{v}}
	}
	full := new(checker).check(v, s, "")
	if full == nil {
		return nil
	}
	return completed(full, s)
}
