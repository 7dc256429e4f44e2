package platform_test

import (
	"encoding/base64"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/source"
)

// wrapI3 puts a text into the envelope of an .i3* file.
func wrapI3(text string) string {
	return base64.StdEncoding.EncodeToString([]byte(url.PathEscape(text)))
}

func TestI3EqualsItsJSON(t *testing.T) {
	text, err := os.ReadFile("testdata/menus.json")
	if err != nil {
		t.Fatal(err)
	}
	plain := decodeFile(t, "testdata/menus.json")
	envelope := wrapI3(string(text))
	broken := envelope[:76] + "\r\n" + envelope[76:] + "\n"
	for name, wrapped := range map[string]string{"one line": envelope, "lines": broken, "byte order mark": "\ufeff" + envelope} {
		decoded, err := platform.DecodeI3(source.NewFile("menus.i3InboundFlow", []byte(wrapped)), platform.Options{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(dump(t, plain), dump(t, decoded)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		if decoded.Format != flow.I3 || decoded.File.Name != "menus.i3InboundFlow" || string(decoded.File.Text) != string(text) {
			t.Errorf("%s: format %s, file %s", name, decoded.Format, decoded.File.Name)
		}
		if got, want := find(decoded, "b1").Pos, find(plain, "b1").Pos; got != want {
			t.Errorf("%s: position %v, want %v of the decoded text", name, got, want)
		}
	}
}

func TestI3Modules(t *testing.T) {
	text, err := os.ReadFile("testdata/module.json")
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := platform.DecodeI3(source.NewFile("m.i3InboundMessage", []byte(wrapI3(string(text)))), platform.Options{})
	if err != nil || len(decoded.Modules) != 1 || decoded.Modules[0].Format != flow.I3 {
		t.Errorf("%v %+v", err, decoded)
	}
}

// TestI3ProblemsSayWhereTheyAre: a line and a column of a file that is one
// line of base64 would send people to the wrong place.
func TestI3ProblemsSayWhereTheyAre(t *testing.T) {
	text := `{"flowSequenceItemList":[{"id":"t","__type":"Task","startAction":"gone","actionList":[]}]}`
	decoded, err := platform.DecodeI3(source.NewFile("f.i3WorkFlow", []byte(wrapI3(text))), platform.Options{})
	if err != nil || len(decoded.Problems) == 0 {
		t.Fatalf("%v, %+v", err, decoded)
	}
	for _, p := range decoded.Problems {
		if !strings.HasSuffix(p.Message, "(line and column in the decoded text of the .i3 file)") {
			t.Error(p)
		}
	}
}

func TestI3Errors(t *testing.T) {
	whole := wrapI3(`{"name":"x","flowSequenceItemList":[]}`)
	tests := []struct{ name, text, want string }{
		{"empty", " \n", "f.i3WorkFlow: empty: no .i3 export"},
		{"cut off within four characters", whole[:len(whole)-7], "f.i3WorkFlow:1:73: the .i3 file is damaged or cut off: not " +
			"valid base64 from here"},
		{"cut off between", whole[:12], "f.i3WorkFlow:1:6: the JSON ends too early"},
		{"a strange character", "JTdC!!!!" + whole[8:], "f.i3WorkFlow:1:5: the .i3 file is damaged or cut off: not valid base64 from here"},
		{"an escape in two", base64.StdEncoding.EncodeToString([]byte("%7B%2")), `f.i3WorkFlow:1:5: the .i3 file is damaged or cut off: ` +
			`invalid URL escape "%2" in what is encoded from here`},
		{"an escape in two, in lines", "JTdC\nJTIyJTIy\r\n" + base64.StdEncoding.EncodeToString([]byte("%ZZ")),
			`f.i3WorkFlow:3:1: the .i3 file is damaged or cut off: invalid URL escape "%ZZ" in what is encoded from here`},
		{"other JSON", wrapI3(`{"a":1}`), "f.i3WorkFlow:1:1: not a flow configuration: there is no flowSequenceItemList (line and column in " +
			"the decoded text of the .i3 file)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := platform.DecodeI3(source.NewFile("f.i3WorkFlow", []byte(test.text)), platform.Options{})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestI3TooLarge(t *testing.T) {
	file := source.NewFile("f.i3WorkFlow", []byte(wrapI3(strings.Repeat("x", 1000))))
	if _, err := platform.DecodeI3(file, platform.Options{MaxBytes: 100}); err == nil ||
		!strings.Contains(err.Error(), "larger than the limit of 100 bytes") {
		t.Error(err)
	}
	// Percent-encoding makes three bytes of one: the limit is for the text.
	text := `{"name":"` + strings.Repeat("ü", 40) + `","flowSequenceItemList":[]}`
	if _, err := platform.DecodeI3(source.NewFile("f", []byte(wrapI3(text))), platform.Options{MaxBytes: len(text)}); err != nil {
		t.Error(err)
	}
}
