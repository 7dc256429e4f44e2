package archy

import (
	"bytes"
	"fmt"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// A text that resembles a flow and gives none is never passed over: what was a
// flow yesterday and is damaged today would be missing from the review, and
// nobody would know. The functions of this file find what is left of a flow.

// zeroBytes is the error of a text with zero bytes, which no editor writes in
// UTF-8: what is beside them may not be what the author saw.
func zeroBytes(file *source.File) error {
	at := bytes.IndexByte(file.Text, 0)
	if at < 0 {
		return nil
	}
	message := "a zero byte (NUL), which YAML does not allow: the file is damaged"
	if count := bytes.Count(file.Text, []byte{0}); count > len(file.Text)/4 {
		message = "every other byte is zero, as in UTF-16 without a byte order mark: save the file as UTF-8"
	}
	return &source.Error{File: file.Name, Pos: file.PosAt(at), Message: message}
}

// emptyRoot is the error of a root key that only flows have and that holds no
// mapping, nil for every other field.
func emptyRoot(file *source.File, text prepared, root field) error {
	key := withoutReplaced(root.key)
	typ, known := flow.TypeOf(key)
	if !known || !isDistinct(key, typ) || root.value.Kind == yaml.MappingNode {
		return nil
	}
	return &source.Error{
		File: file.Name, Pos: text.pos(root.keyNode.Line, root.keyNode.Column),
		Message: fmt.Sprintf("%s holds no mapping: there is no flow below it", textOf(root.keyNode)),
	}
}

// lostFlow is the error of a document that holds what only flows hold, but not
// where a flow stands: below the one root key of its document.
func lostFlow(file *source.File, text prepared, doc *yaml.Node) error {
	key := flowKeyIn(doc)
	if key == nil {
		return nil
	}
	return &source.Error{
		File: file.Name, Pos: text.pos(key.Line, key.Column),
		Message: fmt.Sprintf("%s belongs to a flow, but no flow begins here: its type (such as inboundCall) must be a key at the top of the "+
			"document", textOf(key)),
	}
}

// flowKeyIn finds the first key below n that only a flow has: where it starts,
// or the root key of one with its mapping. It follows no alias, so that it ends.
func flowKeyIn(n *yaml.Node) *yaml.Node {
	var found *yaml.Node
	stack := []*yaml.Node{n}
	for len(stack) > 0 && found == nil {
		n, stack = stack[len(stack)-1], stack[:len(stack)-1]
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content) && found == nil; i += 2 {
			if key := n.Content[i]; isFlowKey(key.Value, n.Content[i+1]) {
				found = key
			}
		}
		for i := len(n.Content) - 1; i >= 0; i-- {
			stack = append(stack, n.Content[i])
		}
	}
	return found
}

func isFlowKey(key string, value *yaml.Node) bool {
	if key == startKeys[0] || key == startKeys[1] {
		return true
	}
	typ, known := flow.TypeOf(key)
	return known && isDistinct(key, typ) && value.Kind == yaml.MappingNode
}

// lostStart is the error of a text that says where a flow starts and holds no
// document with one, for example because it all stands in one string.
func lostStart(file *source.File) error {
	at := startOf(file.Text)
	if at < 0 {
		return nil
	}
	key, _, _ := bytes.Cut(file.Text[at:], []byte(":"))
	key = bytes.TrimRight(key, "\"' \t")
	return &source.Error{
		File: file.Name, Pos: file.PosAt(at),
		Message: fmt.Sprintf("%s belongs to a flow, but the file holds none: it is damaged, or the flow stands in a text", key),
	}
}
