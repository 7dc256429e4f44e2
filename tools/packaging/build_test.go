package packaging

import (
	"bytes"
	"debug/elf"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// TestImageHoldsOneStaticFile builds archlint by the very command of the
// Dockerfile, from a tree without what .dockerignore leaves out, and looks at what
// the image would hold.
func TestImageHoldsOneStaticFile(t *testing.T) {
	unixOnly(t)
	needs(t, "bash")
	text, err := os.ReadFile(filepath.Join(root, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	file := string(text)
	stages := strings.Split(file, "\nFROM ")
	last := stages[len(stages)-1]
	if !strings.HasPrefix(last, "scratch\n") || !regexp.MustCompile(`(?m)^USER [1-9]\d*:[1-9]\d*$`).MatchString(last) ||
		strings.Contains(last, "\nRUN ") {
		t.Errorf("the image has more than a program, or runs it as root:\n%s", last)
	}
	build := regexp.MustCompile(`(?m)^RUN (CGO_ENABLED=0 go build .*)$`).FindStringSubmatch(file)
	if build == nil {
		t.Fatal("the Dockerfile does not build archlint")
	}
	out := t.TempDir()
	if code, said := script(t, tree(t), strings.ReplaceAll(build[1], "/out/", out+"/"), "VERSION=v1.2.3"); code != 0 {
		t.Fatalf("the build ends with %d\n%s", code, said)
	}
	program := filepath.Join(out, "archlint")
	if code, said := script(t, out, program+" --version"); code != 0 || said != "archlint v1.2.3\n" {
		t.Errorf("--version ends with %d and says %q", code, said)
	}
	if text, err := os.ReadFile(program); err != nil || bytes.Contains(text, []byte(filepath.Dir(out))) {
		t.Errorf("the program tells where it was built (%v): the same source gives other bytes elsewhere", err)
	}
	if runtime.GOOS != "linux" {
		return
	}
	bin, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer bin.Close()
	if libs, err := bin.ImportedLibraries(); err != nil || len(libs) > 0 {
		t.Errorf("the program needs %v (%v), which an empty image does not have", libs, err)
	}
	for _, p := range bin.Progs {
		if p.Type == elf.PT_INTERP {
			t.Error("the program needs a loader, which an empty image does not have")
		}
	}
}

// tree is the repository as the build sees it: links to all that .dockerignore
// does not name.
func tree(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	ignored := map[string]bool{}
	text, err := os.ReadFile(filepath.Join(root, ".dockerignore"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Fields(string(text)) {
		ignored[line] = true
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if ignored[e.Name()] {
			continue
		}
		if err := copyTree(filepath.Join(dir, e.Name()), filepath.Join(root, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func copyTree(to, from string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return os.CopyFS(to, os.DirFS(from))
	}
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o666)
}

// TestReleaseBuildsWhatThereIs holds the configuration of releases to the
// repository: its programs, its variables, its files.
func TestReleaseBuildsWhatThereIs(t *testing.T) {
	var release struct {
		Builds []struct {
			Main    string
			Env     []string
			Ldflags []string
		}
		Archives []struct {
			Builds archiveInfo `yaml:"builds_info"`
			Files  []archived
		}
		Checksum struct{ Algorithm string }
		Sboms    []map[string]any
	}
	read(t, ".goreleaser.yaml", &release)
	if len(release.Builds) != 2 || release.Checksum.Algorithm != "sha256" || len(release.Sboms) == 0 {
		t.Errorf("%d builds, checksums by %q, %d lists of contents", len(release.Builds), release.Checksum.Algorithm, len(release.Sboms))
	}
	for _, b := range release.Builds {
		version, err := os.ReadFile(filepath.Join(root, b.Main, "version.go"))
		if err != nil {
			t.Errorf("build of %s: %v", b.Main, err)
			continue
		}
		if !strings.Contains(string(version), "var release string") || !strings.Contains(b.Ldflags[0], "-X main.release=") {
			t.Errorf("%s: the version does not reach the program", b.Main)
		}
		if b.Env[0] != "CGO_ENABLED=0" {
			t.Errorf("%s is not static", b.Main)
		}
	}
	for _, a := range release.Archives {
		a.Builds.holdSame(t, "programs")
		for _, f := range a.Files {
			f.Info.holdSame(t, f.Src)
			if strings.HasPrefix(f.Src, "dist-extra/") {
				continue // made by the hooks before the build
			}
			if _, err := os.Stat(filepath.Join(root, f.Src)); err != nil {
				t.Errorf("archive: %v", err)
			}
		}
	}
}

type archived struct {
	Src  string
	Info archiveInfo
}

// archiveInfo is what an archive says of a file besides its bytes.
type archiveInfo struct {
	Owner, Group, Mtime string
	Mode                int
}

// holdSame holds that two builds of the same commit say the same of a file.
func (i archiveInfo) holdSame(t *testing.T, what string) {
	t.Helper()
	if i.Mtime != "{{ .CommitDate }}" || i.Owner != "root" || i.Group != "root" || i.Mode == 0 {
		t.Errorf("archive: %s: %+v may differ from build to build", what, i)
	}
}

// TestFormulaParses asks Ruby whether the Homebrew formula is a program.
func TestFormulaParses(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "packaging/homebrew/archlint.rb"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"class Archlint < Formula", `license "Apache-2.0"`, "./cmd/archlint", "-X main.release=v#{version}"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the formula has no %s", want)
		}
	}
	needs(t, "ruby", "bash")
	if code, said := script(t, root, "ruby -c packaging/homebrew/archlint.rb"); code != 0 {
		t.Errorf("%s", said)
	}
}
