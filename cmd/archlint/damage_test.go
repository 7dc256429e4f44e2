package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"math/rand/v2"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// damager breaks files in one of the ways in which files break: by bytes, by
// tokens, by nodes of their tree, and by parts of other files.
type damager struct {
	*rand.Rand
	texts [][]byte // of all files, for parts
}

// damaged is a text with a few damages. What it becomes depends on the state of the
// random numbers alone.
func (d damager) damaged(text []byte) []byte {
	ways := []func([]byte) []byte{d.tree} // half of the files stay files of their format, and are read further
	if d.IntN(2) == 0 {
		ways = append(ways, d.bytes, d.tokens, d.spliced)
	}
	for range 1 + d.IntN(3) {
		if len(text) > 0 && len(text) <= mostDamaged {
			text = pick(d.Rand, ways)(text)
		}
	}
	return text[:min(len(text), mostDamaged)]
}

// mostDamaged keeps damaged files small, so that many are tried.
const mostDamaged = 64 << 10

// oddities are what files seldom hold, and readers fail at.
var oddities = []string{
	"\x00", "\x1b[31m", "\xff", "\xed\xa0\x80", "\ufeff", "\u0085", "\u2028", "\u202e", "\t", "\r", "\n", "\n---\n", "\n...\n", " ", "-", ": ",
	"!x ", "!!int ", "!!binary ",
	"&a ", "*a ", "%", "@", "`", "|", ">", "#", "\"", "'", "{", "}", "[", "]", ",", "\\", "<<: ", "? ", "::error::x",
	"##vso[x]", "${", "{{", "%0A",
}

// values are scalars that a schema does not expect.
var values = []string{
	"0", "-1", "1e308", "-1e308", "1e-308", "9223372036854775807", "9223372036854775808", "-9223372036854775809", ".nan", ".inf", "99999999",
	"0.1", "0x10", "1_000", "null", "~", "true", "\"\"", "[]", "{}",
	"P1Y", "PT0S", "PT99999999999H", "2026-02-30T25:61:00Z", "Task.x + 1", "if(1, 2", "((((((((((((((((1", "a.b.c.d",
	"/inboundCall/tasks/task[Main_1]", "00000000-0000-0000-0000-000000000000", "é😀", "=1",
}

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// bytes breaks a text without looking at what it says.
func (d damager) bytes(text []byte) []byte {
	at := d.IntN(len(text))
	to := min(at+1+d.IntN(1+d.IntN(64)), len(text))
	switch d.IntN(7) {
	case 0:
		return bytes.Clone(text[:at])
	case 1:
		return slices.Concat(text[:at], text[to:])
	case 2:
		return slices.Concat(text[:at], []byte{text[at] ^ 1<<d.IntN(8)}, text[at+1:])
	case 3:
		return slices.Concat(text[:to], text[at:])
	case 4:
		return slices.Concat(text[:at], []byte(pick(d.Rand, oddities)), text[to:])
	case 5:
		return slices.Concat(text[:at], bytes.Repeat([]byte(pick(d.Rand, oddities)), 1+d.IntN(300)), text[at:])
	}
	return slices.Concat(text[:at], []byte(pick(d.Rand, oddities)), text[at:])
}

var token = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*|-?[0-9][0-9.]*|"[^"\n]*"|\n *|.`)

// tokens changes one word, number, quoted text or line's indent.
func (d damager) tokens(text []byte) []byte {
	all := token.FindAllIndex(text, -1)
	if len(all) == 0 {
		return text
	}
	at, other := pick(d.Rand, all), pick(d.Rand, all)
	in := text[other[0]:other[1]]
	switch d.IntN(5) {
	case 0:
		in = []byte(pick(d.Rand, values))
	case 1:
		in = nil
	case 2:
		if from := pick(d.Rand, d.texts); len(from) > 0 {
			if found := token.FindIndex(from[d.IntN(len(from)):]); found != nil {
				in = from[found[0]:found[1]]
			}
		}
	case 3: // every time that the word stands there
		return bytes.ReplaceAll(text, text[at[0]:at[1]], in)
	}
	return slices.Concat(text[:at[0]], in, text[at[1]:])
}

// spliced goes on with the lines of another file.
func (d damager) spliced(text []byte) []byte {
	other := pick(d.Rand, d.texts)
	mine, theirs := bytes.SplitAfter(text, []byte("\n")), bytes.SplitAfter(other, []byte("\n"))
	from, to := d.IntN(len(theirs)), d.IntN(len(mine))
	until := min(from+1+d.IntN(20), len(theirs))
	return slices.Concat(bytes.Join(mine[:to], nil), bytes.Join(theirs[from:until], nil), bytes.Join(mine[to+d.IntN(len(mine)-to):], nil))
}

