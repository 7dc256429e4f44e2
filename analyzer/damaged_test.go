package analyzer

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	"archlint/analyzer/export"
)

// damage is one way in which a file breaks: it returns the text broken at an
// offset, or nil where it cannot be.
type damage struct {
	name  string
	apply func(text []byte, at int) []byte
}

// damages are what disks, editors, merges and attackers do to bytes and lines.
func damages() []damage {
	out := []damage{
		{"cut off from", func(text []byte, at int) []byte { return text[:at] }},
		{"cut off up to", func(text []byte, at int) []byte { return text[at:] }},
		{"a byte gone at", func(text []byte, at int) []byte { return splice(text, at, at+1, "") }},
		{"a bit turned at", func(text []byte, at int) []byte { return splice(text, at, at+1, string(text[at]^0x10)) }},
		{"a line gone at", func(text []byte, at int) []byte { return splice(text, lineStart(text, at), lineEnd(text, at), "") }},
		{"a line twice at", func(text []byte, at int) []byte {
			end := lineEnd(text, at)
			return splice(text, end, end, string(text[lineStart(text, at):end]))
		}},
		{"a line moved to the front from", func(text []byte, at int) []byte {
			from, to := lineStart(text, at), lineEnd(text, at)
			return append(bytes.Clone(text[from:to]), splice(text, from, to, "")...)
		}},
		{"a conflict's mark at", func(text []byte, at int) []byte {
			from := lineStart(text, at)
			return splice(text, from, from, "<<<<<<< HEAD\n")
		}},
	}
	for _, in := range []string{
		"\x00", "\x00\x00\x00\x00", "\x01", "\x1b[31m", "\x7f", "\xff", "\xc3", "\xed\xa0\x80", "\ufeff", "\u0085", "\u2028", "\u202e",
		"\t", "\r", "\n", "\n---\n", "\n...\n", " ", "-", ":", ": ", "!", "!x ", "!!int ", "&a ", "*a ", "%", "@", "`", "|", ">", "#", "\"", "'", "{", "}", "[", "]", ",", "\\", "0",
	} {
		out = append(out,
			damage{"inserted " + in + " at", func(text []byte, at int) []byte { return splice(text, at, at, in) }},
			damage{"written over by " + in + " at", func(text []byte, at int) []byte { return splice(text, at, at+1, in) }})
	}
	return out
}

func splice(text []byte, from, to int, in string) []byte {
	return bytes.Join([][]byte{text[:from], []byte(in), text[min(to, len(text)):]}, nil)
}

func lineStart(text []byte, at int) int { return bytes.LastIndexByte(text[:at], '\n') + 1 }

