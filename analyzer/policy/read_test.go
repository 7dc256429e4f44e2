package policy

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// bundleOf writes an OPA bundle of the files and returns its path.
func bundleOf(t *testing.T, files ...[2]string) string {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	tarball := tar.NewWriter(zip)
	for _, f := range files {
		if err := tarball.WriteHeader(&tar.Header{Name: f[0], Mode: 0o644, Size: int64(len(f[1]))}); err != nil {
			t.Fatal(err)
		}
		if _, err := tarball.Write([]byte(f[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := tarball.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "ours.tar.gz")
	if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestBundle(t *testing.T) {
	name := bundleOf(t, [2]string{"/rules/x.rego", rule(someMeta, someBody)}, [2]string{"/data.json", `{"a": 1}`},
		[2]string{"/rules/x_test.rego", "package ours.calls_test\n\ntest_x if true\n"})
	set, err := Load(t.Context(), Options{Sources: []string{name}})
	if err != nil {
		t.Fatal(err)
	}
	rules := set.Rules()
	if len(rules) != 1 || rules[0].ID != "our-calls" || !strings.HasSuffix(rules[0].File, "/ours.tar.gz/rules/x.rego") {
		t.Errorf("got %+v", rules)
	}
	if got, errs := set.EvalFlow(t.Context(), twoCalls()); len(got) != 2 || len(errs) > 0 {
		t.Errorf("got %v, %v", got, errs)
	}
}

func TestBrokenSources(t *testing.T) {
	notZip := filepath.Join(write(t, map[string]string{"x.tgz": "no bundle"}), "x.tgz")
	huge := filepath.Join(write(t, map[string]string{"x.rego": "package x\n# " + strings.Repeat("x", maxPolicyFile)}), "x.rego")
	for name, want := range map[string]string{
		notZip:             "archive read failed",
		huge:               "larger than the limit of 4096 KiB",
		filepath.Dir(huge): "larger than the limit of 4096 KiB",
		bundleOf(t, [2]string{"/x.rego", "package x\n\n!"}): "x.rego:3",
	} {
		_, err := Load(t.Context(), Options{Sources: []string{name}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", name, err, want)
		}
	}
}
