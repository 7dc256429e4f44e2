package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// table is the result as Markdown: each command beside archlint on the same
// files.
func table(s settings, t tools, cases []*benchCase) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s, %s/%s, %d processors (%s). ", s.date, runtime.Version(), runtime.GOOS, runtime.GOARCH,
		runtime.NumCPU(), processor())
	rounds := "rounds"
	if s.rounds == 1 {
		rounds = "round"
	}
	fmt.Fprintf(&b, "Medians of %d %s, everything in turn.", s.rounds, rounds)
	if t.conftest == "" {
		fmt.Fprintf(&b, " conftest was not installed.\n\n")
	} else {
		fmt.Fprintf(&b, " conftest %s with %d policies.\n\n", t.conftestVersion, policyCount)
	}
	b.WriteString("| input | size | command | wall | CPU | peak memory | CPU, times archlint's |\n|---|--:|---|--:|--:|--:|--:|\n")
	for _, c := range cases {
		own := c.runners[0].median()
		for _, r := range c.runners {
			m := r.median()
			ratio := "1"
			if r != c.runners[0] && own.cpu > 0 {
				ratio = fmt.Sprintf("%.2f", float64(m.cpu)/float64(own.cpu))
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", c.name, size(c.bytes), r.name, duration(m.wall), duration(m.cpu),
				size(m.peak), ratio)
		}
	}
	return b.String()
}

func duration(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

func size(bytes int64) string {
	if bytes == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}

// processor is the model of the machine's processors, where the system tells.
func processor() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return "model unknown"
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if name, model, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(model)
		}
	}
	return "model unknown"
}

// The table stands between these lines.
const (
	begin = "<!-- bench: begin -->\n"
	end   = "<!-- bench: end -->\n"
)

// replace puts text in the place of the table in a Markdown file.
func replace(file, text string) error {
	old, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(old), begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return fmt.Errorf("%s has no lines %q and %q around a table", file, strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	return os.WriteFile(file, []byte(before+begin+text+end+after), 0o666)
}
