package main

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"archlint/analyzer/config"
)

// notInFiles are flags of check that no file can give: they choose the file, or
// are about one run. What leads out of a directory no pull request may decide.
var notInFiles = []string{"follow-links", "config", "help", "today", "write-baseline", "trace", "profile-policies"}

// Every value that check takes by flag has a key, and a file with that key
// gives the flag's value.
func TestEveryFlagHasAKey(t *testing.T) {
	lines := map[string]bool{}
	c, err := config.Empty().With([]config.Setting{
		{Key: []string{"traffic", "licences"}, Values: []string{"1"}, At: config.Origin{Kind: config.FromFlag}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range c.Lines() {
		lines[strings.Join(l.Key, ".")] = true
	}
	cmd := newCheck(&app{config: config.Empty()})
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		key, known := keys[f.Name]
		switch {
		case slices.Contains(notInFiles, f.Name), isTraffic(f.Name), f.Name == "rule":
			return
		case !known:
			t.Errorf("--%s has no key in the configuration", f.Name)
		case f.DefValue != "" && f.DefValue != "[]" && !lines[strings.Join(key, ".")]:
			t.Errorf("--%s has the default %s, and its key %v none", f.Name, f.DefValue, key)
		}
	})
}

// The documentation of the configuration knows every key.
func TestEveryKeyIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range config.Keys() {
		if !strings.Contains(string(text), "`"+key+"`") {
			t.Errorf("docs/configuration.md lacks the key %s", key)
		}
	}
}

var yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// So are those of the pages on adoption: each is a configuration, or a piece of
// a flow.
func TestDocumentedAdoption(t *testing.T) {
	texts := map[string][]byte{}
	for _, page := range []string{"waivers", "baseline", "budgets"} {
		text, err := os.ReadFile("../../docs/" + page + ".md")
		if err != nil {
			t.Fatal(err)
		}
		texts[page] = text
	}
	t.Chdir(t.TempDir())
	checked := 0
	for page, text := range texts {
		for _, b := range yamlBlock.FindAllSubmatch(text, -1) {
			if bytes.HasPrefix(b[1], []byte("- loop:")) {
				continue
			}
			if err := os.WriteFile(config.FileName, b[1], 0o666); err != nil {
				t.Fatal(err)
			}
			var out, errs bytes.Buffer
			if code := run([]string{"config", "check"}, strings.NewReader(""), &out, &errs); code != exitOK {
				t.Errorf("docs/%s.md: exit code %d for\n%s\n%s", page, code, b[1], errs.String())
			}
			checked++
		}
	}
	if checked < 4 {
		t.Errorf("%d examples", checked)
	}
}

// The examples in the documentation are in order.
func TestDocumentedExamples(t *testing.T) {
	text, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("company", 0o777); err != nil {
		t.Fatal(err)
	}
	blocks := yamlBlock.FindAllSubmatch(text, -1)
	if len(blocks) < 4 {
		t.Fatalf("%d examples", len(blocks))
	}
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("company/archlint.yaml", "jobs: 2\n")
	profiles := 0
	for _, b := range blocks { // the profile first: another example names it
		if strings.Contains(string(b[1]), "\nflows:") {
			write("profile.yaml", string(b[1]))
			profiles++
		}
	}
	if profiles != 1 {
		t.Fatalf("%d profiles", profiles)
	}
	for _, b := range blocks {
		if strings.Contains(string(b[1]), "\nflows:") {
			continue
		}
		write(config.FileName, string(b[1]))
		var out, errs bytes.Buffer
		if code := run([]string{"config", "check"}, strings.NewReader(""), &out, &errs); code != exitOK {
			t.Errorf("exit code %d for\n%s\n%s", code, b[1], errs.String())
		}
	}
}
