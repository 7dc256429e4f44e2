package rulebook

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Example is one of the two examples of a rule: files that are reviewed
// together, in the rule's folder: bad.yaml, bad-2.yaml, bad.tf, or a directory
// bad that is a whole export; good likewise.
type Example struct {
	Kind Kind
	// Root is the rule's folder on disk, to which the paths are relative.
	Root string
	// Dir is set where the example is a whole export: its directory.
	Dir string
	// Files are the paths: flows first, in order of their names, then the data
	// actions that they call, then what an export holds besides. An example
	// that is not there has none.
	Files []string
	// Flags are the flags of `archlint check` under which it is reviewed, from a
	// first line "# archlint check ...".
	Flags []string
}

// Kind says which example of a rule is meant.
type Kind string

// The examples that every rule has.
const (
	Bad  Kind = "bad"  // the rule fires, at the lines marked Here
	Good Kind = "good" // no rule fires
)

// Here ends the lines of a bad example that the rule points at.
const Here = "# <-- here"

// Find returns an example of the rule that stands in a folder. It has no files
// when there is none.
func Find(folder fs.FS, kind Kind) (Example, error) {
	e := Example{Kind: kind}
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return e, err
	}
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case entry.IsDir() && name == string(kind):
			e.Dir = name
			e.Files, err = filesUnder(folder, name)
		case !entry.IsDir() && (strings.HasPrefix(name, string(kind)+".") || strings.HasPrefix(name, string(kind)+"-")):
			e.Files = append(e.Files, name)
		}
	}
	if err != nil {
		return e, err
	}
	slices.SortFunc(e.Files, func(a, b string) int { return strings.Compare(sortKey(a), sortKey(b)) })
	e.Flags, err = flagsOf(folder, e.Files)
	return e, err
}

func filesUnder(fsys fs.FS, dir string) ([]string, error) {
	var out []string
	err := fs.WalkDir(fsys, dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			out = append(out, p)
		}
		return err
	})
	return out, err
}

// sortKey puts flows before data actions, and bad.yaml before bad-2.yaml.
func sortKey(name string) string {
	kind := "3"
	switch path.Ext(name) {
	case ".yaml":
		kind = "1"
	case ".tf":
		kind = "2"
	}
	return kind + strings.ReplaceAll(strings.TrimSuffix(name, path.Ext(name)), "-", "~")
}

func flagsOf(fsys fs.FS, files []string) ([]string, error) {
	if len(files) == 0 {
		return nil, nil
	}
	text, err := fs.ReadFile(fsys, files[0])
	if err != nil {
		return nil, err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	flags, found := strings.CutPrefix(first, "# archlint check ")
	if !found {
		return nil, nil
	}
	return strings.Fields(flags), nil
}
