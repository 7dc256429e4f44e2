package archy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"archlint/analyzer/source"
)

// tabWidths are tried in this order on files that YAML refuses and that are
// indented with tabs.
var tabWidths = []int{2, 4, 8}

// piece is a part of a file that was parsed by itself: all of it, or one
// document of a file in which another one is broken.
type piece struct {
	docs []*yaml.Node
	text prepared
	err  error
}

// parse reads the documents of a file. Errors have places.
func parse(file *source.File) []piece {
	whole := parsePiece(file.Name, prepare(file.Text))
	if whole.err == nil {
		return []piece{whole}
	}
	parts := splitDocuments(whole.text.text)
	if len(parts) == 1 {
		return []piece{whole}
	}
	var pieces []piece
	for i, part := range parts {
		text := prepared{text: part}
		if i == 0 {
			text.problems = whole.text.problems
		}
		pieces = append(pieces, parsePiece(file.Name, text))
	}
	return pieces
}

func parsePiece(name string, p prepared) piece {
	docs, err := documents(p.text)
	if err == nil {
		return piece{docs: docs, text: p}
	}
	if p.hasLeadingTab() {
		for _, width := range tabWidths {
			expanded := p.expandTabs(width)
			if docs, tabErr := documents(expanded.text); tabErr == nil {
				expanded.problems = append(expanded.problems, tabProblem(p, width))
				return piece{docs: docs, text: expanded}
			}
		}
	}
	return piece{text: p, err: syntaxError(name, p.text, err)}
}

func tabProblem(p prepared, width int) problem {
	at := source.NewFile("", p.text).PosAt(leadingTab.FindIndex(p.text)[0])
	return problem{at, fmt.Sprintf("indented with tabs, which YAML forbids: read as %d blanks each", width)}
}

// documents parses all documents of text into nodes. A panic of the parser
// becomes an error: it must not end the review of the other files.
func documents(text []byte) (docs []*yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			docs, err = nil, fmt.Errorf("yaml: the parser gave up: %v", r)
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for {
		doc := new(yaml.Node)
		err := decoder.Decode(doc)
		if errors.Is(err, io.EOF) {
			return docs, nil
		}
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
}

var yamlLine = regexp.MustCompile(`^yaml: (?:unmarshal errors:\s*)?(?:line (\d+): )?`)

// syntaxError turns the parser's error into one with line and column.
func syntaxError(name string, text []byte, err error) *source.Error {
	reported, message := splitError(err)
	line := faultLine(text, message, reported)
	return &source.Error{File: name, Pos: source.Pos{Line: line, Column: faultColumn(text, line, message)}, Message: "not YAML: " + message}
}

func splitError(err error) (line int, message string) {
	match := yamlLine.FindStringSubmatch(err.Error())
	if match == nil {
		return 0, err.Error()
	}
	line, _ = strconv.Atoi(match[1]) // no line: 0
	return line, err.Error()[len(match[0]):]
}

// maxFaultSearch bounds the texts in which a fault's line is searched by
// parsing: the search costs some twenty parses. No public flow is half as large.
const maxFaultSearch = 512 << 10

// faultLine finds the line where text stops being YAML: the shortest beginning
// of the text that fails for the same reason ends there. The parser itself
// often reports where the enclosing construct began, sometimes far above.
func faultLine(text []byte, message string, reported int) int {
	if len(text) > maxFaultSearch {
		return max(reported, 1)
	}
	ends := lineEnds(text)
	good, bad := 0, len(ends)
	for bad-good > 1 {
		mid := (good + bad) / 2
		_, err := documents(text[:ends[mid-1]])
		if err == nil {
			good = mid
			continue
		}
		if _, m := splitError(err); m == message {
			bad = mid
		} else {
			good = mid
		}
	}
	return max(bad, 1)
}

func lineEnds(text []byte) []int {
	var ends []int
	for i, b := range text {
		if b == '\n' {
			ends = append(ends, i+1)
		}
	}
	if n := len(text); n > 0 && text[n-1] != '\n' {
		ends = append(ends, n)
	}
	return ends
}

// faultColumn says where in the line to look: at the second colon of a line
// that has one mapping too many, else at its first character.
func faultColumn(text []byte, line int, message string) int {
	content := source.NewFile("", text).Line(line)
	lead := len(content) - len(strings.TrimLeft(content, " \t"))
	if strings.Contains(message, "mapping values are not allowed") {
		if first := strings.Index(content, ": "); first >= 0 {
			if second := strings.Index(content[first+2:], ": "); second >= 0 {
				lead = first + 2 + second
			}
		}
	}
	return 1 + len([]rune(content[:lead]))
}
