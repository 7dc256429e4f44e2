package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/source"
)

// maxDepth bounds how deep a file may nest. No setting nests half as deep; it
// also ends what an alias to something around it would repeat for ever.
const maxDepth = 16

// maxValues bounds how many values a file may hold once its aliases are
// written out.
const maxValues = 200_000

// parse reads the one document of a file. An empty file says nothing.
func parse(name string, text []byte) (*value, Errors) {
	doc, err := document(text)
	if err != nil {
		return nil, Errors{syntaxError(name, err)}
	}
	r := &reader{file: name}
	if doc == nil || len(doc.Content) == 0 {
		return newObject(r.at(nil)), nil
	}
	v := r.value(doc.Content[0], 0)
	if v != nil && v.isNull() {
		v = newObject(v.at)
	}
	return v, r.errs
}

// document returns the only document of text, nil where there is none. A panic
// of the parser becomes an error.
func document(text []byte) (doc *yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			doc, err = nil, fmt.Errorf("yaml: the parser gave up: %v", p)
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	first := new(yaml.Node)
	if err := decoder.Decode(first); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	second := new(yaml.Node)
	switch err := decoder.Decode(second); {
	case errors.Is(err, io.EOF):
		return first, nil
	case err != nil:
		return nil, err
	}
	return nil, fmt.Errorf("yaml: line %d: a second document: a configuration is one document", second.Line)
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

func syntaxError(file string, err error) *source.Error {
	text := err.Error()
	pos := source.Pos{}
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		text = text[len(m[0]):]
		if n, convErr := strconv.Atoi(m[1]); convErr == nil {
			pos = source.Pos{Line: n, Column: 1}
		}
	}
	return &source.Error{File: file, Pos: pos, Message: "not YAML: " + text}
}

// reader turns nodes into values.
type reader struct {
	file   string
	errs   Errors
	values int
}

func (r *reader) at(n *yaml.Node) Origin {
	o := Origin{Kind: FromFile, Name: r.file}
	if n != nil {
		o.Pos = source.Pos{Line: n.Line, Column: n.Column}
	}
	return o
}

func (r *reader) fail(n *yaml.Node, format string, args ...any) {
	r.errs = append(r.errs, &source.Error{File: r.file, Pos: r.at(n).Pos, Message: fmt.Sprintf(format, args...)})
}

func (r *reader) value(n *yaml.Node, depth int) *value {
	r.values++
	switch {
	case r.values == maxValues:
		r.fail(n, "more than %d values: aliases that repeat one another?", maxValues)
		return nil
	case r.values > maxValues:
		return nil
	case depth > maxDepth:
		r.fail(n, "nested deeper than any setting")
		return nil
	}
	switch n.Kind {
	case yaml.AliasNode:
		return r.value(n.Alias, depth+1)
	case yaml.MappingNode:
		return r.object(n, depth)
	case yaml.SequenceNode:
		return r.list(n, depth)
	default:
		return r.scalar(n)
	}
}

func (r *reader) object(n *yaml.Node, depth int) *value {
	v := newObject(r.at(n))
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode {
			r.fail(key, "a key must be a word")
			continue
		}
		if first := v.get(key.Value); first != nil {
			r.fail(key, "%q stands twice, first in line %d", key.Value, first.key.Line)
			continue
		}
		if m := r.value(n.Content[i+1], depth+1); m != nil {
			m.key = r.at(key).Pos
			v.set(key.Value, m)
		}
	}
	return v
}

func (r *reader) list(n *yaml.Node, depth int) *value {
	v := &value{shape: list, at: r.at(n)}
	for _, item := range n.Content {
		if one := r.value(item, depth+1); one != nil {
			v.items = append(v.items, one)
		}
	}
	return v
}

func (r *reader) scalar(n *yaml.Node) *value {
	v := newScalar(n.Value, n.ShortTag(), r.at(n))
	switch v.tag {
	case "!!int", "!!float":
		if err := n.Decode(&v.num); err != nil {
			r.fail(n, "%s is not a number", n.Value)
		}
	case "!!bool":
		var b bool
		if err := n.Decode(&b); err == nil && b {
			v.num = 1
		}
	}
	return v
}
