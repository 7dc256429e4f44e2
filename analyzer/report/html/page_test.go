package html_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"archlint/analyzer"
	"archlint/analyzer/capacity"
	"archlint/analyzer/demand"
	"archlint/analyzer/report"
	"archlint/analyzer/report/html"
	"archlint/analyzer/report/html/internal/browser"
	"archlint/analyzer/review"
)

// reviewOf analyses paths for 800 licences.
func reviewOf(t *testing.T, paths ...string) *review.Review {
	t.Helper()
	r, err := analyzer.Analyze(context.Background(), paths,
		analyzer.Options{Version: "test", Traffic: demand.Options{Traffic: capacity.Traffic{
			Licences: capacity.Given(800, capacity.FromFlag), LicenceType: "cx1-concurrent",
		}}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// write writes the page of a review into a file and returns its address.
func write(t *testing.T, r *review.Review) (address string, size int) {
	t.Helper()
	var page bytes.Buffer
	if err := html.Write(&page, r, report.Options{}); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "review.html")
	if err := os.WriteFile(name, page.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return "file://" + filepath.ToSlash(name), page.Len()
}

// open opens a page and waits until its script has run.
func open(t *testing.T, address string) *browser.Tab {
	t.Helper()
	tab := browser.Open(t)
	load(t, tab, address)
	return tab
}

func load(t *testing.T, tab *browser.Tab, address string) {
	t.Helper()
	tab.Do(t, chromedp.Navigate(address))
	tab.Until(t, `document.documentElement.dataset.ready === "yes"`)
}

func noErrors(t *testing.T, tab *browser.Tab) {
	t.Helper()
	for _, e := range tab.Errors() {
		t.Errorf("the page complains: %s", e)
	}
}

func example(t *testing.T) *review.Review {
	return reviewOf(t, "../../../testdata/exports/first-contact", "../../../testdata/readme", write1000(t))
}

func text(t *testing.T, tab *browser.Tab, selector string) string {
	t.Helper()
	return tab.Eval(t, fmt.Sprintf("document.querySelector(%q).textContent.trim()", selector))
}

// click clicks what a selector finds, wherever it is just now.
func click(t *testing.T, tab *browser.Tab, selector string) {
	t.Helper()
	tab.Eval(t, fmt.Sprintf("document.querySelector(%q).click()", selector))
}

const slots = `tr[data-limit="dataactions/actions.concurrent.executions.max"]`

func TestSlidersChangeFigures(t *testing.T) {
	address, _ := write(t, example(t))
	tab := open(t, address)
	first := text(t, tab, slots)
	move := func(name string, to int) {
		done := tab.Eval(t, `document.getElementById("sliders").dataset.done || 0`)
		tab.Eval(t, fmt.Sprintf(`(() => { const s = document.querySelector('#sliders input[name=%s]'); s.value = %d; s.dispatchEvent(new `+
			`Event('input', {bubbles: true})); })()`, name, to))
		tab.Until(t, fmt.Sprintf(`Number(document.getElementById("sliders").dataset.done) > %s`, done))
	}
	move("latency", 900)
	if got := text(t, tab, slots+" .tag"); got != "exceeded" {
		t.Errorf("at a latency of half a minute the slots are %q", got)
	}
	if got := text(t, tab, "#slider-state"); !strings.Contains(got, "exceeded") {
		t.Errorf("the sliders tell %q", got)
	}
	before := text(t, tab, slots+" .figures")
	move("licences", 990)
	if got := text(t, tab, slots+" .figures"); got == before {
		t.Errorf("more licences leave %q", got)
	}
	if perMinute := tab.Eval(t, `document.querySelector('#sliders `+
		`input[name=perMinute]').getAttribute('aria-valuetext')`); perMinute == "136" {
		t.Error("more licences leave the interactions as they were")
	}
	done := tab.Eval(t, `document.getElementById("sliders").dataset.done`)
	click(t, tab, `#slider-reset`)
	tab.Until(t, fmt.Sprintf(`Number(document.getElementById("sliders").dataset.done) > %s`, done))
	if got := text(t, tab, slots); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(first), " ") {
		t.Errorf("back at the review's traffic the page tells\n%s\nand the review\n%s", got, first)
	}
	noErrors(t, tab)
}

func TestFindingLightsItsPath(t *testing.T) {
	address, _ := write(t, example(t))
	tab := open(t, address)
	click(t, tab, `#findings a.showpath`)
	tab.Until(t, `document.querySelector("#flow .g-node.picked.lit") !== null`)
	for _, selector := range []string{"#flow .g-edge.lit", "#flow-path ol li", "#flow .g-node.lit.enter"} {
		if n := tab.Eval(t, fmt.Sprintf("document.querySelectorAll(%q).length", selector)); n == "0" {
			t.Errorf("no %s once a finding is shown", selector)
		}
	}
	// A node with a finding answers to the keyboard as to the mouse.
	tab.Eval(t, `(() => { const n = [...document.querySelectorAll('#flow .g-node[tabindex]:not(.picked)[data-node]')].pop() || `+
		`document.querySelector('#flow .g-node.picked'); n.focus(); n.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', `+
		`bubbles: true})); })()`)
	tab.Until(t, `document.querySelectorAll("#flow .g-node.picked").length === 1`)
	tab.Eval(t, `document.querySelector("#flow-path button").click()`)
	tab.Until(t, `document.querySelectorAll("#flow .g-node.lit, #flow .g-edge.lit").length === 0`)
	noErrors(t, tab)
}

func TestDeepLinksSortAndFilter(t *testing.T) {
	address, _ := write(t, example(t))
	tab := open(t, address)
	id := tab.Eval(t, `document.querySelector("#findings tbody tr:last-child").id`)
	tab.Do(t, chromedp.Navigate("about:blank"))
	load(t, tab, address+"#"+id)
	if got := tab.Eval(t, `document.querySelector("tr.target").id + document.activeElement.id + document.querySelector("tr.target `+
		`details").open`); got != id+id+"true" {
		t.Errorf("the link to %s leads to %s", id, got)
	}
	tab.Eval(t, `(() => { const i = document.querySelector('#findings input[type=search]'); i.value = 'timeout'; i.dispatchEvent(new `+
		`Event('input')); })()`)
	shown := `[...document.querySelectorAll("#findings tbody tr")].filter(r => !r.hidden)`
	if got := tab.Eval(t, shown+`.length > 0 && `+shown+`.every(r => /timeout/i.test(r.textContent)) && `+shown+
		`.length < document.querySelectorAll("#findings tbody tr").length`); got != "true" {
		t.Error("the filter keeps what does not match, or all, or nothing")
	}
	click(t, tab, `#flows th:nth-child(4) button`)
	tab.Until(t, `document.querySelector("#flows th:nth-child(4)").getAttribute("aria-sort") === "descending"`)
	column := tab.Eval(t, `[...document.querySelectorAll("#flows table.sortable tbody tr")].map(r => r.cells[3].textContent).join(" ")`)
	last := 1 << 30
	for word := range strings.FieldsSeq(column) {
		n, err := strconv.Atoi(word)
		if err != nil || n > last {
			t.Fatalf("sorted from the greatest down: %s", column)
		}
		last = n
	}
	noErrors(t, tab)
}

// Paper has no clicks: the flows with findings are drawn on it, and the findings open.
func TestPrintDrawsFlows(t *testing.T) {
	address, _ := write(t, example(t))
	tab := open(t, address)
	tab.Eval(t, `window.dispatchEvent(new Event("beforeprint"))`)
	if got := tab.Eval(t, `[...document.querySelectorAll(".printed figure")].every(f => f.querySelector(".g-node.call") && `+
		`f.querySelector(".mark")) && document.querySelectorAll(".printed figure").length`); got != "5" {
		t.Errorf("%s flows with call sites and marks are drawn, want 5", got)
	}
	if got := tab.Eval(t, `[...document.querySelectorAll("#findings details")].every(d => d.open)`); got != "true" {
		t.Error("findings are closed on paper")
	}
	tab.Eval(t, `window.dispatchEvent(new Event("afterprint"))`)
	if got := tab.Eval(t, `document.querySelectorAll(".printed").length`); got != "0" {
		t.Error("the drawings stay after printing")
	}
	noErrors(t, tab)
}

// screens are what the page is looked at with. ARCHLINT_SCREENSHOTS names a
// directory that keeps the pictures.
func TestScreens(t *testing.T) {
	address, _ := write(t, example(t))
	dir := os.Getenv("ARCHLINT_SCREENSHOTS")
	if dir == "" {
		dir = t.TempDir()
	}
	tab := open(t, address)
	for _, screen := range []struct {
		name          string
		width, height int64
		media, scheme string
		hash          string
	}{
		{"desktop", 1280, 2600, "screen", "light", ""},
		{"desktop-dark", 1280, 2600, "screen", "dark", ""},
		{"desktop-path", 1280, 900, "screen", "light", "path"},
		{"desktop-path-dark", 1280, 900, "screen", "dark", "path"},
		{"desktop-large", 1280, 900, "screen", "light", "large"},
		{"phone", 390, 2600, "screen", "light", ""},
		{"phone-path", 390, 844, "screen", "light", "path"},
		{"phone-capacity", 390, 2600, "screen", "dark", "capacity"},
		{"phone-findings", 390, 1600, "screen", "light", "findings"},
		{"desktop-flows", 1280, 1800, "screen", "light", "net"},
		{"print", 760, 3000, "print", "light", "path"},
	} {
		hash := screen.hash
		switch hash {
		case "capacity", "findings":
			hash = "#" + hash
		case "net":
			hash = "#flows"
		case "path":
			hash = "#" + tab.Eval(t, `document.querySelector("a.showpath").getAttribute("href").slice(1)`)
		case "large":
			hash = "#" + tab.Eval(t, `[...document.querySelectorAll("a.open")].find(a => a.textContent === "Large").getAttribute("href").slice(1)`)
		}
		tab.Do(t, chromedp.EmulateViewport(screen.width, screen.height))
		if _, err := chromedp.Call(tab.Context, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: screen.media, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: screen.scheme},
				{Name: "prefers-reduced-motion", Value: "reduce"}},
		}); err != nil {
			t.Fatal(err)
		}
		tab.Do(t, chromedp.Navigate("about:blank"))
		load(t, tab, address+hash)
		tab.Until(t, `document.getElementById("curves").childElementCount > 0`)
		if screen.hash == "net" {
			tab.Eval(t, `document.getElementById("net").open = true`)
			tab.Until(t, `document.querySelector("#net .g-node") !== null`)
		}
		picture, err := chromedp.Run(tab.Context, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, screen.name+".png"), picture, 0o600); err != nil {
			t.Fatal(err)
		}
		if wide, _ := strconv.Atoi(tab.Eval(t, "document.documentElement.scrollWidth")); wide > int(screen.width)+1 {
			wider := tab.Eval(t, fmt.Sprintf(`[...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > %d).slice(0, `+
				`5).map(e => e.tagName + "." + e.getAttribute("class")).join(" ")`, screen.width))
			t.Errorf("%s: the page is %d wide on a screen of %d: %s", screen.name, wide, screen.width, wider)
		}
	}
	noErrors(t, tab)
}

