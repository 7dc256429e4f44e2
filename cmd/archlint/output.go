package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"archlint/analyzer/report"
	"archlint/analyzer/report/formats"
	"archlint/analyzer/review"
)

// output is one --format: a format, and the file it goes to, "" for stdout.
type output struct {
	format formats.Format
	file   string
}

// parseOutputs reads the values of --format as check has it.
func parseOutputs(values []string) ([]output, error) {
	return outputsOf(values, formatNamed)
}

// outputsOf reads the values of --format: "name" or "name=file". Two outputs
// cannot share a place.
func outputsOf(values []string, named func(string) (formats.Format, error)) ([]output, error) {
	var outs []output
	taken := map[string]string{}
	for _, value := range values {
		out, err := parseOutput(value, named)
		if err != nil {
			return nil, err
		}
		place := ""
		if out.file != "" {
			place = filepath.Clean(out.file)
		}
		if other, twice := taken[place]; twice {
			return nil, fmt.Errorf("--format %s and --format %s go to the same place: give one of them another, as in --format %s=FILE", other,
				value, out.format.Name)
		}
		taken[place] = value
		outs = append(outs, out)
	}
	return outs, nil
}

// formatNamed is the format of check of that name.
func formatNamed(name string) (formats.Format, error) {
	format, err := formats.ByName(name)
	if err == nil {
		return format, nil
	}
	if near := nearest(name, formats.Names()); near != "" {
		return format, fmt.Errorf("--format: %w; did you mean %s?", err, near)
	}
	return format, fmt.Errorf("--format: %w", err)
}

func parseOutput(value string, named func(string) (formats.Format, error)) (output, error) {
	name, file, toFile := strings.Cut(value, "=")
	format, err := named(name)
	if err != nil {
		return output{}, err
	}
	if toFile && file == "" {
		return output{}, fmt.Errorf("--format %s: the file has no name", value)
	}
	return output{format, file}, nil
}

// writeOutputs prints the review in all formats, and other files with it. A file
// is replaced in one step or not at all. A report that cannot be written keeps no
// other from being written, but the other files; stdout comes last.
func (a *app) writeOutputs(ctx context.Context, outs []output, files []file, r *review.Review, o report.Options) error {
	var d drafts
	return d.whileRunning(ctx, func() error {
		errs := d.addOutputs(outs, r, o)
		for _, f := range files {
			if len(errs) == 0 {
				errs = append(errs, d.addText(f))
			}
		}
		errs = append(errs, d.place(), a.printOutput(outs, r, o))
		return unwritable(errors.Join(errs...))
	})
}

// addOutputs writes the drafts of the outputs that go to files, and returns why
// some are not there.
func (d *drafts) addOutputs(outs []output, r *review.Review, o report.Options) []error {
	var errs []error
	for _, out := range outs {
		if out.file == "" {
			continue
		}
		if err := d.add(out.file, func(w io.Writer) error { return out.print(w, r, o) }); err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// printOutput prints the output that goes to stdout, if one does.
func (a *app) printOutput(outs []output, r *review.Review, o report.Options) error {
	for _, out := range outs {
		if out.file == "" {
			return buffered(a.outputTo(out), func(w io.Writer) error { return out.print(w, r, o) })
		}
	}
	return nil
}

// outputTo is stdout for an output: without the guard against commands to CI
// systems where the output is made of them.
func (a *app) outputTo(out output) io.Writer {
	if out.format.Name == "github" {
		return unguarded(a.stdout)
	}
	return a.stdout
}

// print writes one output as it is made. What goes to a file has no colour and
// no terminal, and repeats the errors that a reader of stdout sees on stderr.
func (out output) print(w io.Writer, r *review.Review, o report.Options) error {
	o.ErrorsShown = out.file == ""
	if out.file != "" {
		o.Color, o.Width = false, 0
	}
	if err := out.format.Write(w, r, o); err != nil {
		return fmt.Errorf("format %s: %w", out.format.Name, err)
	}
	return nil
}
