package policy

import (
	"path/filepath"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
)

// Unformatted names the Rego files of the sources, tests among them, that are
// not as OPA's formatter writes them, in order. The error is LoadErrors.
func Unformatted(sources []string) ([]string, error) {
	var out []string
	var errs LoadErrors
	for _, name := range sources {
		files, err := readSource(name)
		if err != nil {
			errs.add(filepath.ToSlash(name), nil, "reading policies: %v", err)
			continue
		}
		for _, f := range files {
			want, err := format.SourceWithOpts(f.name, []byte(f.text), format.Opts{RegoVersion: ast.RegoV1})
			if err != nil {
				errs.addErr(f.name, err)
				continue
			}
			if string(want) != f.text {
				out = append(out, f.name)
			}
		}
	}
	if len(errs) > 0 {
		return out, errs.sorted()
	}
	return out, nil
}
