package main

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestWriteFilesReplaces(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	if err := os.WriteFile(a, []byte("old, and longer"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := writeFiles([]file{{a, []byte("new a")}, {b, []byte("new b")}}); err != nil {
		t.Fatal(err)
	}
	if read(t, a) != "new a" || read(t, b) != "new b" {
		t.Errorf("files hold %q and %q", read(t, a), read(t, b))
	}
	if diff := cmp.Diff([]string{"a", "b"}, names(t, dir)); diff != "" {
		t.Errorf("drafts are left:\n%s", diff)
	}
}

// When one file cannot be written, none is.
func TestWriteFilesAllOrNone(t *testing.T) {
	dir := t.TempDir()
	a := filepath.Join(dir, "a")
	if err := os.WriteFile(a, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{"a missing directory": filepath.Join(dir, "no", "such", "b"), "a directory": dir} {
		if err := writeFiles([]file{{a, []byte("new")}, {bad, []byte("b")}}); err == nil {
			t.Errorf("%s was written to", name)
		}
		if read(t, a) != "old" {
			t.Errorf("%s: the other file was replaced", name)
		}
		if diff := cmp.Diff([]string{"a"}, names(t, dir)); diff != "" {
			t.Errorf("%s: drafts are left:\n%s", name, diff)
		}
	}
}

func TestWriteFilesFollowsLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need privileges")
	}
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	if err := os.WriteFile(target, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("target", link); err != nil {
		t.Fatal(err)
	}
	if err := writeFiles([]file{{link, []byte("new")}}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link was replaced by a file")
	}
	if read(t, target) != "new" {
		t.Error("the target was not written")
	}
}
