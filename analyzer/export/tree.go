package export

import (
	"cmp"
	"io"
	"slices"
)

// Tree is the files of a directory that does not lie on disk. Names are
// relative, with slashes; a tree of one file named "" is that file.
type Tree []TreeFile

// TreeFile is a file of a Tree.
type TreeFile struct {
	Name string
	Size int64
	Open func() (io.ReadCloser, error)
}

// tree reads a tree in the order of names. Its documents are called
// by the tree's name and their own.
func (r *run) tree(name string, tree Tree) bool {
	names := make([]string, len(tree))
	for i, f := range tree {
		names[i] = f.Name
	}
	roots := exportRoots(names)
	for _, f := range slices.SortedStableFunc(slices.Values(tree), func(a, b TreeFile) int { return cmp.Compare(a.Name, b.Name) }) {
		if isSkipped(f.Name) {
			continue
		}
		more, err := r.entryOf(name, member{name: f.Name, size: f.Size, open: f.Open}, roots)
		if !more || err != nil {
			return more
		}
	}
	return true
}