// A review of 500 flows is at most 15 MB. It is to be written in 3 s and open in
// 2 s: the times are told and not asserted, since a busy machine is no defect.
func TestFiveHundredFlows(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	dir := t.TempDir()
	for i := range 500 {
		generate(t, dir, i, 6, 8)
	}
	start := time.Now()
	r := reviewOf(t, dir)
	analysed := time.Since(start)
	address, size := write(t, r)
	wrote := time.Since(start)
	t.Logf("%d flows, %d call sites: analysed in %v, with the page in %v, %.1f MB", len(r.Flows), r.Summary.DataActionCalls, analysed,
		wrote, float64(size)/1e6)
	if len(r.Flows) != 500 || len(r.Errors) > 0 {
		t.Fatalf("%d flows, errors %v", len(r.Flows), r.Errors)
	}
	if size > 15_000_000 {
		t.Errorf("the page has %d bytes", size)
	}
	tab := browser.Open(t)
	if _, err := chromedp.Call(tab.Context, performance.Enable,
		performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks}); err != nil {
		t.Fatal(err)
	}
	load(t, tab, address)
	opened, err := strconv.ParseFloat(tab.Eval(t, `performance.getEntriesByType("navigation")[0].loadEventEnd`), 64)
	if err != nil {
		t.Fatal(err)
	}
	metrics, err := chromedp.Call(tab.Context, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range metrics.Metrics { // what it costs, whatever else the machine does
		if m.Name == "TaskDuration" {
			t.Logf("open after %.0f ms, of which %.0f ms on the processor", opened, 1000*m.Value)
		}
	}
	took, err := strconv.ParseFloat(tab.Eval(t, `(() => { const t = performance.now(); document.querySelector("#net").open = true; return `+
		`performance.now() - t; })()`), 64)
	if err != nil {
		t.Fatal(err)
	}
	tab.Until(t, `document.querySelector("#net .canvas svg .g-node") !== null`)
	t.Logf("the graph of all flows took %.0f ms to begin", took)
	noErrors(t, tab)
}

