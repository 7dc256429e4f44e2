package analyzer_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// layoutRow is a row of the table of packages in CONTRIBUTING.
type layoutRow struct {
	packages []string // of its first column
	named    []string // in the whole row
}

// layoutTable reads the table of packages.
func layoutTable(t *testing.T) []layoutRow {
	t.Helper()
	text, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), "| package | is |\n|---|---|\n")
	table, _, _ := strings.Cut(after, "\n\n")
	quoted := regexp.MustCompile("`([a-z][a-z0-9/-]*)`")
	var rows []layoutRow
	for _, line := range strings.Split(table, "\n") {
		first, _, _ := strings.Cut(strings.TrimPrefix(line, "|"), "|")
		rows = append(rows, layoutRow{namesIn(quoted, first), namesIn(quoted, line)})
	}
	if len(rows) < 20 {
		t.Fatalf("%d rows", len(rows))
	}
	return rows
}

func namesIn(quoted *regexp.Regexp, text string) []string {
	var out []string
	for _, m := range quoted.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

// names reports whether the table means a package by a name: its path, or the end of it.
func names(name, path string) bool { return path == name || strings.HasSuffix(path, "/"+name) }

// rowOf returns the row in whose first column a package or the nearest one above it
// stands, -1 for none.
func rowOf(rows []layoutRow, path string) int {
	for ; path != ""; path = parent(path) {
		for i, r := range rows {
			for _, name := range r.packages {
				if names(name, path) {
					return i
				}
			}
		}
	}
	return -1
}

// TestLayoutTable holds the table of packages in CONTRIBUTING to the packages: each is
// named, nothing else is, and each imports only what stands above it or beside it.
func TestLayoutTable(t *testing.T) {
	rows := layoutTable(t)
	pkgs := list(t, "./analyzer/...", "./policies/...", "./cmd/...", "./bench/...", "./tools/...")
	for _, p := range pkgs {
		path := strings.TrimPrefix(p.ImportPath, "archlint/")
		if !namedIn(rows, path) {
			t.Errorf("%s is not in CONTRIBUTING's table of packages", path)
		}
		row := rowOf(rows, path)
		for _, imported := range p.Imports {
			below, ours := strings.CutPrefix(imported, "archlint/")
			if ours && !strings.HasPrefix(below, "analyzer/internal/") && !strings.HasPrefix(path, "analyzer/internal/") &&
				rowOf(rows, below) > row {
				t.Errorf("%s imports %s, which CONTRIBUTING's table has below it", path, below)
			}
		}
	}
	for _, r := range rows {
		for _, name := range r.packages {
			if !isPackage(pkgs, name) && name != "analyzer/internal" && name != "tools/lint" {
				t.Errorf("CONTRIBUTING's table has %s, which is no package", name)
			}
		}
	}
}

// namedIn reports whether the table names a package, or the program that it belongs to.
func namedIn(rows []layoutRow, path string) bool {
	for _, r := range rows {
		for _, name := range r.named {
			if names(name, path) || strings.Contains(path, "/internal/") && strings.HasPrefix(path, name+"/internal/") && rowOf(rows, path) >= 0 &&
				!strings.HasPrefix(path, "analyzer/internal/") {
				return true
			}
		}
	}
	return false
}

func isPackage(pkgs []pkg, name string) bool {
	for _, p := range pkgs {
		if names(name, strings.TrimPrefix(p.ImportPath, "archlint/")) {
			return true
		}
	}
	return false
}
