package policy

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"

	"archlint/analyzer/source"
	"archlint/policies"
)

// What is read as Rego is bounded, in bytes: nobody writes that much, and a
// mistaken path should not fill the memory.
const (
	maxPolicyFile = 4 << 20
	maxBundle     = 64 << 20
)

// SourceFile is one module's text under the name that its errors show.
type SourceFile struct {
	Name string
	Text string
}

// readBuiltin lists the built-in library, in order of path, under names that
// are paths from the project's root.
func readBuiltin() ([]SourceFile, error) {
	return readEmbedded(".")
}

func readEmbedded(root string) ([]SourceFile, error) {
	return readFS(policies.FS, root, "policies", func(p string) ([]byte, error) { return fs.ReadFile(policies.FS, p) })
}

// ReadSource lists the Rego files of what a user gave: a directory, a .rego
// file or an OPA bundle.
func ReadSource(name string) ([]SourceFile, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, errors.Unwrap(err) // the message names the path already
	}
	shown := filepath.ToSlash(name)
	switch {
	case info.IsDir():
		return readDirectory(name, shown)
	case IsBundle(shown):
		return readBundle(name, shown)
	}
	text, err := source.ReadFile(name, maxPolicyFile)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	return []SourceFile{{Name: shown, Text: string(text)}}, nil
}

// readDirectory lists the Rego files below a directory. A link that leads out of
// it is an error: whoever may write to the directory may not be whoever may read
// what it leads to, and a rule that is left out finds nothing.
func readDirectory(dir, shown string) ([]SourceFile, error) {
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	return readFS(os.DirFS(dir), ".", shown, func(p string) ([]byte, error) {
		name, err := filepath.EvalSymlinks(filepath.Join(dir, filepath.FromSlash(p)))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p, errors.Unwrap(err))
		}
		if !source.Inside(name, real) {
			return nil, fmt.Errorf("%s: a link that leads out of the directory: give the file that it leads to as a source of its own", p)
		}
		text, err := source.ReadFile(name, maxPolicyFile)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p, errors.Unwrap(err))
		}
		return text, nil
	})
}

// readFS lists the Rego files of a tree below root, read by read.
func readFS(fsys fs.FS, root, shown string, read func(p string) ([]byte, error)) ([]SourceFile, error) {
	var out []SourceFile
	err := fs.WalkDir(fsys, root, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && p != root && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case d.IsDir() || !isPolicy(p):
			return nil
		}
		text, err := read(p)
		out = append(out, SourceFile{Name: path.Join(shown, p), Text: string(text)})
		return err
	})
	return out, err
}

func IsBundle(p string) bool { return strings.HasSuffix(p, ".tar.gz") || strings.HasSuffix(p, ".tgz") }

func isPolicy(p string) bool { return strings.HasSuffix(p, ".rego") }

// isTest tells unit tests, which are read only to be run as tests.
func isTest(p string) bool { return strings.HasSuffix(p, "_test.rego") }

// withoutTests keeps the files that hold rules.
func withoutTests(files []SourceFile) []SourceFile {
	var out []SourceFile
	for _, f := range files {
		if !isTest(f.Name) {
			out = append(out, f)
		}
	}
	return out
}

// readBundle reads an OPA bundle tarball. Data documents and signatures in it
// are ignored: rules judge the facts, and take settings by input.params.
func readBundle(name, shown string) ([]SourceFile, error) {
	raw, err := source.ReadFile(name, maxBundle)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	b, err := bundle.NewReader(bytes.NewReader(raw)).
		WithRegoVersion(ast.RegoV1).WithSkipBundleVerification(true).WithSizeLimitBytes(maxPolicyFile).Read()
	if err != nil {
		return nil, err
	}
	var out []SourceFile
	for _, m := range b.Modules {
		p := strings.TrimPrefix(filepath.ToSlash(m.Path), "/")
		if isPolicy(p) {
			out = append(out, SourceFile{Name: shown + "/" + p, Text: string(m.Raw)})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out, nil
}
