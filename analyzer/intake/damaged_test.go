package intake

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	"archlint/analyzer/export"
	"archlint/analyzer/internal/damage"
)

// evidence is what makes a text a flow's, whatever became of the rest: the root
// key of a flow in YAML, where it starts, the members that only a configuration
// has, or the beginning of an .i3 file. The test does not ask for more.
var evidence = regexp.MustCompile(`(?m)` +
	`^(?:inboundCall|inqueueCall|botFlow|commonModule|inboundEmail|inboundShortMessage|digitalBot):(?:[ \r{]|$)|` +
	`^[^#\n]*(?:[\s{,"']|^)(?:startUpRef|startUpTaskActions)["']?\s*:|` +
	`"(?:flowSequenceItemList|initialSequence)"|^JTdC`)

// flowTexts are the flows of our own test data, by name.
func flowTexts(t *testing.T) map[string][]byte {
	t.Helper()
	texts := map[string][]byte{}
	for _, root := range []string{"../../testdata/exports", "../../testdata/exports-src", "../../policies", "../flow", "../cfg"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			if d.Type().IsRegular() && evidence.Match(text) && isFlowName(path) {
				texts[filepath.ToSlash(path)] = text
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(texts) < 100 {
		t.Fatalf("only %d flows to break", len(texts))
	}
	return texts
}

func isFlowName(path string) bool {
	ext := filepath.Ext(path)
	return ext == ".yaml" || ext == ".json" || strings.HasPrefix(ext, ".i3")
}

// TestDamagedFlowsAreReviewedOrErrors breaks every flow of our test data in every
// way: nothing that was a flow is passed over.
func TestDamagedFlowsAreReviewedOrErrors(t *testing.T) {
	places := 3 // of each damage in each flow
	if testing.Short() {
		places = 1
	}
	gate := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	seed := 0
	for name, text := range flowTexts(t) {
		seed++
		gate <- struct{}{}
		wg.Go(func() {
			defer func() { <-gate }()
			breakFlow(t, name, text, places)
		})
	}
	wg.Wait()
}

// breakFlow tries the damages at the beginning of a text and at places spread
// over it, which differ from one damage to the next.
func breakFlow(t *testing.T, name string, text []byte, places int) {
	for i, d := range damage.Ways() {
		for k := range places {
			at := k // the first bytes matter most
			if k > 1 {
				at = (k*7919 + i*104729) % len(text)
			}
			if broken := d.Apply(text, min(at, len(text)-1)); isPassedOver(t, name, broken) {
				t.Errorf("%s, %q %d: passed over\n%.300q", name, d.Name, at, broken)
				return
			}
		}
	}
	for what, broken := range damage.Whole(text) {
		if strings.HasSuffix(name, ".yaml") || !strings.Contains(what, "all ") {
			if isPassedOver(t, name, broken) {
				t.Errorf("%s, %s: passed over\n%.300q", name, what, broken)
			}
		}
	}
}

// isPassedOver reports whether a text with the evidence of a flow gives neither a
// flow nor an error.
func isPassedOver(t *testing.T, name string, text []byte) bool {
	if !evidence.Match(text) && !bytes.ContainsRune(text, 0) {
		return false
	}
	tree := export.Tree{{Name: filepath.Base(name), Size: int64(len(text)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(text)), nil
	}}}
	for doc := range export.Documents(context.Background(), []string{"tree"}, export.Options{Trees: map[string]export.Tree{"tree": tree}}) {
		if why := passedOver(doc); why != "" {
			return true
		}
		out := decode(doc)
		if len(out.flows) == 0 && len(out.errs) == 0 {
			return true
		}
		for _, err := range out.errs {
			if strings.Contains(err.Error(), "defect in archlint") {
				t.Errorf("%s: %v\n%.300q", name, err, text)
			}
		}
	}
	return false
}