func lineEnd(text []byte, at int) int {
	if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

// whole are damages of a whole text.
func wholeDamages(text []byte) map[string][]byte {
	wide := bytes.Join(bytes.Split(text, nil), []byte{0})
	return map[string][]byte{
		"a zero byte at its end":             append(bytes.Clone(text), 0),
		"a comment with a zero byte":         append(bytes.Clone(text), "\n# \x00\n"...),
		"UTF-16, little endian":              append([]byte("\xff\xfe"), append(wide, 0)...),
		"UTF-16, big endian":                 append([]byte("\xfe\xff\x00"), wide...),
		"UTF-16 without a mark":              append(bytes.Clone(wide), 0),
		"two byte order marks":               append([]byte("\ufeff\ufeff"), text...),
		"lines that end in CR":               bytes.ReplaceAll(text, []byte("\n"), []byte("\r")),
		"lines that end in CR LF":            bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")),
		"twice":                              append(bytes.Clone(text), text...),
		"zero bytes of a page in front":      append(make([]byte, 4096), text...),
		"zero bytes of a page at its end":    append(bytes.Clone(text), make([]byte, 4096)...),
		"all indented":                       regexp.MustCompile("(?m)^").ReplaceAll(text, []byte("  ")),
		"all as a list's element":            append([]byte("- "), bytes.ReplaceAll(text, []byte("\n"), []byte("\n  "))...),
		"all below a key":                    append([]byte("x:\n  "), bytes.ReplaceAll(text, []byte("\n"), []byte("\n  "))...),
		"all as a block of text below a key": append([]byte("x: |\n  "), bytes.ReplaceAll(text, []byte("\n"), []byte("\n  "))...),
	}
}

// evidence is what makes a text a flow's, whatever became of the rest: the root
// key of a flow in YAML, where it starts, the members that only a configuration
// has, or the beginning of an .i3 file. The test does not ask for more.
var evidence = regexp.MustCompile(`(?m)^(?:inboundCall|inqueueCall|botFlow|commonModule|inboundEmail|inboundShortMessage|digitalBot):(?:[ \r{]|$)|^[^#\n]*(?:[\s{,"']|^)(?:startUpRef|startUpTaskActions)["']?\s*:|"(?:flowSequenceItemList|initialSequence)"|^JTdC`)

// flowTexts are the flows of our own test data, by name.
func flowTexts(t *testing.T) map[string][]byte {
	t.Helper()
	texts := map[string][]byte{}
	for _, root := range []string{"../testdata/exports", "../testdata/exports-src", "../policies", "flow", "cfg"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			if d.Type().IsRegular() && evidence.Match(text) && isFlowName(path) {
				texts[filepath.ToSlash(path)] = text
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(texts) < 100 {
		t.Fatalf("only %d flows to break", len(texts))
	}
	return texts
}

func isFlowName(path string) bool {
	ext := filepath.Ext(path)
	return ext == ".yaml" || ext == ".json" || strings.HasPrefix(ext, ".i3")
}

// TestDamagedFlowsAreReviewedOrErrors breaks every flow of our test data in every
// way: nothing that was a flow is passed over.
func TestDamagedFlowsAreReviewedOrErrors(t *testing.T) {
	places := 3 // of each damage in each flow
	if testing.Short() {
		places = 1
	}
	gate := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	seed := 0
	for name, text := range flowTexts(t) {
		seed++
		gate <- struct{}{}
		wg.Go(func() {
			defer func() { <-gate }()
			breakFlow(t, name, text, places)
		})
	}
	wg.Wait()
}

// breakFlow tries the damages at the beginning of a text and at places spread
// over it, which differ from one damage to the next.
func breakFlow(t *testing.T, name string, text []byte, places int) {
	for i, d := range damages() {
		for k := range places {
			at := k // the first bytes matter most
			if k > 1 {
				at = (k*7919 + i*104729) % len(text)
			}
			if broken := d.apply(text, min(at, len(text)-1)); passedOver(t, name, broken) {
				t.Errorf("%s, %q %d: passed over\n%.300q", name, d.name, at, broken)
				return
			}
		}
	}
	for what, broken := range wholeDamages(text) {
		if strings.HasSuffix(name, ".yaml") || !strings.Contains(what, "all ") {
			if passedOver(t, name, broken) {
				t.Errorf("%s, %s: passed over\n%.300q", name, what, broken)
			}
		}
	}
}

// passedOver reports whether a text with the evidence of a flow gives neither a
// flow nor an error.
func passedOver(t *testing.T, name string, text []byte) bool {
	if !evidence.Match(text) && !bytes.ContainsRune(text, 0) {
		return false
	}
	r := &job{log: Options{}.log()}
	tree := export.Tree{{Name: filepath.Base(name), Size: int64(len(text)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(text)), nil
	}}}
	for doc := range export.Documents(context.Background(), []string{"tree"}, export.Options{Trees: map[string]export.Tree{"tree": tree}}) {
		if r.passedOver(doc) {
			return true
		}
		var out decoded
		r.decode(doc, &out)
		if len(out.flows) == 0 && len(out.errs) == 0 {
			return true
		}
		for _, err := range out.errs {
			if strings.Contains(err.Error(), "defect in archlint") {
				t.Errorf("%s: %v\n%.300q", name, err, text)
			}
		}
	}
	return false
}
