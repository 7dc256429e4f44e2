package analyzer_test

import (
	"bytes"
	"io"
	"testing"
	"time"

	"archlint/analyzer"
	"archlint/analyzer/demand"
	"archlint/analyzer/export"
	"archlint/analyzer/intake"
	"archlint/analyzer/report"
	"archlint/analyzer/report/jsonreport"
)

// slowFile is read a little at a time, with pauses.
type slowFile struct {
	io.ReadCloser
	pause time.Duration
}

func (f slowFile) Read(p []byte) (int, error) {
	time.Sleep(f.pause)
	return f.ReadCloser.Read(p[:min(len(p), 700)])
}

// A slow disk, of which some files are slower than others, changes no byte of a report.
func TestSlowDiskChangesNothing(t *testing.T) {
	for _, seed := range []uint64{3, 1001, 1007} { // a small organisation, and larger ones that go round
		_, tree, _ := roundOrg(t, seed)
		var slow export.Tree
		for i, f := range tree {
			open := f.Open
			f.Open = func() (io.ReadCloser, error) {
				from, err := open()
				return slowFile{from, time.Duration(i%4) * 200 * time.Microsecond}, err
			}
			slow = append(slow, f)
		}
		if want, got := reportOf(t, tree, 1), reportOf(t, slow, 8); !bytes.Equal(want, got) {
			t.Errorf("seed %d: %d bytes, from a slow disk %d", seed, len(want), len(got))
		}
	}
}

// reportOf is the JSON report on an export.
func reportOf(t *testing.T, tree export.Tree, jobs int) []byte {
	t.Helper()
	r, err := analyzer.Analyze(t.Context(), []string{"org"}, analyzer.Options{
		Input: intake.Options{Trees: map[string]export.Tree{"org": tree}}, Traffic: demand.Options{Traffic: lawTraffic(3)}, Jobs: jobs,
	})
	if err != nil || len(r.Flows) == 0 {
		t.Fatal(err, r)
	}
	var out bytes.Buffer
	if err := jsonreport.Write(&out, r, report.Options{}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
