package html_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"archlint/analyzer/drawing"
	"archlint/analyzer/flow"
	"archlint/analyzer/review"
)

// The page loads nothing, and its policy refuses nothing that it does itself.
func TestPageLoadsWithoutErrors(t *testing.T) {
	address, _ := write(t, example(t))
	tab := open(t, address)
	tab.Eval(t, `document.querySelectorAll("details").forEach(d => { d.open = true; })`)
	tab.Until(t, `document.getElementById("curves").childElementCount > 0`)
	if n := tab.Eval(t, `performance.getEntriesByType("resource").length`); n != "0" {
		t.Errorf("the page asks for %s more files", n)
	}
	// The same policy stops what is none of the page's own.
	tab.Eval(t, `(() => { const s = document.createElement("style"); s.textContent = "body { color: red; }"; document.head.append(s); `+
		`window.red = getComputedStyle(document.body).color; s.remove(); })()`)
	if got := tab.Eval(t, `window.red`); got == "rgb(255, 0, 0)" {
		t.Error("the policy lets a style in")
	}
	if errors := tab.Errors(); len(errors) != 1 {
		t.Errorf("the page should complain of the foreign style only: %q", errors)
	}
}

// attack runs if it becomes markup, an attribute, a style, a script or an address.
const attack = `"'` + "`" + `><img src=x onerror=attacked=1><svg ` +
	`onload=attacked=1></script></style></title></textarea><script>attacked=1</script>` +
	`{{attacked=1}}${attacked=1}<!--<script>--><a href="javascript:attacked=1">` + "\u2028attacked=1//"

// Scripts in every string that a review has stay text: names, expressions,
// kinds, verdicts, places, source lines, evidence, errors.
func TestScriptsInEveryFieldStayText(t *testing.T) {
	r := reviewOf(t, "../../../testdata/exports/first-contact", "../../../testdata/readme")
	r.Errors = append(r.Errors, review.ToolError{File: "x.yaml", Line: 1, Column: 1, Message: "broken"})
	n := poison(reflect.ValueOf(r).Elem(), map[uintptr]bool{}) + poisonFlows(r)
	if n < 2000 {
		t.Fatalf("only %d strings of the review are poisoned", n)
	}
	address, _ := write(t, r)
	tab := open(t, address)
	scripts := tab.Eval(t, `document.scripts.length`)
	tab.Eval(t, `(() => {
		document.querySelectorAll("details").forEach(d => { d.open = true; });
		document.querySelectorAll("th button.sort").forEach(b => b.click());
		for (const a of document.querySelectorAll("a.open, a.showpath")) {
			location.hash = a.getAttribute("href");
			a.click();
			document.querySelectorAll("#flow .picker, #flow .g-node[tabindex]")
				.forEach(b => b.dispatchEvent(new MouseEvent("click", {bubbles: true})));
		}
		window.dispatchEvent(new Event("beforeprint"));
	})()`)
	tab.Until(t, `document.querySelector("#flow .g-node") !== null`)
	if got := tab.Eval(t, `document.querySelector("#flow .canvas").textContent.includes("attacked=1")`); got != "true" {
		t.Error("no attack reached the graph: the test tests nothing")
	}
	for what, want := range map[string]string{
		`window.attacked`:         "undefined",
		`document.scripts.length`: scripts,
		`document.querySelectorAll("img, iframe, object, embed, base, link, form[action], [onload], [onerror], ` +
			`[href^='javascript' i]").length`: "0",
		`[...document.querySelectorAll("*")]` +
			`.filter(e => [...e.attributes].some(a => /^on/i.test(a.name))).length`: "0",
	} {
		if got := tab.Eval(t, what); got != want {
			t.Errorf("%s is %s, want %s", what, got, want)
		}
	}
	noErrors(t, tab)
}

// poisonFlows poisons what a review holds packed: the details of flows, and their
// drawings.
func poisonFlows(r *review.Review) int {
	n, known := 0, make([]review.Flow, len(r.Flows))
	for i := range known {
		whole, drawn := r.Flow(i), r.Drawing(i)
		whole.Calls = slices.Clone(whole.Calls)
		for c := range whole.Calls { // what the outline has is poisoned already
			n += poison(reflect.ValueOf(&whole.Calls[c].Witness).Elem(), map[uintptr]bool{})
			n += poison(reflect.ValueOf(&whole.Calls[c].Inputs).Elem(), map[uintptr]bool{})
		}
		for _, list := range []any{&whole.Nodes, &whole.Worst, &whole.Likely, &drawn} {
			n += poison(reflect.ValueOf(list).Elem(), map[uintptr]bool{})
		}
		known[i] = review.Flow{Outline: whole, Drawing: drawing.Pack(drawn)}
	}
	r.SetFlows(known)
	return n
}

// poison puts the attack behind every string that v leads to, the same behind
// the same, so that what belongs together still finds itself. It returns how many.
func poison(v reflect.Value, seen map[uintptr]bool) (n int) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || seen[v.Pointer()] {
			return 0
		}
		if kind, ok := v.Interface().(*flow.Kind); ok { // a table of the program, which the next test reads too
			own := *kind
			own.Name += attack
			v.Set(reflect.ValueOf(&own))
			return 1
		}
		seen[v.Pointer()] = true
		return poison(v.Elem(), seen)
	case reflect.Interface:
		if v.IsNil() || v.Elem().Kind() != reflect.Pointer {
			return 0
		}
		return poison(v.Elem(), seen)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				n += poison(v.Field(i), seen)
			}
		}
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[json.RawMessage]() {
			text, err := json.Marshal(map[string]string{attack: attack})
			if err == nil && v.Len() > 0 {
				v.SetBytes(text)
				n++
			}
			return n
		}
		for i := range v.Len() {
			n += poison(v.Index(i), seen)
		}
	case reflect.String:
		if v.CanSet() && v.String() != "" {
			v.SetString(v.String() + attack)
			n++
		}
	}
	return n
}
