package export

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
)

// packed is an entry for a test archive.
type packed struct{ name, text string }

func zipOf(t *testing.T, entries ...packed) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, e := range entries {
		w, err := z.Create(e.name)
		if err == nil {
			_, err = io.WriteString(w, e.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func tarOf(t *testing.T, entries ...packed) string {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	archive := tar.NewWriter(zipped)
	for _, e := range entries {
		header := &tar.Header{Name: e.name, Size: int64(len(e.text)), Mode: 0o644, Typeflag: tar.TypeReg}
		if to, ok := strings.CutPrefix(e.text, "-> "); ok {
			header = &tar.Header{Name: e.name, Linkname: to, Typeflag: tar.TypeSymlink}
			e.text = ""
		}
		if err := archive.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(archive, e.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestArchives(t *testing.T) {
	entries := []packed{
		{"top/flows/workflow/Poll~" + guid + ".json", platformText},
		{"top/.git/x.yaml", archyText},
		{"top/archlint-export.json", "{}"},
		{"top/org/queues.json", "[]"},
		{"loose.yaml", archyText},
		{"notes.txt", "hello"},
	}
	tree(t, map[string]string{"a.zip": zipOf(t, entries...), "a.tgz": tarOf(t, entries...), "flow.zip": archyText})
	want := func(name string) []string {
		return []string{
			"archy " + name + "/loose.yaml",
			"other " + name + "/notes.txt",
			"exportManifest " + name + "/top/archlint-export.json in " + name + "/top at archlint-export.json",
			"platform " + name + "/top/flows/workflow/Poll~" + guid + ".json id=" + guid + " in " + name +
				"/top at flows/workflow/Poll~" + guid + ".json",
			"orgFacts " + name + "/top/org/queues.json in " + name + "/top at org/queues.json role=queues",
		}
	}
	check(t, read(t, Options{}, "a.zip"), want("a.zip")...)
	got := read(t, Options{}, "a.tgz")
	slices.Sort(got) // a tar is read in its own order
	sorted := want("a.tgz")
	slices.Sort(sorted)
	check(t, got, sorted...)
	check(t, read(t, Options{}, "flow.zip"), "archy flow.zip")
}

func TestExportAtAnArchivesRoot(t *testing.T) {
	entries := []packed{{"archlint-export.json", "{}"}, {"org/queues.json", "[]"}}
	tree(t, map[string]string{"a.zip": zipOf(t, entries...), "a.tar.gz": tarOf(t, entries...)})
	for _, name := range []string{"a.zip", "a.tar.gz"} {
		check(t, read(t, Options{}, name),
			"exportManifest "+name+"/archlint-export.json in "+name+" at archlint-export.json",
			"orgFacts "+name+"/org/queues.json in "+name+" at org/queues.json role=queues")
	}
}

func TestArchivesInDirectoriesAreLeftAlone(t *testing.T) {
	inner := zipOf(t, packed{"a.yaml", archyText})
	tree(t, map[string]string{"d/a.zip": inner, "d/a.tar.gz": tarOf(t, packed{"a.yaml", archyText}), "d/b.yaml": archyText,
		"c.zip": zipOf(t, packed{"inner.zip", inner})})
	check(t, read(t, Options{}, "d"), "archive d/a.tar.gz", "archive d/a.zip", "archy d/b.yaml")
	check(t, read(t, Options{}, "c.zip"), "archive c.zip/inner.zip")
}

func TestHostileNames(t *testing.T) {
	entries := []packed{
		{"../up.yaml", archyText},
		{"/etc/flow.yaml", archyText},
		{`..\windows.yaml`, archyText},
		{`C:\flow.yaml`, archyText},
		{"a/../../b.yaml", archyText},
		{"link.yaml", "-> /etc/passwd"},
		{"good.yaml", archyText},
	}
	tree(t, map[string]string{"a.tgz": tarOf(t, entries...), "a.zip": zipOf(t, append(entries[:5:5], entries[6])...)})
	for _, name := range []string{"a.tgz", "a.zip"} {
		check(t, read(t, Options{}, name),
			"error "+name+`: entry "../up.yaml" leads out of the archive`,
			"error "+name+`: entry "/etc/flow.yaml" has an absolute name`,
			"error "+name+`: entry "../windows.yaml" leads out of the archive`,
			"error "+name+`: entry "C:/flow.yaml" has an absolute name`,
			"error "+name+`: entry "a/../../b.yaml" leads out of the archive`,
			"archy "+name+"/good.yaml",
		)
	}
}

func TestBombs(t *testing.T) {
	bomb := archyText + strings.Repeat("#\n", 1<<20)
	entries := []packed{{"a.yaml", archyText}, {"b.yaml", bomb}, {"c.yaml", bomb}, {"d.yaml", archyText}}
	tree(t, map[string]string{"a.zip": zipOf(t, entries...), "a.tgz": tarOf(t, entries...)})
	t.Run("one file", func(t *testing.T) {
		opts := Options{MaxFileBytes: 1 << 20}
		for _, name := range []string{"a.zip", "a.tgz"} {
			check(t, read(t, opts, name),
				"archy "+name+"/a.yaml",
				"error "+name+"/b.yaml: 2048 KiB is larger than the limit of 1024 KiB for one file",
				"error "+name+"/c.yaml: 2048 KiB is larger than the limit of 1024 KiB for one file",
				"archy "+name+"/d.yaml")
		}
	})
	t.Run("the whole zip", func(t *testing.T) {
		check(t, read(t, Options{MaxUnpackedBytes: 3 << 20}, "a.zip"),
			"archy a.zip/a.yaml", "archy a.zip/b.yaml",
			"error a.zip/c.yaml: the archive unpacks to more than the limit of 3072 KiB")
	})
	t.Run("the whole tar", func(t *testing.T) {
		check(t, read(t, Options{MaxUnpackedBytes: 3 << 20}, "a.tgz"),
			"error a.tgz: the archive unpacks to more than the limit of 3072 KiB")
	})
	t.Run("entries", func(t *testing.T) {
		check(t, read(t, Options{MaxEntries: 3}, "a.zip"), "error a.zip: the archive holds 4 entries, more than the limit of 3")
		check(t, read(t, Options{MaxEntries: 3}, "a.tgz"), "error a.tgz: the archive holds more entries than the limit of 3")
	})
}

func TestBrokenArchives(t *testing.T) {
	whole := zipOf(t, packed{"a.yaml", archyText})
	tree(t, map[string]string{
		"cut.zip":   whole[:len(whole)/2],
		"cut.tgz":   tarOf(t, packed{"a.yaml", archyText})[:60],
		"gzip.tgz":  "\x1f\x8bnot gzip",
		"rest.yaml": archyText,
	})
	check(t, read(t, Options{}, "cut.zip", "cut.tgz", "gzip.tgz", "rest.yaml"),
		"error cut.zip: broken zip archive: zip: not a valid zip file",
		"error cut.tgz: broken tar archive: unexpected EOF",
		"error gzip.tgz: broken gzip archive: gzip: invalid header",
		"archy rest.yaml")
}

func TestCutArchiveIsReadSoFar(t *testing.T) {
	noise := make([]byte, 100<<10)
	for i, state := 0, uint32(1); i < len(noise); i++ { // what compresses badly
		state = state*1664525 + 1013904223
		noise[i] = "0123456789abcdef"[state>>28]
	}
	whole := tarOf(t, packed{"a.yaml", archyText + "# " + string(noise)}, packed{"b.yaml", archyText + "# " + string(noise)})
	tree(t, map[string]string{"cut.tgz": whole[:len(whole)*3/4]})
	check(t, read(t, Options{}, "cut.tgz"), "archy cut.tgz/a.yaml",
		"error cut.tgz/b.yaml: unexpected EOF", "error cut.tgz: broken tar archive: unexpected EOF")
}

func TestDamagedZipEntryLeavesTheRest(t *testing.T) {
	archive := zipOf(t, packed{"a.yaml", archyText}, packed{"b.yaml", archyText})
	damaged := []byte(archive)
	at := bytes.Index(damaged, []byte("a.yaml")) + len("a.yaml") + 4
	damaged[at] ^= 0xff
	tree(t, nil)
	if err := os.WriteFile("a.zip", damaged, 0o644); err != nil {
		t.Fatal(err)
	}
	got := read(t, Options{}, "a.zip")
	if len(got) != 2 || !strings.HasPrefix(got[0], "error a.zip/a.yaml: ") || got[1] != "archy a.zip/b.yaml" {
		t.Errorf("%q", got)
	}
}
