package main

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"archlint/analyzer/report/formats"
)

// A soak of the whole commands, whose cases are told as they come, is
//
//	go test ./cmd/archlint -run DamagedExports -timeout 2h -v -args -soak 20000 -soak.first 1000
var (
	soak      = flag.Int("soak", 10, "batches of damaged exports that are given to the commands")
	soakFirst = flag.Uint64("soak.first", 1, "number of the first of them")
)

// exported is the files of an export, by name.
type exported map[string][]byte

// smallExports are exports of a few small files: those of the rules' examples, one of
// flows that go round, and each flow of our test data by itself.
func smallExports(t *testing.T) []exported {
	t.Helper()
	var out []exported
	for _, pattern := range []string{"../../policies/*/*/bad*", "../../policies/*/*/good*", "testdata/round",
		"../../analyzer/cfg/testdata/pairs/*.*", "../../analyzer/flow/*/testdata/*.*"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range names {
			if e := readExport(t, name); len(e) > 0 {
				out = append(out, e)
			}
		}
	}
	if len(out) < 100 {
		t.Fatalf("only %d exports", len(out))
	}
	return out
}

// readExport reads a file or directory; large files and goldens are left out.
func readExport(t *testing.T, root string) exported {
	t.Helper()
	out := exported{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) == ".golden" {
			return err
		}
		text, err := os.ReadFile(name)
		if rel, relErr := filepath.Rel(filepath.Dir(root), name); relErr == nil && len(text) <= mostDamaged {
			out[filepath.ToSlash(rel)] = text
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestCommandsOnDamagedExports gives damaged exports to whole commands, from the
// command line to the last byte of every format: none panics, none blames a defect
// in archlint, each report is one of its format and commands nobody, and the number
// of jobs changes no byte. Every export goes through check with all reports, and
// through a few of the other commands.
func TestCommandsOnDamagedExports(t *testing.T) {
	exports := smallExports(t)
	var texts [][]byte
	for _, e := range exports {
		for _, name := range slices.Sorted(maps.Keys(e)) {
			texts = append(texts, e[name])
		}
	}
	t.Chdir(t.TempDir())
	for i := range uint64(*soak) {
		number := *soakFirst + i
		if testing.Verbose() {
			fmt.Println("export", number) // the last one, where the process ends
		}
		d := damager{rand.New(rand.NewPCG(number, 16)), texts}
		whole, broken := exported{}, exported{}
		for k := range 1 + d.IntN(sideBySide) {
			some := pick(d.Rand, exports)
			addBelow(whole, fmt.Sprint(k), some)
			addBelow(broken, fmt.Sprint(k), d.export(some))
		}
		place(t, "base", whole)
		place(t, "head", broken)
		holdCheck(t)
		others := otherCommands(broken)
		for range 3 {
			holdCommand(t, pick(d.Rand, pick(d.Rand, others)))
		}
		if t.Failed() {
			t.Fatalf("export %d is\n%s", number, shownExport(broken))
		}
	}
}

// sideBySide is up to how many damaged exports are read at once, as the parts of one:
// what a command does once, such as loading the rules, takes most of its time.
const sideBySide = 12

func addBelow(all exported, dir string, some exported) {
	for name, text := range some {
		all[dir+"/"+name] = text
	}
}

// export damages one or two files of an export.
func (d damager) export(whole exported) exported {
	out := maps.Clone(whole)
	names := slices.Sorted(maps.Keys(whole))
	for range 1 + d.IntN(2) {
		name := pick(d.Rand, names)
		text := out[name]
		switch {
		case len(text) == 0:
		case filepath.Ext(name) == ".json" && d.IntN(4) == 0: // as Architect saves it, damaged before or after
			text = d.damaged(packed(d.tree(text)))
			if d.IntN(2) == 0 {
				text = packed(d.damaged(out[name]))
			}
			delete(out, name)
			name = strings.TrimSuffix(name, ".json") + ".i3InboundFlow"
			names = append(names, name)
		default:
			text = d.damaged(text)
		}
		out[name] = text
	}
	return out
}

// place writes an export in the place of what was there.
func place(t *testing.T, dir string, e exported) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for name, text := range e {
		write(t, filepath.Join(dir, name), string(text))
	}
}

func shownExport(e exported) string {
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(e)) {
		fmt.Fprintf(&out, "-- %s --\n%q\n", name, e[name])
	}
	return out.String()
}

