package main

import (
	"context"
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
	if err := writeFiles(context.Background(), []file{{a, []byte("new a")}, {b, []byte("new b")}}); err != nil {
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
		if err := writeFiles(context.Background(), []file{{a, []byte("new")}, {bad, []byte("b")}}); err == nil {
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
	if err := writeFiles(context.Background(), []file{{link, []byte("new")}}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link was replaced by a file")
	}
	if read(t, target) != "new" {
		t.Error("the target was not written")
	}
}

// A file that is replaced keeps its mode, and a link leads where it led, also
// to a file that is not there yet.
func TestWriteFilesKeepsModesAndLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such modes")
	}
	t.Chdir(t.TempDir())
	for name, mode := range map[string]os.FileMode{"secret": 0o600, "shared": 0o664, "program": 0o755} {
		write(t, name, "old")
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
		if err := writeFiles(context.Background(), []file{{name, []byte("new")}}); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != mode || read(t, name) != "new" {
			t.Errorf("%s: mode %v, want %v", name, info.Mode(), mode)
		}
	}
	write(t, "deep/er/there", "old")
	for link, to := range map[string]string{"deep/link": "er/new", "link": "deep/link", "other": "deep/er/there"} {
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeFiles(context.Background(), []file{{"link", []byte("new")}, {"other", []byte("new")}}); err != nil {
		t.Fatal(err)
	}
	for _, link := range []string{"link", "deep/link", "other"} {
		if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("the link %s was replaced by a file", link)
		}
	}
	if read(t, "deep/er/new") != "new" || read(t, "deep/er/there") != "new" {
		t.Error("a target was not written")
	}
}
