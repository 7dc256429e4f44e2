package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"archlint/analyzer/report"
	"archlint/analyzer/report/html"
	"archlint/analyzer/review"
)

// browsers are the names under which a browser that can print is looked for.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"}

// findBrowser returns the path of a browser, or an error that says what to do.
func findBrowser() (string, error) {
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no browser on PATH to print with (%s): write .html and print that", strings.Join(browsers, ", "))
}

// printTime is how long a browser may take: a review of many flows is some
// hundred pages.
const printTime = 2 * time.Minute

// pdfWriter prints the HTML document with a browser.
func pdfWriter(ctx context.Context) report.WriteFunc {
	return func(w io.Writer, r *review.Review, o report.Options) error {
		browser, err := findBrowser()
		if err != nil {
			return err
		}
		dir, err := os.MkdirTemp("", "archlint-review-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		page := filepath.Join(dir, "review.html")
		if err := writePage(page, r, o); err != nil {
			return err
		}
		text, err := printPage(ctx, browser, dir, page)
		if err != nil {
			return err
		}
		_, err = w.Write(text)
		return err
	}
}

func writePage(name string, r *review.Review, o report.Options) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(html.Write(f, r, o), f.Close())
}

func printPage(ctx context.Context, browser, dir, page string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, printTime)
	defer cancel()
	out := filepath.Join(dir, "review.pdf")
	cmd := exec.CommandContext(ctx, browser, printFlags(dir, out, "file://"+filepath.ToSlash(page))...)
	if told, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", browser, err, lastLine(string(told)))
	}
	return os.ReadFile(out)
}

// printFlags have the browser print one file, ask nothing and load nothing else.
func printFlags(dir, out, page string) []string {
	flags := []string{
		"--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
		"--disable-sync", "--disable-extensions", "--user-data-dir=" + filepath.Join(dir, "profile"), "--no-pdf-header-footer",
		// Time that the page's script is given to draw the curves.
		"--virtual-time-budget=5000", "--print-to-pdf=" + out,
	}
	if os.Geteuid() == 0 {
		flags = append(flags, "--no-sandbox") // Chromium does not start as root with its sandbox
	}
	return append(flags, page)
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
