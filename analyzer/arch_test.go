package analyzer_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layers are our packages from the ground up. A package may import those of
// lower layers, and its own subpackages and parents; a package that is not
// named belongs to the nearest one above it in the tree. Data goes one way, and
// so do imports.
var layers = [][]string{
	{"analyzer/internal/meter", "analyzer/internal/steady", "analyzer/internal/pack", "analyzer/internal/rawjson", "analyzer/internal/phrase",
		"analyzer/internal/inparallel", "analyzer/internal/damage"},
	{"analyzer/source", "analyzer/graph", "analyzer/markov", "analyzer/facts", "analyzer/events", "analyzer/pattern", "analyzer/visible"},
	{"analyzer/flow"},
	{"analyzer/trace"},
	{"analyzer/flow/flowtext", "analyzer/internal/flowgen", "analyzer/internal/orggen", "analyzer/internal/oracle"},
	{"analyzer/flow/flowtest"},
	{"analyzer/expr"},
	{"analyzer/internal/flowjson"},
	{"analyzer/internal/interpreter", "analyzer/internal/valuegen"},
	{"analyzer/flow/archy", "analyzer/flow/platform"},
	{"analyzer/export"},
	{"analyzer/cfg"},
	{"analyzer/internal/cfgtest"},
	{"analyzer/calls", "analyzer/dataflow"},
	{"analyzer/unfold"},
	{"analyzer/calibrate"},
	{"analyzer/org/jsontree", "analyzer/terraform"},
	{"analyzer/capacity/limits"},
	{"analyzer/org"},
	{"analyzer/capacity"},
	{"analyzer/interaction"},
	{"analyzer/finding"},
	{"analyzer/waiver", "analyzer/baseline", "analyzer/budget"},
	{"analyzer/diff"},
	{"analyzer/drawing"},
	{"analyzer/review"},
	{"analyzer/internal/reviewtest"},
	{"policies"},
	{"analyzer/policy"},
	{"analyzer/native"},
	{"analyzer/config"},
	{"analyzer/intake", "analyzer/branchmodel"},
	{"analyzer/flowfacts"},
	{"analyzer/replay"},
	{"analyzer/demand"},
	{"analyzer/judge"},
	{"analyzer"},
	{"analyzer/policy/author"}, // above all that a review needs
	{"analyzer/report/layout", "analyzer/report/jsonstream", "analyzer/report"},
	{"analyzer/report/draw", "analyzer/report/text", "analyzer/report/jsonreport", "analyzer/report/sarif", "analyzer/report/html"},
	{"analyzer/report/markdown"},
	{"analyzer/report/ci", "analyzer/report/diffreport"},
	{"analyzer/report/formats"},
	{"analyzer/rulebook"},
	{"cmd/archlint", "cmd/archlint-export"},
	{"bench", "tools"}, // programs that write tables and pages of this repository
}

// banned are modules that nothing but the exporter may bring in: the SDK is a
// million lines, and archlint must build in seconds and hold no credentials.
var banned = []string{"platform-client-sdk-go"}

// pkg is what go list tells of a package.
type pkg struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func list(t *testing.T, args ...string) []pkg {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-e", "-json=ImportPath,Imports,TestImports,XTestImports"}, args...)...)
	cmd.Dir = ".."
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, stderr.String())
	}
	var pkgs []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
}

// layerOf returns the layer of a package of ours and the name by which the
// table knows it, or -1.
func layerOf(path string) (int, string) {
	name, ours := strings.CutPrefix(path, "archlint/")
	if !ours {
		return -1, ""
	}
	for ; name != ""; name = parent(name) {
		for i, layer := range layers {
			for _, known := range layer {
				if known == name {
					return i, known
				}
			}
		}
	}
	return -1, ""
}

func parent(name string) string {
	cut := strings.LastIndexByte(name, '/')
	return name[:max(cut, 0)]
}

func TestImportsGoOneWay(t *testing.T) {
	pkgs := list(t, "./...")
	if len(pkgs) == 0 {
		t.Fatal("go list lists nothing")
	}
	for _, p := range pkgs {
		layer, name := layerOf(p.ImportPath)
		if layer < 0 {
			t.Errorf("%s is in no layer", p.ImportPath)
		}
		for _, imported := range p.Imports {
			below, as := layerOf(imported)
			if below >= layer && as != name && strings.HasPrefix(imported, "archlint/") {
				t.Errorf("%s imports %s, which is not below it", p.ImportPath, imported)
			}
		}
	}
}

// subpackages of analyzer that the table forgot would fall to the front door's
// layer, where nearly everything is allowed.
func TestEveryPackageHasALayer(t *testing.T) {
	for _, p := range list(t, "./analyzer/...") {
		if _, name := layerOf(p.ImportPath); name == "analyzer" && p.ImportPath != "archlint/analyzer" {
			t.Errorf("%s is in no layer of its own", p.ImportPath)
		}
	}
}

func TestOnlyTheExporterBringsTheSDK(t *testing.T) {
	for _, p := range list(t, "-deps", "./analyzer/...", "./cmd/archlint", "./policies/...") {
		for _, name := range banned {
			if strings.Contains(p.ImportPath, name) {
				t.Errorf("%s is among the dependencies", p.ImportPath)
			}
		}
	}
}

// A review loads and asks rules; what only their authors need, and what that needs of OPA,
// stands apart.
func TestReviewsLeaveOutWhatAuthorsNeed(t *testing.T) {
	apart := []string{"archlint/analyzer/policy/author", "github.com/open-policy-agent/opa/v1/tester",
		"github.com/open-policy-agent/opa/v1/cover"}
	for _, p := range list(t, "-deps", "./analyzer", "./analyzer/report/...") {
		if slices.Contains(apart, p.ImportPath) {
			t.Errorf("%s is among the dependencies of a review", p.ImportPath)
		}
	}
	author := list(t, "-deps", "./analyzer/policy/author")
	for _, name := range apart {
		if !slices.ContainsFunc(author, func(p pkg) bool { return p.ImportPath == name }) {
			t.Errorf("%s is no dependency of package author: what is held apart here?", name)
		}
	}
}

// The leaves import nothing of ours at all, but for the packing of records.
func TestLeavesStandAlone(t *testing.T) {
	for _, p := range list(t, "./analyzer/source", "./analyzer/graph", "./analyzer/facts", "./analyzer/events", "./analyzer/pattern",
		"./analyzer/visible", "./policies") {
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported, "archlint/") && imported != "archlint/analyzer/internal/pack" {
				t.Errorf("%s imports %s", p.ImportPath, imported)
			}
		}
	}
}

// A build must not fail by the luck of a draw.
func TestPropertiesAreSteady(t *testing.T) {
	for _, p := range list(t, "./...") {
		tests := append(p.TestImports, p.XTestImports...)
		if slices.Contains(tests, "pgregory.net/rapid") && !slices.Contains(tests, "archlint/analyzer/internal/steady") {
			t.Errorf("%s tests properties from random seeds: run its tests by steady.Run", p.ImportPath)
		}
	}
}
