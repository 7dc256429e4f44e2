package expr

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// corpus returns the files that match, or skips the test where there is no
// corpus, unless CI says that there must be one.
func corpus(t *testing.T, pattern string) []string {
	t.Helper()
	dir := os.Getenv("ARCHLINT_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "corpus")
	}
	files, _ := filepath.Glob(filepath.Join(dir, pattern))
	if len(files) == 0 {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no corpus at %s", dir)
		}
		t.Skipf("no corpus at %s", dir)
	}
	sort.Strings(files)
	return files
}

// both is a value that carries its source and the platform's tree of it.
type both struct {
	text, typ string
	literal   bool // typed in as it is, not as an expression
	config    []byte
}

func values(t *testing.T, files []string) []both {
	t.Helper()
	var found []both
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var doc any
		if err := json.Unmarshal(text, &doc); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		findValues(doc, &found)
	}
	return found
}

func findValues(v any, found *[]both) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			findValues(x, found)
		}
	case map[string]any:
		config, hasConfig := v["config"].(map[string]any)
		text, hasText := v["text"].(string)
		if hasConfig && hasText {
			raw, _ := json.Marshal(config)
			typ, _ := v["type"].(string)
			meta, _ := v["uiMetaData"].(map[string]any)
			mode, _ := meta["mode"].(float64)
			*found = append(*found, both{text, typ, mode == 1, raw})
		}
		for _, k := range sortedKeys(v) {
			findValues(v[k], found)
		}
	}
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// TestCorpusTextIsConfig holds the parser against the platform's own: every
// value of the corpus that has both forms must give the same tree from both.
// The exceptions are the platform's doing; each is one sort, and is counted.
func TestCorpusTextIsConfig(t *testing.T) {
	count := map[string]int{}
	for _, v := range values(t, corpus(t, "json/*")) {
		count[compareForms(t, v)]++
	}
	sorts := make([]string, 0, len(count))
	for s := range count {
		sorts = append(sorts, s)
	}
	sort.Strings(sorts)
	for _, s := range sorts {
		t.Logf("%5d %s", count[s], s)
	}
	if compared := count["same"] + count["same literal"]; compared < 1000 {
		t.Errorf("only %d values were compared", compared)
	}
}

var unbracketed = strings.NewReplacer("(", "", ")", "")

func compareForms(t *testing.T, v both) string {
	tree := FromConfig(v.config)
	if tree.Kind == NotSet && v.text == "" {
		return "not set in both"
	}
	if v.literal {
		return compareLiteral(t, v, tree)
	}
	text := Parse(v.text)
	switch {
	case Equal(text, tree):
		if text.String() != tree.String() && !strings.EqualFold(text.String(), tree.String()) {
			t.Errorf("equal trees print as %s and %s", text, tree)
		}
		return "same"
	case tree.Kind == NotSet && text.Kind == Reference:
		return "exception: a variable that the platform could not resolve, so its tree is empty"
	case tree.Kind == NotSet && text.Kind == Literal:
		return "exception: a setting that is not set, whose text is still its default"
	case Equal(Bare(text), Bare(tree)) || Equal(text, unconverted(tree)):
		return "exception: a conversion to the setting's type that the platform adds to the tree"
	}
	t.Errorf("text %q\n  gives %s\n  config %s", v.text, text, tree)
	return "different"
}

// unconverted drops conversions that the platform added once.
func unconverted(n *Node) *Node {
	if n.Kind == Call && len(n.Args) == 1 && conversions[strings.ToLower(n.Name)] {
		return n.Args[0]
	}
	return n
}

func compareLiteral(t *testing.T, v both, tree *Node) string {
	text := FromLiteral(v.text, v.typ)
	switch {
	case Equal(text, tree):
		return "same literal"
	case text.Kind == Unknown && tree.Kind == Unknown:
		return "exception: a structured literal whose content stands outside of text and tree"
	case tree.Kind == List && v.text == "":
		return "exception: a literal list, which has no text"
	case tree.Kind == NotSet:
		return "exception: an empty literal of a resource"
	}
	t.Errorf("literal %q of type %s is %s %s, config %s %s", v.text, v.typ, text.Kind, text, tree.Kind, tree)
	return "different"
}

// TestCorpusPrinting holds String against the text that the platform itself
// prints of a tree.
func TestCorpusPrinting(t *testing.T) {
	compared := 0
	for _, v := range values(t, corpus(t, "json/*")) {
		var config map[string]struct {
			Text     string `json:"text"`
			Operands []any  `json:"operands"`
		}
		if json.Unmarshal(v.config, &config) != nil {
			continue
		}
		for _, body := range config {
			if body.Text == "" || body.Operands == nil {
				continue
			}
			compared++
			got, want := FromConfig(v.config).String(), body.Text
			// The platform leaves out brackets around the operands of a lower-case
			// "or": where they belong is checked by reading, below.
			if !strings.EqualFold(unbracketed.Replace(got), unbracketed.Replace(want)) {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if !Equal(Parse(want), FromConfig(v.config)) {
				t.Errorf("the platform's %s reads as %s", want, Parse(want))
			}
		}
	}
	if compared < 100 {
		t.Errorf("only %d expressions were compared", compared)
	}
}
