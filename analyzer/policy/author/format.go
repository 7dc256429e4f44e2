package author

import (
	"bytes"
	"path/filepath"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"

	"archlint/analyzer/policy"
)

// UnformattedFile is a Rego file that is not as OPA's formatter writes it.
type UnformattedFile struct {
	Name      string
	Line      int // the first that differs
	Formatted []byte
	Writable  bool // it is a file, and not an entry of a bundle
}

// Unformatted returns the Rego files of the sources, tests among them, that are
// not as OPA's formatter writes them, in order. The error is policy.LoadErrors.
func Unformatted(sources []string) ([]UnformattedFile, error) {
	var out []UnformattedFile
	var errs policy.LoadErrors
	for _, name := range sources {
		files, err := policy.ReadSource(name)
		if err != nil {
			errs.Add(filepath.ToSlash(name), nil, "reading policies: %v", err)
			continue
		}
		for _, f := range files {
			want, err := format.SourceWithOpts(f.Name, []byte(f.Text), format.Opts{RegoVersion: ast.RegoV1})
			if err != nil {
				errs.AddErr(f.Name, err)
				continue
			}
			if string(want) != f.Text {
				out = append(out, UnformattedFile{Name: f.Name, Line: firstDifference([]byte(f.Text), want), Formatted: want,
					Writable: !policy.IsBundle(filepath.ToSlash(name))})
			}
		}
	}
	if len(errs) > 0 {
		return out, errs.Sorted()
	}
	return out, nil
}

// firstDifference is the first line, from 1, in which two texts differ.
func firstDifference(a, b []byte) int {
	line := 1
	for i := 0; i < min(len(a), len(b)) && a[i] == b[i]; i++ {
		line += bytes.Count(a[i:i+1], []byte("\n"))
	}
	return line
}
