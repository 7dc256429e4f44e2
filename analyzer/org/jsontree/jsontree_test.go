package jsontree

import (
	"strings"
	"testing"

	"archlint/analyzer/source"
)

func parse(t *testing.T, text string) []*Datum {
	t.Helper()
	values, err := Parse(source.NewFile("org/x.json", []byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	return values
}

func TestValuesKnowTheirPlace(t *testing.T) {
	root := parse(t, "\xef\xbb\xbf{\n  \"a\": [1, -2.5e1,\n    \"q\\\"uote\\\\\"],\n  \"b\": {\"c\": true, \"d\": null}\n}")[0]
	items := root.Get("a").Items()
	places := map[string]*Datum{
		"1:1": nil, "2:8": root.Get("a"), "2:9": items[0], "2:12": items[1], "3:5": items[2],
		"4:8": root.Get("b"), "4:14": root.Get("b", "c"), "4:25": root.Get("b", "d"),
	}
	for want, n := range places {
		if n != nil && n.Pos().String() != want {
			t.Errorf("%q is at %s, want %s", n.text, n.Pos(), want)
		}
	}
	if got := items[2].Text(); got != `q"uote\` {
		t.Errorf("text %q", got)
	}
	if v, ok := items[1].Number(); !ok || v != -25 {
		t.Errorf("number %g, %t", v, ok)
	}
}

func TestWhatIsNotThereIsNothing(t *testing.T) {
	root := parse(t, `{"a": {"b": 1}, "n": null, "s": "7", "twice": 1, "twice": 2}`)[0]
	missing := root.Get("a", "b", "c")
	if missing != nil || missing.Is() || missing.Text() != "" || missing.Items() != nil || missing.Members() != nil || missing.True() {
		t.Error("a missing value says something")
	}
	if _, ok := missing.Number(); ok {
		t.Error("a missing value is a number")
	}
	if missing.Errorf("no %s", "good").Error() != "no good" {
		t.Error("a missing value has no error")
	}
	if root.First("x", "n", "s").Text() != "7" {
		t.Error("First does not skip null")
	}
	if v, ok := root.Get("s").Number(); !ok || v != 7 {
		t.Error("a string with a number is none")
	}
	if v, _ := root.Get("twice").Number(); v != 2 {
		t.Error("the last of two members does not win")
	}
}

func TestEntities(t *testing.T) {
	text := `{"entities": [{"id": "1"}, {"id": "2"}], "pageCount": 2}
		{"entities": [{"id": "3"}]} [{"entities": [{"id": "4"}]}, {"id": "5"}] {"id": "6"} 7`
	var ids []string
	for _, n := range Entities(parse(t, text)) {
		ids = append(ids, n.Get("id").Text())
	}
	if got := strings.Join(ids, ""); got != "123456" {
		t.Errorf("entities %s", got)
	}
}

func TestSyntaxErrorsHaveTheirPlace(t *testing.T) {
	tests := map[string]string{
		"{\n \"a\": 1,\n \"b\" 2}":               "org/x.json:3:6: not valid JSON",
		"[1, 2":                                  "org/x.json:1:6: not valid JSON: the file ends inside a value",
		strings.Repeat("[", 300):                 "values nest too deeply",
		"{\"a\": 1}\n{\"b\": tru}":               "org/x.json:2:",
		"\xef\xbb\xbf{\"a\": }":                  "org/x.json:1:",
		"{\"entities\": [{\"id\": \"1\"}, {\"id": "org/x.json:1:",
	}
	for text, want := range tests {
		_, err := Parse(source.NewFile("org/x.json", []byte(text)))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", text, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"a":[1,"x",null,true]}`, "\xef\xbb\xbf{}", `"\\\""`, `{"a":1}{"b":2}`, "[[[", `{"a`, "1e999"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file := source.NewFile("f", text)
		values, _ := Parse(file)
		for _, n := range Entities(values) {
			if !n.Pos().IsValid() {
				t.Fatal("a record without a place")
			}
		}
	})
}