// busy is traffic that lets every limit be looked at.
var busy = []string{"--config", "none", "--today", "2026-12-01", "--interactions-per-minute", "120", "--mean-wait",
	"90s", "--latency", "1s"}

// holdCheck reviews the export in head, prints every report, and does so again with
// another number of jobs.
func holdCheck(t *testing.T) {
	t.Helper()
	args := slices.Concat([]string{"review", "head", "--fail-on", "none", "-v", "-o", "review.md", "--format", "text"}, busy)
	files := map[string]string{"review.md": "markdown"} // and the format of each
	for _, format := range formats.Names() {
		if format != "text" {
			files["report."+format] = format
			args = append(args, "--format", format+"=report."+format)
		}
	}
	var seen [2]map[string]string
	for i, jobs := range []string{"1", "4"} {
		code, out, errs := silently(append(args, "--jobs", jobs)...)
		if code == exitUsage {
			t.Fatalf("%v: %s", args, errs)
		}
		seen[i] = map[string]string{"text": out, "stderr": errs}
		for name := range files {
			seen[i][name] = read(t, name)
		}
	}
	for name, text := range seen[0] {
		if text != seen[1][name] {
			t.Errorf("%s differs from one job to four", name)
		}
		holdPrinted(t, []string{"check", "--format", files[name]}, text)
		holdSound(t, name, text)
	}
}

// otherCommands are command lines that read the exports in base and head, by command.
func otherCommands(head exported) [][][]string {
	facts := [][]string{{"facts", "head"}, {"facts", "head", "--scope", "org"}}
	var capacity, diff, graph, explain [][]string
	for _, format := range []string{"text", "json", "markdown"} {
		capacity = append(capacity, []string{"capacity", "head", "--format", format}, []string{"capacity", "head", "--simulate", "--duration",
			"5m", "--outage", "Get customer@2m", "--format", format})
		diff = append(diff, []string{"diff", "base", "head", "--format", format}, []string{"diff", "head", "base", "--format", format})
	}
	for _, name := range slices.Sorted(maps.Keys(head)) {
		file := "head/" + name
		for _, format := range []string{"dot", "mermaid", "svg"} {
			graph = append(graph, []string{"graph", file, "--format", format})
		}
		for _, rule := range []string{"polling", "duplicate-call", "failure-unhandled", "retry-many", "secret-in-url"} {
			explain = append(explain, []string{"explain", rule, "--at", fmt.Sprintf("%s:%d", file, 1+bytes.Count(head[name], []byte("\n"))/2),
				"head"})
		}
	}
	return [][][]string{facts, capacity, diff, graph, explain}
}

// holdCommand runs a command and holds what it prints.
func holdCommand(t *testing.T, args []string) {
	t.Helper()
	code, out, errs := silently(append(args, busy...)...)
	if code < exitOK || code > exitTrouble || code != exitOK && out == "" && errs == "" {
		t.Errorf("%v: exit code %d, and nothing is said", args, code)
	}
	holdPrinted(t, args, out)
	holdPrinted(t, []string{"stderr of " + strings.Join(args, " ")}, errs)
	holdSound(t, strings.Join(args, " "), out+errs)
}

// silently runs archlint in this process.
func silently(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(""), &out, &errs)
	return code, out.String(), errs.String()
}

// holdSound holds that archlint blames itself for nothing, and prints no figure that
// is none.
func holdSound(t *testing.T, what, text string) {
	t.Helper()
	for _, bad := range []string{"defect in archlint", "runtime error", "%!", "goroutine ", "+Inf", "<nil>"} {
		if i := strings.Index(text, bad); i >= 0 {
			t.Errorf("%s says %q", what, text[max(0, i-200):min(len(text), i+200)])
		}
	}
}
