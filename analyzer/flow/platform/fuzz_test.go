package platform_test

import (
	"os"
	"path/filepath"
	"testing"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/source"
)

// small bounds keep one input quick.
var small = platform.Options{MaxBytes: 1 << 20, MaxNodes: 2000, MaxDepth: 50}

func FuzzDecode(f *testing.F) {
	addTestdata(f, func(text string) string { return text })
	f.Add([]byte(tower(4)))
	f.Fuzz(func(t *testing.T, text []byte) {
		checkFuzzed(t, platform.Decode, text)
	})
}

func FuzzI3(f *testing.F) {
	addTestdata(f, wrapI3)
	f.Add([]byte("JTdC"))
	f.Fuzz(func(t *testing.T, text []byte) {
		checkFuzzed(t, platform.DecodeI3, text)
	})
}

func addTestdata(f *testing.F, wrap func(string) string) {
	files, _ := filepath.Glob("testdata/*.json")
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add([]byte(wrap(string(text))))
	}
}

// checkFuzzed holds that decoding fails with a message or gives a sound tree,
// and gives the same one again.
func checkFuzzed(t *testing.T, decode func(*source.File, platform.Options) (*flow.Flow, error), text []byte) {
	decoded, err := decode(source.NewFile("f", text), small)
	if err != nil {
		if err.Error() == "" || decoded != nil {
			t.Errorf("error %q with flow %v", err, decoded)
		}
		return
	}
	checkInvariants(t, decoded)
	again, err := decode(source.NewFile("f", text), small)
	if err != nil || dump(t, again) != dump(t, decoded) {
		t.Error("decoding again gives something else")
	}
}
