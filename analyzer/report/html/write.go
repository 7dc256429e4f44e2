package html

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"iter"
	"strconv"
	"strings"
	"sync"

	"github.com/go-json-experiment/json"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"archlint/analyzer/report/layout"
)

//go:embed assets/page.tmpl
var pageText string

// page is the template, parsed once.
var page = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page").Funcs(template.FuncMap{
		"bar": bar, "counted": counted, "joined": func(words []string) string { return strings.Join(words, ", ") },
	}).Parse(pageText)
})

// script is the page's scripts in the order in which they run. prob and
// capacity work demand out.
func script() string {
	var b strings.Builder
	b.WriteString(layout.Script())
	for _, name := range []string{"prob.js", "capacity.js", "page.js", "tables.js", "sliders.js", "curves.js", "flow.js", "start.js"} {
		b.WriteString(asset(name))
	}
	return b.String()
}

// Write writes the page.
func writeDocument(w io.Writer, d Page) error {
	t, err := page()
	if err != nil {
		return err
	}
	data, err := dataOf(d)
	if err != nil {
		return err
	}
	graphs := graphs{flows: d.Flows}
	style, code := "\n"+asset("page.css"), "\n"+script()
	out := bufio.NewWriterSize(w, 1<<16)
	if err := t.Execute(out, struct {
		Page
		Policy  string
		Style   template.CSS
		Script  template.JS
		Data    template.JS
		Graphs  iter.Seq[graphData]
		Present presence
	}{d, policy(style, code), template.CSS(style), template.JS(code), data, graphs.all, presenceOf(d)}); err != nil {
		return err
	}
	if graphs.err != nil {
		return graphs.err
	}
	return out.Flush()
}

// policy is the content-security policy: nothing but this style and this
// script, no network, and no text that becomes markup.
func policy(style, script string) string {
	return fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'; "+
		"require-trusted-types-for 'script'; trusted-types 'none'", hash(style), hash(script))
}

// hash names an inline style or script in a content-security policy.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// presence says which parts the page has.
type presence struct {
	Sliders, Graphs, Net bool
}

func presenceOf(d Page) presence {
	p := presence{Sliders: d.WhatIf != nil && len(d.WhatIf.Limits) > 0, Net: len(d.Links) > 0}
	for _, f := range d.Flows {
		p.Graphs = p.Graphs || f.Graph != nil
	}
	return p
}

// graphs makes the graphs of flows one after the other; each is read when
// somebody looks at it.
type graphs struct {
	flows []Flow
	err   error
}

type graphData struct {
	ID   string
	JSON template.JS
}

// all yields the graphs up to the first that cannot be written, if there is one.
func (g *graphs) all(yield func(graphData) bool) {
	for _, f := range g.flows {
		if f.Graph == nil {
			continue
		}
		text, err := scriptJSON(f.Graph())
		if err != nil {
			g.err = fmt.Errorf("graph of %s: %w", f.Name, err)
			return
		}
		if !yield(graphData{f.ID, text}) {
			return
		}
	}
}

// dataOf is what the script reads first.
func dataOf(d Page) (template.JS, error) {
	type flow struct {
		ID    string `json:"id"`
		Name  string `json:"name"`
		Type  string `json:"type"`
		Place string `json:"place"`
		Entry bool   `json:"entry,omitempty"`
		Calls int    `json:"calls"`
		Worst string `json:"worst,omitempty"` // severity of the gravest finding
		Graph bool   `json:"graph,omitempty"`
	}
	type limit struct {
		ID    string `json:"id"`
		Title string `json:"title"`
		Unit  string `json:"unit"`
	}
	common := struct {
		WhatIf any      `json:"whatIf"`
		Limits []limit  `json:"limits"`
		Flows  []flow   `json:"flows"`
		Links  [][2]int `json:"links"`
	}{Limits: []limit{}, Flows: []flow{}, Links: append([][2]int{}, d.Links...)}
	if d.WhatIf != nil {
		common.WhatIf = d.WhatIf
	}
	for _, l := range d.Limits {
		common.Limits = append(common.Limits, limit{l.ID, l.Title, l.Unit})
	}
	for _, f := range d.Flows {
		common.Flows = append(common.Flows, flow{f.ID, f.Name, f.Type, f.Place, f.Entry, f.Calls, worst(f), f.Graph != nil})
	}
	return scriptJSON(common)
}

func worst(f Flow) string {
	switch {
	case f.Errors > 0:
		return "error"
	case f.Warnings > 0:
		return "warning"
	case f.Infos > 0:
		return "info"
	}
	return ""
}

// scriptJSON is JSON that may stand in a script element: nothing in it can end
// the element or begin a comment, since <, > and & stand as escapes.
func scriptJSON(v any) (template.JS, error) {
	text, err := json.Marshal(v, scriptOptions)
	return template.JS(text), err
}

// scriptOptions are those of encoding/json, which escapes <, >, &, U+2028 and U+2029.
var scriptOptions = jsonv1.DefaultOptionsV1()

// barWidth is the drawing's width in its own units; the limit is at
// barLimit: what goes over it is drawn up to a quarter beyond.
const (
	barWidth = 250.0
	barLimit = 200.0
)

// bar is the length of a share of a limit, as an SVG attribute.
func bar(share *float64) string {
	if share == nil || !(*share > 0) {
		return "0"
	}
	return strconv.FormatFloat(min(*share*barLimit, barWidth), 'f', 2, 64)
}

// counted prints a number with its noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
