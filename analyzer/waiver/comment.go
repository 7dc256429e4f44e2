package waiver

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/source"
)

// marker begins a waiver in a YAML comment:
//
//	# archlint:waive RULE [owner=NAME] [expires=2027-03-31] REASON
const marker = "archlint:waive"

var comment = regexp.MustCompile(`(^|\s)#\s*` + marker + `\b(.*)$`)

// Comments returns the waivers that stand as comments in a YAML file. One on a
// line of its own is about the node that begins after it, one at the end of a
// line about the node that begins there, with all that is in that node. A
// comment that is no proper waiver is one that cannot be honoured.
func Comments(file *source.File) []Waiver {
	if !bytes.Contains(file.Text, []byte(marker)) {
		return nil
	}
	lines := strings.Split(string(file.Text), "\n")
	quoted := inScalars(file.Text, len(lines))
	var out []Waiver
	for i, line := range lines {
		m := comment.FindStringSubmatchIndex(strings.TrimRight(line, "\r"))
		if m == nil || quoted(i+1) {
			continue
		}
		w := parse(strings.TrimRight(line, "\r")[m[4]:m[5]])
		w.comment, w.File = true, file.Name
		w.Pos = source.Pos{Line: i + 1, Column: utf8.RuneCountInString(line[:m[3]]) + 1}
		w.Place.lines = scope(lines, i, strings.TrimSpace(line[:m[3]]) == "")
		out = append(out, w)
	}
	return out
}

// parse reads what stands after the marker.
func parse(text string) Waiver {
	var w Waiver
	words := strings.Fields(text)
	if len(words) == 0 {
		w.problem = "it names no rule; write # " + marker + " RULE REASON"
		return w
	}
	w.Rule, words = strings.TrimSuffix(words[0], ":"), words[1:]
	for len(words) > 0 {
		key, value, given := strings.Cut(words[0], "=")
		if !given || key != "owner" && key != "expires" {
			break
		}
		words = words[1:]
		if key == "owner" {
			w.Owner = value
			continue
		}
		day, err := Day(strings.TrimSuffix(value, ":"))
		if err != nil {
			w.problem = fmt.Sprintf("%q is not a day like 2027-03-31", value)
			return w
		}
		w.Expires = day
	}
	w.Reason = strings.TrimSpace(strings.TrimLeft(strings.Join(words, " "), ":- "))
	if w.Reason == "" {
		w.problem = "it gives no reason"
	}
	return w
}

// scope returns the first and the last line, from 1, of what the comment in
// line i is about.
func scope(lines []string, i int, alone bool) [2]int {
	first := i
	if alone {
		for first++; first < len(lines) && empty(lines[first]); first++ {
		}
	}
	if first >= len(lines) {
		return [2]int{}
	}
	last := first
	for j := first + 1; j < len(lines); j++ {
		if empty(lines[j]) {
			continue
		}
		if !inside(lines[first], lines[j]) {
			break
		}
		last = j
	}
	return [2]int{first + 1, last + 1}
}

// empty reports whether a line holds nothing or only a comment.
func empty(line string) bool {
	line = strings.TrimSpace(line)
	return line == "" || strings.HasPrefix(line, "#")
}

// inside reports whether a later line belongs to the node that begins on first.
// The items of a list may stand as far left as the key of the list.
func inside(first, line string) bool {
	begin, here := indent(first), indent(line)
	if here != begin {
		return here > begin
	}
	return isItem(line) && !isItem(first) && !strings.HasPrefix(line, "---")
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

func isItem(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "-") }

// inScalars returns a function that says whether the marker on a line stands in
// a text of the flow, and is no comment.
func inScalars(text []byte, lines int) func(line int) bool {
	var begins []int // of all nodes
	var texts []int  // of those with the marker in them
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		begins = append(begins, n.Line)
		if n.Kind == yaml.ScalarNode && strings.Contains(n.Value, marker) {
			texts = append(texts, n.Line)
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	var doc yaml.Node
	if decode(text, &doc) == nil {
		walk(&doc)
	}
	slices.Sort(begins)
	return func(line int) bool {
		return slices.ContainsFunc(texts, func(begin int) bool {
			end := lines + 1 // a text ends before the next node begins
			if i, _ := slices.BinarySearch(begins, begin+1); i < len(begins) {
				end = begins[i]
			}
			return begin <= line && line < end
		})
	}
}

// decode turns a panic of the parser into an error.
func decode(text []byte, doc *yaml.Node) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("yaml: %v", p)
		}
	}()
	return yaml.Unmarshal(text, doc)
}
