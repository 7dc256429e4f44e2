package analyzer

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"archlint/analyzer/capacity"
	"archlint/analyzer/demand"
	"archlint/analyzer/export"
	"archlint/analyzer/intake"
	"archlint/analyzer/internal/damage"
	"archlint/analyzer/judge"
	"archlint/analyzer/report"
	"archlint/analyzer/report/draw"
	"archlint/analyzer/report/formats"
	"archlint/analyzer/report/markdown"
	"archlint/analyzer/review"
	"archlint/analyzer/visible"
)

// treeOf is an export that does not lie on disk: the files of a txtar archive.
func treeOf(archive []byte) export.Tree {
	var tree export.Tree
	for _, f := range txtar.Parse(archive).Files {
		tree = append(tree, export.TreeFile{Name: f.Name, Size: int64(len(f.Data)), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(f.Data)), nil
		}})
	}
	return tree
}

// archiveOf is the txtar archive of a directory.
func archiveOf(t testing.TB, dir string) []byte {
	t.Helper()
	archive := &txtar.Archive{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		archive.Files = append(archive.Files, txtar.File{Name: filepath.ToSlash(rel), Data: text})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return txtar.Format(archive)
}

// reviewOf reviews an export as check does, without the time that rules take.
func reviewOf(t testing.TB, archive []byte, jobs int) *review.Review {
	t.Helper()
	review, err := Analyze(context.Background(), []string{"export"}, Options{
		Input: intake.Options{Trees: map[string]export.Tree{"export": treeOf(archive)}}, Rules: judge.Rules{NoBuiltin: true},
		Jobs: jobs, Version: "fuzz",
		Traffic: demand.Options{Traffic: capacity.Traffic{InteractionsPerMinute: &capacity.Figure{Value: 100}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return review
}

// printed is a review in every format, by name.
func printed(t testing.TB, r *review.Review) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, f := range append(formats.All(), formats.Format{Name: "review markdown", Write: markdown.WriteReview},
		formats.Format{Name: "job summary", Write: markdown.WriteJobSummary}) {
		var text bytes.Buffer
		if err := f.Write(&text, r, report.Options{Verbose: true, Width: 80}); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		out[f.Name] = text.Bytes()
	}
	return out
}

// FuzzReview goes the whole way from a broken export to every report and graph:
// nothing panics, every report is one of its format, nothing in it steers a
// terminal, and the number of jobs changes no byte.
func FuzzReview(f *testing.F) {
	f.Add(archiveOf(f, "../testdata/exports/first-contact"))
	for _, dir := range []string{"flow/archy/testdata", "flow/platform/testdata"} {
		files, _ := filepath.Glob(filepath.Join(dir, "*.*"))
		for _, name := range files {
			if text, err := os.ReadFile(name); err == nil && filepath.Ext(name) != ".golden" {
				f.Add(txtar.Format(&txtar.Archive{Files: []txtar.File{{Name: filepath.Base(name), Data: text}}}))
			}
		}
	}
	f.Fuzz(func(t *testing.T, archive []byte) { holdReview(t, archive) })
}

// soak is how many damaged exports are reviewed: go test ./analyzer -run
// DamagedExports -args -soak 100000 reviews many.
var soak = flag.Int("soak", 40, "damaged exports to review")

// TestReviewsOfDamagedExports is the fuzz target over exports that are damaged as
// files are: without a build of its own, and with damages that a mutator of bytes
// rarely finds.
func TestReviewsOfDamagedExports(t *testing.T) {
	seeds := [][]byte{archiveOf(t, "../testdata/exports/first-contact"), archiveOf(t, "flow/archy/testdata"),
		archiveOf(t, "flow/platform/testdata"), archiveOf(t, "../policies/volume/polling"), archiveOf(t, "../policies/capacity/outage-blast")}
	r := rand.New(rand.NewPCG(1, 2))
	ways := damage.Ways()
	for range *soak {
		archive := seeds[r.IntN(len(seeds))]
		for range 1 + r.IntN(6) {
			if len(archive) > 0 {
				archive = ways[r.IntN(len(ways))].Apply(archive, r.IntN(len(archive)))
			}
		}
		if holdReview(t, archive); t.Failed() {
			t.Fatalf("the export was\n%.4000q", archive)
		}
	}
}

// holdReview reviews an export, prints it in every way, and holds all of it.
func holdReview(t *testing.T, archive []byte) {
	t.Helper()
	if len(archive) > 1<<20 {
		return
	}
	started := time.Now()
	review := reviewOf(t, archive, 1)
	all := printed(t, review)
	holdFormats(t, all)
	holdGraphs(t, review)
	again := printed(t, reviewOf(t, archive, 4))
	for name, text := range all {
		if !bytes.Equal(text, again[name]) {
			t.Errorf("%s differs from one job to four", name)
		}
	}
	for _, e := range review.Errors {
		if strings.Contains(e.Message, "defect in archlint") {
			t.Errorf("%s:%d: %s", e.File, e.Line, e.Message)
		}
	}
	if took := time.Since(started); took > time.Minute {
		t.Errorf("it took %s", took)
	}
}

// holdFormats holds reports to their formats.
func holdFormats(t *testing.T, all map[string][]byte) {
	t.Helper()
	for _, name := range []string{"json", "sarif", "gitlab"} {
		if !json.Valid(all[name]) {
			t.Errorf("%s is no JSON", name)
		}
	}
	for _, name := range []string{"junit", "checkstyle"} {
		holdXML(t, name, all[name])
	}
	for _, name := range []string{"text", "junit", "github", "checkstyle", "markdown", "review markdown", "job summary"} {
		holdVisible(t, name, all[name])
	}
}

// holdGraphs draws every flow in every way.
func holdGraphs(t *testing.T, r *review.Review) {
	t.Helper()
	for i := range r.Flows {
		if !r.Drawn(i) {
			continue
		}
		var dot, mermaid bytes.Buffer
		if err := errors.Join(draw.DOT(&dot, r.Drawing(i)), draw.Mermaid(&mermaid, r.Drawing(i))); err != nil {
			t.Error(err)
		}
		holdVisible(t, "dot", dot.Bytes())
		holdVisible(t, "mermaid", mermaid.Bytes())
	}
}

func holdXML(t *testing.T, name string, text []byte) {
	t.Helper()
	for dec := xml.NewDecoder(bytes.NewReader(text)); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("%s is no XML: %v", name, err)
			return
		}
	}
}

func holdVisible(t *testing.T, name string, text []byte) {
	t.Helper()
	for _, r := range string(text) {
		if r != '\n' && visible.Hidden(r) {
			t.Errorf("%s prints %U", name, r)
			return
		}
	}
}
