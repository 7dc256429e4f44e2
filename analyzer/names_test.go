package analyzer_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sharedNames are exported types of one name in several packages: the meaning that
// they share. A page, a drawing and a policy each have a record of a flow; that is one
// word with one meaning. Whoever adds a name here says what it means everywhere.
var sharedNames = map[string]string{
	"Accepted":    "a finding that somebody accepted",
	"Action":      "a step of a flow, or the data action that it runs",
	"Alternative": "what replaces a call to the platform's own API",
	"Answers":     "what the review document answers first",
	"Call":        "a data action call site, or all of one data action",
	"CallerInput": "an input of a data action that a caller decides",
	"Chain":       "a Markov chain",
	"Change":      "a difference between two organisations",
	"Choice":      "a choice of a menu",
	"Container":   "a task, menu or state",
	"Count":       "how often something runs",
	"Definition":  "the definition of a data action",
	"Edge":        "an edge of a graph",
	"EntryPoint":  "what starts flows: an IVR, a route, a trigger",
	"Evidence":    "what shows that something holds",
	"Figure":      "a number for people",
	"File":        "a file by its name",
	"Finding":     "a rule's complaint",
	"Flow":        "an Architect flow",
	"Format":      "how something is written",
	"Graph":       "a directed graph",
	"Group":       "nodes of a graph that are drawn together",
	"Integration": "an integration of the organisation",
	"Kind":        "which of a few kinds a thing is",
	"Limit":       "a limit of the platform",
	"Loop":        "a cycle in a flow",
	"Net":         "flows that lead to one another",
	"Node":        "a node of a graph or a syntax tree",
	"Options":     "how the package's work is done",
	"Org":         "an organisation",
	"Outage":      "a time in which an endpoint does not answer",
	"Outcome":     "what a simulated or assessed call comes to",
	"Output":      "a named way out of an action",
	"Override":    "a value that goes before another",
	"Packed":      "a record in a fraction of its memory",
	"Param":       "a parameter of a rule",
	"Pause":       "time that a flow lets pass",
	"Queue":       "a queue of the organisation",
	"Range":       "least, expected and greatest number",
	"Read":        "a read of a variable",
	"Register":    "who accepts findings, and which",
	"Result":      "what the package's main function returns",
	"Rule":        "a rule and its settings",
	"Setting":     "a setting of an action, or of a configuration",
	"Shape":       "how a node is drawn",
	"Step":        "a step of a run or of a flow",
	"Table":       "rows and columns for people",
	"Value":       "a setting's value",
	"Variable":    "a variable of a flow",
	"Bound":       "what bounds how often a call runs",
	"Branch":      "a place at which runs part",
	"Budget":      "how much work an analysis may take",
	"Ending":      "how a run of a flow ends",
	"Rates":       "how often something happens",
	"Repeat":      "a call that asks again for what is known",
	"Rounds":      "how often a loop goes round",
	"Var":         "a variable of a flow",
	"View":        "the part of a thing that its user looks at",
}

// An exported type name means one thing: it is that of one package, or its meaning is
// written down.
func TestTypeNamesMeanOneThing(t *testing.T) {
	homes := exportedTypes(t, "..")
	for name, dirs := range homes {
		if len(dirs) > 1 && sharedNames[name] == "" {
			t.Errorf("%s is exported by %s: what does it mean?", name, strings.Join(dirs, ", "))
		}
	}
	for name := range sharedNames {
		if len(homes[name]) < 2 {
			t.Errorf("%s is not shared any more: take it off the list", name)
		}
	}
}

// exportedTypes are the packages that export a type, by its name.
func exportedTypes(t *testing.T, root string) map[string][]string {
	t.Helper()
	homes := map[string][]string{}
	eachGoFile(t, root, func(name string) {
		if strings.HasSuffix(name, "_test.go") || strings.Contains(name, "archlint-export") {
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.TYPE {
				for _, s := range g.Specs {
					at, typ := path.Dir(name), s.(*ast.TypeSpec).Name
					if typ.IsExported() && !slices.Contains(homes[typ.Name], at) {
						homes[typ.Name] = append(homes[typ.Name], at)
					}
				}
			}
		}
	})
	return homes
}

// eachGoFile visits the Go files under root that are no test data.
func eachGoFile(t *testing.T, root string, visit func(name string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == ".git") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(name, ".go") {
			visit(filepath.ToSlash(name))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// noNames are words that say neither what a function does nor which quantity it is:
// prepositions, and participles without what they are of.
var noNames = strings.Fields(`about above after at before behind below beside between by for from in into of off on out over
	past through to toward under until up upon with within without
	asked given held known made priced said seen shown taken told tried wanted`)

// A function of a package is a verb or a named quantity. Exported ones are read with
// their package's name before them, as in expr.Of.
func TestFunctionsAreVerbsOrQuantities(t *testing.T) {
	eachGoFile(t, "..", func(name string) {
		if strings.HasSuffix(name, "_test.go") {
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && slices.Contains(noNames, f.Name.Name) {
				t.Errorf("%s: function %s: say what it does, or which quantity it is", name, f.Name.Name)
			}
		}
	})
}
