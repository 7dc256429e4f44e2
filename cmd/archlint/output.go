package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"archlint/analyzer/report"
)

// output is one --format: a format, and the file it goes to, "" for stdout.
type output struct {
	format report.Format
	file   string
}

// parseOutputs reads the values of --format as check has it.
func parseOutputs(values []string) ([]output, error) {
	return outputsOf(values, formatNamed)
}

// outputsOf reads the values of --format: "name" or "name=file". Two outputs
// cannot share a place.
func outputsOf(values []string, named func(string) (report.Format, error)) ([]output, error) {
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
			return nil, fmt.Errorf("--format %s and --format %s go to the same place: give one of them another, as in --format %s=FILE", other, value, out.format.Name)
		}
		taken[place] = value
		outs = append(outs, out)
	}
	return outs, nil
}

// formatNamed is the format of check of that name.
func formatNamed(name string) (report.Format, error) {
	format, err := report.FormatByName(name)
	if err == nil {
		return format, nil
	}
	if near := nearest(name, report.FormatNames()); near != "" {
		return format, fmt.Errorf("--format: %w; did you mean %s?", err, near)
	}
	return format, fmt.Errorf("--format: %w", err)
}

func parseOutput(value string, named func(string) (report.Format, error)) (output, error) {
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

// writeOutputs prints the review in all formats, and other files with it. Nothing is written before all
// of it is at hand, and a file is replaced in one step or not at all.
func (a *app) writeOutputs(outs []output, files []file, r *report.Review, o report.Options) error {
	var toStdout []byte
	for _, out := range outs {
		text, err := a.render(out, r, o)
		if err != nil {
			return err
		}
		if out.file == "" {
			toStdout = text
		} else {
			files = append(files, file{out.file, text})
		}
	}
	if err := writeFiles(files); err != nil {
		return err
	}
	_, err := a.stdout.Write(toStdout)
	return err
}

// render prints one output into memory. What goes to a file has no colour and
// no terminal, and repeats the errors that a reader of stdout sees on stderr.
func (a *app) render(out output, r *report.Review, o report.Options) ([]byte, error) {
	o.ErrorsShown = out.file == ""
	if out.file != "" {
		o.Color, o.Width = false, 0
	}
	var buf bytes.Buffer
	if err := out.format.Write(&buf, r, o); err != nil {
		return nil, fmt.Errorf("format %s: %w", out.format.Name, err)
	}
	return buf.Bytes(), nil
}
