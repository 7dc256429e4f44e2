package export

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

const (
	archyText    = "inboundCall:\n  name: Main\n  startUpRef: ./menus/menu[m]\n"
	platformText = `{"nextTrackingNumber":5,"name":"Main","type":"inboundcall","flowSequenceItemList":[]}`
	actionText   = `{"name":"Look up","integrationType":"custom-rest-actions","config":{"request":{"requestUrlTemplate":"/x"}}}`
	guid         = "0f2d5a0e-1111-2222-3333-444455556666"
)

// tree writes files under a fresh directory and makes it the working directory.
func tree(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// read lists what the paths give, a line a document.
func read(t *testing.T, opts Options, paths ...string) []string {
	t.Helper()
	var lines []string
	for doc := range Documents(context.Background(), paths, opts) {
		lines = append(lines, describe(doc))
	}
	return lines
}

func describe(doc *Document) string {
	if doc.Err != nil {
		return "error " + doc.Err.Error()
	}
	line := string(doc.Format) + " " + doc.File.Name
	if doc.FlowID != "" {
		line += " id=" + doc.FlowID
	}
	if doc.InExport {
		line += " in " + doc.Export + " at " + doc.ExportPath
	}
	if doc.Role != "" {
		line += " role=" + doc.Role
	}
	return line
}

func check(t *testing.T, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
}

func TestDirectory(t *testing.T) {
	tree(t, map[string]string{
		"b/main.yaml":                       archyText,
		"a.json":                            platformText,
		"a/look-up.custom.json":             actionText,
		"a/notes.txt":                       "nothing to see",
		"a/package.json":                    `{"name":"x","version":"1"}`,
		".git/flow.yaml":                    archyText,
		"x/node_modules/flow.yaml":          archyText,
		".terraform/flow.json":              platformText,
		"empty.yaml":                        "",
		"b/main~" + guid + ".json":          platformText,
		"b/M-INBOUNDCALL-" + guid + ".yaml": archyText,
	})
	check(t, read(t, Options{}, "."),
		"dataAction a/look-up.custom.json",
		"other a/notes.txt",
		"other a/package.json",
		"platform a.json",
		"archy b/M-INBOUNDCALL-"+guid+".yaml id="+guid,
		"archy b/main.yaml",
		"platform b/main~"+guid+".json id="+guid,
		"other empty.yaml",
	)
}

func TestPathsKeepTheirOrderAndStandOnce(t *testing.T) {
	tree(t, map[string]string{"z/a.yaml": archyText, "a/b.yaml": archyText, "a/c.yaml": archyText})
	check(t, read(t, Options{}, "z", "a/c.yaml", "./a", "a/../a/b.yaml"),
		"archy z/a.yaml", "archy a/c.yaml", "archy a/b.yaml")
}

func TestNamesAreRelative(t *testing.T) {
	tree(t, map[string]string{"sub/a.yaml": archyText, "other/b.yaml": archyText})
	abs, err := filepath.Abs("sub")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("other")
	check(t, read(t, Options{}, abs, "../other/b.yaml"), "archy ../sub/a.yaml", "archy b.yaml")
}

func TestMissingPathsLeaveTheRest(t *testing.T) {
	tree(t, map[string]string{"a.yaml": archyText})
	got := read(t, Options{}, "nowhere.yaml", "a.yaml")
	check(t, got, "error nowhere.yaml: no such file or directory", "archy a.yaml")
	for doc := range Documents(context.Background(), []string{"nowhere.yaml"}, Options{}) {
		if !errors.Is(doc.Err, os.ErrNotExist) {
			t.Errorf("%v is not os.ErrNotExist", doc.Err)
		}
	}
}

func TestUnreadable(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	tree(t, map[string]string{"a.yaml": archyText, "d/b.yaml": archyText})
	for _, name := range []string{"a.yaml", "d"} {
		if err := os.Chmod(name, 0); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(name, 0o755) })
	}
	check(t, read(t, Options{}, "."), "error a.yaml: permission denied", "error d: permission denied")
}

func TestLinks(t *testing.T) {
	tree(t, map[string]string{"flows/a.yaml": archyText, "flows/deep/b.yaml": archyText, "elsewhere/c.yaml": archyText})
	for link, to := range map[string]string{
		"flows/deep/loop":  "..",
		"flows/self":       ".",
		"flows/away":       "../elsewhere",
		"flows/gone.yaml":  "nothing.yaml",
		"flows/twice.yaml": "a.yaml",
		"flows/ring":       "ring",
	} {
		if err := os.Symlink(to, link); err != nil {
			t.Skipf("no links here: %v", err)
		}
	}
	got := read(t, Options{FollowLinks: true}, "flows")
	var kept []string
	for _, line := range got {
		if !strings.HasPrefix(line, "error flows/ring: ") { // the message is the system's
			kept = append(kept, line)
		}
	}
	check(t, kept, "archy flows/a.yaml", "archy flows/away/c.yaml", "archy flows/deep/b.yaml")
	if len(got) != len(kept)+1 {
		t.Errorf("the link to itself is not an error: %q", got)
	}
}

