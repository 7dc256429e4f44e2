// Package browser drives a headless Chromium for tests.
package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// names are what Chromium and its kin are called.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell", "chrome"}

// Tab is one page with what went wrong in it.
type Tab struct {
	Context context.Context

	mu     sync.Mutex
	errors []string
}

// Open starts a browser with an empty profile, which ends with the test. A
// machine without one skips the test, except where CI=true promises one.
func Open(t testing.TB) *Tab {
	t.Helper()
	path := find()
	switch {
	case testing.Short():
		t.Skip("takes seconds")
	case path == "" && os.Getenv("CI") == "true":
		t.Fatalf("no browser on PATH (%s), and CI=true", strings.Join(names, ", "))
	case path == "":
		t.Skipf("no browser on PATH (%s): what the page does in one is not tested", strings.Join(names, ", "))
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.WindowSize(1280, 900))
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stop)
	ctx, done := chromedp.NewContext(ctx)
	t.Cleanup(done)
	tab := &Tab{Context: ctx}
	err := chromedp.Listen(ctx, tab.listen)
	if err == nil {
		_, err = chromedp.Call(ctx, log.Enable, cdp.Empty{})
	}
	if err == nil { // a page that is still scrolling is no place to click
		_, err = chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}},
		})
	}
	if err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return tab
}

func find() string {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// listen keeps errors: exceptions, console.error, refused by policy, not found.
func (tab *Tab) listen(event any) {
	text := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		text = e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			text += " " + x.Description
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			for _, arg := range e.Args {
				text += fmt.Sprintf("%s%s ", arg.Value, arg.Description)
			}
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" || e.Entry.Level == "warning" {
			text = e.Entry.Text
		}
	}
	if text != "" {
		tab.mu.Lock()
		defer tab.mu.Unlock()
		tab.errors = append(tab.errors, text)
	}
}

// Errors returns what went wrong in the page so far.
func (tab *Tab) Errors() []string {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return append([]string(nil), tab.errors...)
}

// Do does things in the page; an error ends the test.
func (tab *Tab) Do(t testing.TB, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(tab.Context, steps...); err != nil {
		t.Fatalf("browser: %v; page: %v", err, tab.Errors())
	}
}

// Eval evaluates an expression to a string.
func (tab *Tab) Eval(t testing.TB, expression string) string {
	t.Helper()
	out, err := chromedp.Run(tab.Context, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		t.Fatalf("browser: %s: %v; page: %v", expression, err, tab.Errors())
	}
	return out
}

// patience is how long Until waits: long, because a busy machine is no defect.
const patience = time.Minute

// Until waits for an expression to hold. It asks again where the page that was
// asked is gone, as while another one loads.
func (tab *Tab) Until(t testing.TB, expression string) {
	t.Helper()
	var last error
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		holds, err := chromedp.Run(tab.Context, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		if holds && err == nil {
			return
		}
		if last = err; tab.Context.Err() != nil {
			break
		}
	}
	t.Fatalf("browser: waited for %s: %v; page: %v", expression, last, tab.Errors())
}
