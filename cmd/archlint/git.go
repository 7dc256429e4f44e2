package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"archlint/analyzer/export"
)

// revision reads a path that names a revision of a Git repository, REV:PATH or
// REV for the whole tree, and not a file. It returns nil for any other. Git is
// only asked for what it holds: nothing is checked out, and nothing is written.
func revision(ctx context.Context, name string) (export.Tree, error) {
	if _, err := os.Stat(name); err == nil || name == "-" || strings.HasPrefix(name, "-") {
		return nil, nil //nolint:nilnil // no revision, and nothing wrong
	}
	object := name
	rev, path, given := strings.Cut(name, ":")
	if !given {
		object = name + ":"
	}
	if _, err := git(ctx, "rev-parse", "--verify", "--quiet", rev+"^{commit}"); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return nil, fmt.Errorf("%s is no file, and git is not there to read it as a revision", name)
		}
		return nil, fmt.Errorf("%s is no file and no revision of a Git repository", name)
	}
	kind, err := git(ctx, "cat-file", "-t", object)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: revision %s has no %s", name, rev, path)
	case strings.TrimSpace(string(kind)) == "blob":
		return export.Tree{blob(ctx, "", object, -1)}, nil
	}
	list, err := git(ctx, "ls-tree", "-r", "-z", "-l", "--full-tree", object)
	if err != nil {
		return nil, err
	}
	return treeOf(ctx, list)
}

// treeOf reads what git ls-tree -r -z -l lists: mode, type, object, size, a tab,
// and the name. Links and submodules are left out.
func treeOf(ctx context.Context, list []byte) (export.Tree, error) {
	tree := export.Tree{}
	for entry := range bytes.SplitSeq(list, []byte{0}) {
		head, name, ok := strings.Cut(string(entry), "\t")
		fields := strings.Fields(head)
		if !ok || len(fields) != 4 || !strings.HasPrefix(fields[0], "100") {
			continue
		}
		size, err := strconv.ParseInt(fields[3], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("git ls-tree: size of %s: %w", name, err)
		}
		tree = append(tree, blob(ctx, name, fields[2], size))
	}
	return tree, nil
}

func blob(ctx context.Context, name, object string, size int64) export.TreeFile {
	return export.TreeFile{Name: name, Size: size, Open: func() (io.ReadCloser, error) {
		text, err := git(ctx, "cat-file", "blob", object)
		return io.NopCloser(bytes.NewReader(text)), err
	}}
}

// git runs git and returns what it prints. Its first line of errors becomes the
// error's.
func git(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		line, _, _ := strings.Cut(strings.TrimSpace(errs.String()), "\n")
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, line)
	}
	return out.Bytes(), nil
}