// write1000 writes a flow of a thousand nodes and returns its directory.
func write1000(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	name := generate(t, dir, 0, 40, 20)
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	large := strings.Replace(string(text), "name: Flow 0\n", "name: Large\n", 1)
	if err := os.WriteFile(name, []byte(large), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// action is the setting of a data action call.
func action(number, task int) string {
	return fmt.Sprintf("timeout: {lit: {seconds: 5}}, category: {Integration %d: {dataAction: {Look up %d: {successOutputs: {state: {var: "+
		"Task.State}}}}}}", number%5, task%7)
}

// generate writes a flow of so many tasks with loops around data actions,
// choices, and a way to the next task. Each leads to the flow of half its number.
func generate(t *testing.T, dir string, number, tasks, steps int) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "inboundCall:\n  name: Flow %d\n  startUpRef: /inboundCall/tasks/task[Task_0]\n  tasks:\n", number)
	for task := range tasks {
		fmt.Fprintf(&b, "    - task:\n        name: Part %d\n        refId: Task_%d\n        actions:\n", task, task)
		switch task % 3 {
		case 0: // tried again and again
			fmt.Fprintf(&b, "          - loop:\n              name: Try\n              loopCount: {lit: %d}\n              outputs:\n"+
				"                loop:\n                  actions:\n", 2+task%4)
			fmt.Fprintf(&b, "                    - callData: {name: Look up %d, %s, outputs: {success: {actions: [{loopExit: {name: Found}}]}}}\n",
				task, action(number, task))
		case 1: // handled
			fmt.Fprintf(&b, "          - callData: {name: Ask %d, %s, outputs: {failure: {actions: [{updateData: {name: Safe}}]}, timeout: "+
				"{actions: [{updateData: {name: Safe}}]}}}\n", task, action(number, task))
		}
		for step := range steps {
			fmt.Fprintf(&b, "          - decision: {name: Question %d, condition: {exp: 'Task.State == \"%d\"'}, outputs: {yes: {actions: "+
				"[{playAudio: {name: Say %d, audio: {tts: Hello}}}]}}}\n", step, step, step)
		}
		if task+1 < tasks {
			fmt.Fprintf(&b, "          - jumpToTask: {name: Go on, targetTaskRef: '/inboundCall/tasks/task[Task_%d]'}\n", task+1)
		} else if number > 0 {
			fmt.Fprintf(&b, "          - transferToFlow: {name: Hand over, targetFlow: {name: Flow %d}}\n", number/2)
		} else {
			fmt.Fprint(&b, "          - disconnect: {name: Goodbye}\n")
		}
	}
	name := filepath.Join(dir, fmt.Sprintf("flow-%d.yaml", number))
	if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
