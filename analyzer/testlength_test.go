package analyzer_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// longestTest is how many lines a test may have. Its largest table does not count: a
// table is read row by row.
const longestTest = 200

// TestTestsAreShort holds our tests to what a reader can keep in mind.
func TestTestsAreShort(t *testing.T) {
	eachGoFile(t, "..", func(name string) {
		if !strings.HasSuffix(name, "_test.go") {
			return
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				if n := linesOf(files, f) - largestTable(files, f); n > longestTest {
					t.Errorf("%s: %s has %d lines besides its table, the most is %d", name, f.Name.Name, n, longestTest)
				}
			}
		}
	})
}

// largestTable is how many lines the largest composite literal in a function has.
func largestTable(files *token.FileSet, f *ast.FuncDecl) int {
	most := 0
	ast.Inspect(f, func(n ast.Node) bool {
		if table, ok := n.(*ast.CompositeLit); ok {
			most = max(most, linesOf(files, table))
		}
		return true
	})
	return most
}

func linesOf(files *token.FileSet, n ast.Node) int {
	return files.Position(n.End()).Line - files.Position(n.Pos()).Line + 1
}
