package archy_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/flow/platform"
)

var update = flag.Bool("update", false, "write the encoded and golden files anew")

// firstContact is the export that the README begins with.
const firstContact = "../../../testdata/exports/first-contact"

// encodeI3 encodes a configuration as Architect's export does: compact JSON,
// percent-encoded as JavaScript's encodeURIComponent does it, in base64.
func encodeI3(t *testing.T, text []byte) []byte {
	t.Helper()
	var compact bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		t.Fatal(err)
	}
	var percent bytes.Buffer
	for _, b := range compact.Bytes() {
		if b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || strings.IndexByte("-_.!~*'()", b) >= 0 {
			percent.WriteByte(b)
		} else {
			const hex = "0123456789ABCDEF"
			percent.Write([]byte{'%', hex[b>>4], hex[b&15]})
		}
	}
	return base64.StdEncoding.AppendEncode(nil, percent.Bytes())
}

// only returns the one file that matches the pattern.
func only(t *testing.T, pattern ...string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(pattern...))
	if err != nil || len(found) != 1 {
		t.Fatalf("%v: %d files, %v", pattern, len(found), err)
	}
	return found[0]
}

func TestI3FileIsItsSourceEncoded(t *testing.T) {
	readable, err := os.ReadFile("../../../testdata/exports-src/first-contact/wrap-up-watch.json")
	if err != nil {
		t.Fatal(err)
	}
	path := only(t, firstContact, "flows", "workflow", "wrap-up-watch~*.i3WorkFlow")
	want := encodeI3(t, readable)
	if *update {
		if err := os.WriteFile(path, want, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if got := readFile(t, path); !bytes.Equal(got.Text, want) {
		t.Errorf("%s is not the encoding of its source: run the test with -update", path)
	}
}

// TestFirstContact pins down what the export is there to show.
func TestFirstContact(t *testing.T) {
	flows, err := archy.Decode(readFile(t, only(t, firstContact, "flows", "inboundcall", "*.yaml")), archy.Options{})
	if err != nil || len(flows) != 1 {
		t.Fatalf("%d flows, %v", len(flows), err)
	}
	inQueue, err := platform.Decode(readFile(t, only(t, firstContact, "flows", "inqueuecall", "*.json")), platform.Options{})
	if err != nil {
		t.Fatal(err)
	}
	workflow, err := platform.DecodeI3(readFile(t, only(t, firstContact, "flows", "workflow", "*.i3WorkFlow")), platform.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*flow.Flow{flows[0], inQueue, workflow} {
		for _, p := range f.Problems {
			t.Error(p)
		}
		counts, opaque := countKinds(f)
		if counts["callData"] != 1 || len(opaque) > 0 || f.Entry == nil {
			t.Errorf("%s: %d data actions, opaque %v, entry %v", f.Name, counts["callData"], opaque, f.Entry)
		}
	}

	call := flows[0].Entry.Body.Actions[0]
	if call.Kind.Name != "callData" || call.DataAction.Timeout.Text != "P0D0H1M0S0F" || call.Output("failure").State != flow.Empty {
		t.Errorf("the inbound flow's first action is not the data action, or it handles its failure: %+v", call)
	}
	next := flows[0].Entry.Body.Actions[1]
	if reads := next.Value("condition").Reads; len(reads) != 1 || reads[0] != call.Results[1].Value.Text {
		t.Errorf("what the data action writes is not read next: %v", reads)
	}
	if inQueue.Entry.Kind != flow.LoopTask || inQueue.Entry.Body.Actions[0].Kind.Name != "holdMusic" {
		t.Errorf("the in-queue flow does not begin with hold music in a loop task")
	}
	loop := workflow.Entry.Body.Actions[0]
	var steps []string
	for _, a := range loop.Output("loop").Block.Actions {
		steps = append(steps, a.Kind.Name)
	}
	if got := strings.Join(steps, " "); loop.Value("loopCount").Text != "20" || got != "callData decision wait" {
		t.Errorf("the workflow's loop: %s times %s", loop.Value("loopCount").Text, got)
	}
	if exit := loop.Output("loop").Block.Actions[1].Output("yes").Block.Actions[0]; exit.Kind.Control != flow.LoopExit {
		t.Errorf("the loop is left by %s", exit.Kind.Name)
	}
}
