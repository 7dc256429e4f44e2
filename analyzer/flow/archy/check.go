package archy

import (
	"fmt"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/source"
)

// skipped are keys whose contents are large and mean nothing here: a bot's
// language model.
const skipped = "settingsNaturalLanguageUnderstanding"

// checker walks a flow's nodes before anything else does, so that the rest may
// recurse and follow aliases without fear: it bounds size and depth as they are
// with every alias replaced by what it stands for.
type checker struct {
	d      *decoder
	opts   Options
	extent map[*yaml.Node]extent // of anchored nodes
	err    *source.Error
}

// extent is how large a node is with its aliases followed; done is false
// while the node is being measured.
type extent struct {
	nodes, depth int
	done         bool
}

// check refuses what is too large or too deep, or contains itself, and tells
// of keys that stand twice.
func (d *decoder) check(root field, opts Options) error {
	c := &checker{d: d, opts: opts, extent: map[*yaml.Node]extent{}}
	total := c.measure(root.value, 0)
	if c.err == nil && total.nodes > opts.MaxNodes {
		c.fail(root.value, "more than %d YAML nodes once aliases are followed", opts.MaxNodes)
	}
	if c.err != nil {
		return c.err
	}
	return nil
}

// fail keeps the first error.
func (c *checker) fail(n *yaml.Node, format string, args ...any) extent {
	if c.err == nil {
		c.err = &source.Error{File: c.d.file.Name, Pos: c.d.pos(n), Message: fmt.Sprintf(format, args...)}
	}
	return extent{}
}

func (c *checker) measure(n *yaml.Node, level int) extent {
	if c.err != nil {
		return extent{}
	}
	if level > c.opts.MaxDepth {
		return c.fail(n, "nested deeper than %d levels", c.opts.MaxDepth)
	}
	if n.Kind == yaml.AliasNode {
		return c.measureAlias(n, level)
	}
	if n.Anchor == "" {
		return c.measureContent(n, level)
	}
	if known, ok := c.extent[n]; ok && known.done {
		return known
	}
	c.extent[n] = extent{}
	e := c.measureContent(n, level)
	e.done = true
	c.extent[n] = e
	return e
}

func (c *checker) measureAlias(n *yaml.Node, level int) extent {
	if n.Alias == nil {
		return extent{nodes: 1, depth: 1}
	}
	e, known := c.extent[n.Alias]
	switch {
	case !known:
		e = c.measure(n.Alias, level)
	case !e.done:
		return c.fail(n, "alias *%s contains itself", n.Value)
	}
	if level+e.depth > c.opts.MaxDepth {
		return c.fail(n, "nested deeper than %d levels once aliases are followed", c.opts.MaxDepth)
	}
	return e
}

func (c *checker) measureContent(n *yaml.Node, level int) extent {
	e := extent{nodes: 1, depth: 1}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 && n.Content[i-1].Value == skipped {
			continue
		}
		sub := c.measure(child, level+1)
		e.depth = max(e.depth, sub.depth+1)
		e.nodes = min(e.nodes+sub.nodes, c.opts.MaxNodes+1) // saturate: nesting multiplies
	}
	if n.Kind == yaml.MappingNode {
		c.duplicates(n)
	}
	return e
}

// duplicates reports keys that stand twice in a mapping.
func (c *checker) duplicates(n *yaml.Node) {
	const few = 2 * 12 // keys and values of mappings that are compared pair by pair
	if len(n.Content) <= few {
		for i := 2; i < len(n.Content); i += 2 {
			for j := 0; j < i; j += 2 {
				c.compare(n.Content[j], n.Content[i])
			}
		}
		return
	}
	seen := make(map[string]*yaml.Node, len(n.Content)/2)
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		if first := seen[key.Value]; first != nil {
			c.compare(first, key)
		} else {
			seen[key.Value] = key
		}
	}
}

func (c *checker) compare(first, second *yaml.Node) {
	if first.Value != second.Value || first.Kind != yaml.ScalarNode || second.Kind != yaml.ScalarNode || isMerge(first) {
		return
	}
	c.d.note(second, "key %q stands here for the second time (first in line %d): this one counts", textOf(second), first.Line)
}
