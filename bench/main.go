// Command bench measures archlint beside its neighbours: on generated exports,
// in turn and repeated, it runs archlint, conftest with policies over the same
// raw files, and a bare decode of the same bytes, and prints medians and ratios.
//
//	go run ./bench
//	go run ./bench -flows 1000 -rounds 5 -o docs/performance.md
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// settings are what the flags say.
type settings struct {
	flows    []int
	formats  []string
	rounds   int
	conftest int // no more flows than that for conftest
	alone    int // and no more for conftest with a walk in each policy
	output   string
	date     string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) == 4 && os.Args[1] == floorCommand {
		exitOn(floor(os.Args[2], os.Args[3]))
		return
	}
	if len(os.Args) == 5 && os.Args[1] == writeCommand {
		exitOn(writeExport(os.Args[2], os.Args[3], os.Args[4]))
		return
	}
	s, err := parse(os.Args[1:])
	exitOn(err)
	exitOn(run(ctx, s))
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func parse(args []string) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("bench", flag.ExitOnError)
	flows := flags.String("flows", "50,500,1000,5000", "sizes of the exports, in flows")
	formats := flags.String("formats", "json,yaml", "formats of the exports")
	flags.IntVar(&s.rounds, "rounds", 3, "how often everything runs")
	flags.IntVar(&s.conftest, "conftest-most", 1000, "the most flows that conftest is run on")
	flags.IntVar(&s.alone, "walks-most", 50, "the most flows that conftest is run on with a walk in each policy: it takes minutes")
	flags.StringVar(&s.output, "o", "", "Markdown `file` whose table is replaced; none: only print it")
	flags.StringVar(&s.date, "date", time.Now().UTC().Format(time.DateOnly), "date that the table carries")
	_ = flags.Parse(args)
	for _, text := range strings.Split(*flows, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return s, fmt.Errorf("-flows %q: want numbers of flows, as in 50,500", *flows)
		}
		s.flows = append(s.flows, n)
	}
	s.formats = strings.Split(*formats, ",")
	for _, f := range s.formats {
		if !slices.Contains([]string{"json", "yaml"}, f) {
			return s, fmt.Errorf("-formats %q: json, yaml or both", *formats)
		}
	}
	if s.rounds < 1 {
		return s, fmt.Errorf("-rounds %d: at least one", s.rounds)
	}
	return s, nil
}

func run(ctx context.Context, s settings) error {
	dir, err := os.MkdirTemp("", "archlint-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	tools, err := prepare(ctx, dir)
	if err != nil {
		return err
	}
	cases, err := casesOf(ctx, s, dir, tools)
	if err != nil {
		return err
	}
	for round := range s.rounds {
		for _, c := range cases {
			for _, r := range c.runners {
				fmt.Fprintf(os.Stderr, "round %d of %d: %s, %s\n", round+1, s.rounds, c.name, r.name)
				u, err := measure(ctx, r)
				if err != nil {
					return err
				}
				r.used = append(r.used, u)
			}
		}
	}
	text := table(s, tools, cases)
	fmt.Print(text)
	if s.output == "" {
		return nil
	}
	return replace(s.output, text)
}

// benchCase is one input and everything that is run on it.
type benchCase struct {
	name    string
	bytes   int64
	runners []*runner
}

func casesOf(ctx context.Context, s settings, dir string, t tools) ([]*benchCase, error) {
	small := filepath.Join(dir, "small")
	if _, err := t.export(ctx, small, 1, "yaml"); err != nil {
		return nil, err
	}
	cases := []*benchCase{
		{name: "nothing", runners: []*runner{{name: "archlint --version", command: []string{t.archlint, "--version"}}}},
		{name: "1 small flow, yaml", runners: []*runner{t.check(small)}},
	}
	for _, format := range s.formats {
		for _, n := range s.flows {
			export := filepath.Join(dir, fmt.Sprint(format, n))
			size, err := t.export(ctx, export, n, format)
			if err != nil {
				return nil, err
			}
			c := &benchCase{name: fmt.Sprintf("%d flows, %s", n, format), bytes: size,
				runners: append([]*runner{t.check(export)}, t.floors(format, export)...)}
			if t.conftest != "" && n <= s.conftest {
				c.runners = append(c.runners, t.test(format, export, shared))
			}
			if t.conftest != "" && n <= min(s.conftest, s.alone) {
				c.runners = append(c.runners, t.test(format, export, alone))
			}
			cases = append(cases, c)
		}
	}
	return cases, nil
}