// tree changes nodes of a YAML or JSON file, which stays one. A text that is
// neither is left as it is.
func (d damager) tree(text []byte) []byte {
	root, other := parsedTree(text), parsedTree(pick(d.Rand, d.texts))
	if root == nil {
		return text
	}
	for range 1 + d.IntN(2) {
		d.node(pick(d.Rand, nodesOf(root)), root, other)
	}
	if len(nodesOf(root)) > 4000 {
		return text
	}
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		var out strings.Builder
		writeJSON(&out, root)
		return []byte(out.String())
	}
	out, err := yaml.Marshal(root)
	if err != nil {
		return text
	}
	return out
}

// node changes one node of a tree, with nodes of it and of another tree.
func (d damager) node(n, root, other *yaml.Node) {
	in := copied(pick(d.Rand, nodesOf(root)))
	if other != nil && d.IntN(2) == 0 {
		in = copied(pick(d.Rand, nodesOf(other)))
	}
	if n.Kind == yaml.ScalarNode || len(n.Content) == 0 {
		if d.IntN(3) == 0 {
			*n = *in
			return
		}
		n.Kind, n.Tag, n.Style, n.Value, n.Content = yaml.ScalarNode, "", 0, pick(d.Rand, values), nil
		return
	}
	width := 1
	if n.Kind == yaml.MappingNode {
		width = 2
	}
	at := d.IntN(len(n.Content)/width) * width
	part := n.Content[at : at+width]
	switch d.IntN(6) {
	case 0:
		n.Content = slices.Delete(n.Content, at, at+width)
	case 1:
		n.Content = slices.Insert(n.Content, at, copiedAll(part)...)
	case 2:
		to := d.IntN(len(n.Content)/width) * width
		for i := range width {
			n.Content[at+i], n.Content[to+i] = n.Content[to+i], n.Content[at+i]
		}
	case 3:
		*part[width-1] = *in
	case 4: // under another key
		*part[0] = *in
	case 5: // many times deeper
		for range 1 + d.IntN(200) {
			n = &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{{Kind: n.Kind, Content: n.Content, Tag: n.Tag}}}
		}
		*part[width-1] = *copied(n.Content[0])
	}
}

// parsedTree is the tree of a small YAML or JSON text without aliases, or nil.
func parsedTree(text []byte) *yaml.Node {
	var doc yaml.Node
	if len(text) > mostDamaged || yaml.Unmarshal(text, &doc) != nil || len(doc.Content) != 1 {
		return nil
	}
	for _, n := range nodesOf(doc.Content[0]) {
		if n.Kind == yaml.AliasNode {
			return nil
		}
		n.Anchor = ""
	}
	return doc.Content[0]
}

func nodesOf(n *yaml.Node) []*yaml.Node {
	out := []*yaml.Node{n}
	for _, c := range n.Content {
		out = append(out, nodesOf(c)...)
	}
	return out
}

func copied(n *yaml.Node) *yaml.Node {
	out := *n
	out.Content = copiedAll(n.Content)
	return &out
}

func copiedAll(list []*yaml.Node) []*yaml.Node {
	var out []*yaml.Node
	for _, n := range list {
		out = append(out, copied(n))
	}
	return out
}

// writeJSON writes a tree as JSON, keys that stand there twice among them.
func writeJSON(out *strings.Builder, n *yaml.Node) {
	text, _ := json.Marshal(n.Value)
	switch {
	case n.Kind == yaml.SequenceNode:
		out.WriteString("[")
		for i, c := range n.Content {
			if i > 0 {
				out.WriteString(",")
			}
			writeJSON(out, c)
		}
		out.WriteString("]")
	case n.Kind == yaml.MappingNode:
		out.WriteString("{")
		for i := 0; i+1 < len(n.Content); i += 2 {
			if i > 0 {
				out.WriteString(",")
			}
			key, _ := json.Marshal(n.Content[i].Value)
			out.Write(append(key, ':'))
			writeJSON(out, n.Content[i+1])
		}
		out.WriteString("}")
	case n.Style&yaml.DoubleQuotedStyle == 0 && json.Valid([]byte(n.Value)):
		out.WriteString(n.Value)
	default:
		out.Write(text)
	}
}

// packed is a flow of JSON as Architect saves it: an .i3 file.
func packed(text []byte) []byte {
	return []byte(base64.StdEncoding.EncodeToString([]byte(url.PathEscape(string(text)))))
}