// A link out of the directory that is walked is told and not followed, unless
// it is asked for; a link that is a path itself is asked for.
func TestLinksThatLeadOut(t *testing.T) {
	tree(t, map[string]string{"flows/a.yaml": archyText, "elsewhere/c.yaml": archyText, "elsewhere/d.yaml": archyText})
	for link, to := range map[string]string{
		"flows/away": "../elsewhere", "flows/b.yaml": "../elsewhere/c.yaml", "flows/up": "..", "flows/same.yaml": "a.yaml", "flows2": "flows",
		"flows/again": "../flows2/a.yaml",
	} {
		if err := os.Symlink(to, link); err != nil {
			t.Skipf("no links here: %v", err)
		}
	}
	check(t, read(t, Options{}, "flows"), "archy flows/a.yaml", "link flows/away", "link flows/b.yaml", "link flows/up")
	check(t, read(t, Options{}, "flows2"), "archy flows2/a.yaml", "link flows2/away", "link flows2/b.yaml", "link flows2/up")
	check(t, read(t, Options{}, "flows/away", "flows/b.yaml"), "archy flows/away/c.yaml", "archy flows/away/d.yaml")
	check(t, read(t, Options{FollowLinks: true}, "flows"), "archy flows/a.yaml", "archy flows/away/c.yaml", "archy flows/away/d.yaml")
}

func TestExportDirectory(t *testing.T) {
	tree(t, map[string]string{
		"acme/archlint-export.json":                     `{"schemaVersion":1}`,
		"acme/flows/inboundcall/Main~" + guid + ".json": `{"broken`,
		"acme/flows/workflow/Poll.yaml":                 archyText,
		"acme/actions/look-up.json":                     `{"id":"custom_-_1"}`,
		"acme/org/queues.json":                          `{"entities":[]}`,
		"acme/org/usage/flows.json":                     `[]`,
		"acme/README.md":                                "# Acme",
		"outside.json":                                  `{}`,
	})
	check(t, read(t, Options{}, "."),
		"other acme/README.md in acme at README.md",
		"dataAction acme/actions/look-up.json in acme at actions/look-up.json",
		"exportManifest acme/archlint-export.json in acme at archlint-export.json",
		"platform acme/flows/inboundcall/Main~"+guid+".json id="+guid+" in acme at flows/inboundcall/Main~"+guid+".json",
		"archy acme/flows/workflow/Poll.yaml in acme at flows/workflow/Poll.yaml",
		"orgFacts acme/org/queues.json in acme at org/queues.json role=queues",
		"orgFacts acme/org/usage/flows.json in acme at org/usage/flows.json role=usage/flows",
		"other outside.json",
	)
}

func TestStdin(t *testing.T) {
	opts := Options{Stdin: strings.NewReader(archyText), StdinName: "main.yaml"}
	check(t, read(t, opts, "-"), "archy main.yaml")
	check(t, read(t, Options{Stdin: strings.NewReader(platformText)}, "-"), "platform stdin")
	check(t, read(t, Options{}, "-"), "error stdin: standard input is not available")
	check(t, read(t, Options{Stdin: iotest.ErrReader(errors.New("pipe burst"))}, "-"), "error stdin: pipe burst")
	check(t, read(t, Options{Stdin: endless{}, MaxFileBytes: 1 << 20}, "-"), "error stdin: larger than the limit of 1024 KiB for one file")
}

// endless is a reader without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestTooLarge(t *testing.T) {
	big := archyText + strings.Repeat("# padding\n", 10_000)
	tree(t, map[string]string{
		"flow.yaml":  big,
		"image.png":  "\x89PNG\x00" + strings.Repeat("x", 100_000),
		"story.txt":  strings.Repeat("once upon a time\n", 10_000),
		"data.json":  "{\"rows\":[" + strings.Repeat("1,", 50_000) + "1]}",
		"small.yaml": archyText,
	})
	check(t, read(t, Options{MaxFileBytes: 50_000}, "."),
		"error data.json: 97 KiB is larger than the limit of 48 KiB for one file",
		"error flow.yaml: 97 KiB is larger than the limit of 48 KiB for one file",
		"other image.png",
		"archy small.yaml",
		"other story.txt",
	)
	check(t, read(t, Options{MaxFileBytes: 50_000}, "story.txt"),
		"error story.txt: 166 KiB is larger than the limit of 48 KiB for one file")
}

func TestCancelled(t *testing.T) {
	tree(t, map[string]string{"a.yaml": archyText, "b.yaml": archyText, "c.yaml": archyText})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var got []string
	for doc := range Documents(ctx, []string{"."}, Options{}) {
		got = append(got, describe(doc))
		cancel()
	}
	check(t, got, "archy a.yaml", "error reading was stopped: context canceled")
}

func TestEarlyStop(t *testing.T) {
	tree(t, map[string]string{"a.yaml": archyText, "b.yaml": archyText})
	for doc := range Documents(context.Background(), []string{".", "a.yaml"}, Options{}) {
		if doc.File.Name != "a.yaml" {
			t.Errorf("went on to %s", doc.File.Name)
		}
		break
	}
}

func TestUTF16(t *testing.T) {
	var text bytes.Buffer
	text.Write([]byte{0xff, 0xfe})
	for _, r := range "inboundCall:\n  name: Größe\n" {
		text.Write([]byte{byte(r), byte(r >> 8)})
	}
	tree(t, map[string]string{"a.yaml": text.String()})
	for doc := range Documents(context.Background(), []string{"a.yaml"}, Options{}) {
		if want := "inboundCall:\n  name: Größe\n"; doc.Format != ArchyYAML || string(doc.File.Text) != want {
			t.Errorf("%s: %q", describe(doc), doc.File.Text)
		}
	}
}

var _ io.Reader = endless{}
