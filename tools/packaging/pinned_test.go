package packaging

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

var (
	uses   = regexp.MustCompile(`(?m)^\s*(?:- )?uses: (\S+)(.*)$`)
	pinned = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40}$`)
	named  = regexp.MustCompile(`^ # v\d+\.\d+\.\d+$`)
	image  = regexp.MustCompile(`(?m)^FROM (\S+)`)
	digest = regexp.MustCompile(`^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$`)
)

// TestActionsAreNamedByCommit holds every action that a workflow of ours, or one
// that our pages recommend, uses to a commit, with its version beside it; and the
// base image to a digest. Tags move.
func TestActionsAreNamedByCommit(t *testing.T) {
	workflows, err := filepath.Glob(filepath.Join(root, ".github/workflows/*"))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range append(workflows, filepath.Join(root, "action.yml"), filepath.Join(root, "docs/ci.md"),
		filepath.Join(root, "README.md")) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, use := range uses.FindAllStringSubmatch(string(text), -1) {
			found++
			ours := regexp.MustCompile(`^OWNER/archlint@`).MatchString(use[1])
			if !ours && (!pinned.MatchString(use[1]) || !named.MatchString(use[2])) {
				t.Errorf("%s: %s%s is not a commit with its version", file, use[1], use[2])
			}
		}
	}
	text, err := os.ReadFile(filepath.Join(root, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range image.FindAllStringSubmatch(string(text), -1) {
		found++
		if from[1] != "scratch" && !digest.MatchString(from[1]) {
			t.Errorf("Dockerfile: %s is not a digest", from[1])
		}
	}
	release, err := os.ReadFile(filepath.Join(root, ".github/workflows/release.yml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"(?m)^permissions: {}$", `(?m)^ +version: v\d+\.\d+\.\d+( |$)`, `govulncheck@v\d+\.\d+\.\d+ `,
		"persist-credentials: false", "cache: false"} {
		if !regexp.MustCompile(want).Match(release) {
			t.Errorf("release.yml: no %s", want)
		}
	}
	if found < 9 {
		t.Errorf("only %d actions and images are looked at", found)
	}
}
