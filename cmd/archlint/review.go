package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"archlint/analyzer/report/formats"
	"archlint/analyzer/report/html"
	"archlint/analyzer/report/markdown"
)

func newReview(a *app) *cobra.Command {
	var files []string
	var failOn string
	cmd := &cobra.Command{
		Use:   "review [PATH...] -o FILE",
		Short: "Write the document that a go-live is decided by",
		Long: `review analyses and judges as check does, and writes a document: does it hold, what
is nearest to breaking, what must be fixed first, what was not reviewed, what was
assumed; then demand against limits, findings, and each flow as a graph.

The name of FILE says which kind: .html is one file that needs nothing else (no
network, no second file), .md is for wikis and pull-request comments, .pdf is the
HTML printed by a Chromium or Chrome that is found on PATH. -o may be repeated.
--format writes the reports of check besides, from the same run.`,
		Example: `  archlint review export/ --licences 800 --licence-type cx2-concurrent -o review.html
  archlint review -o review.html -o review.md
  archlint review export/ -o review.html --format sarif=archlint.sarif`,
	}
	flags := addAnalysisFlags(cmd.Flags())
	flags.tryShares = true
	flags.addPolicyFlags(cmd.Flags())
	cmd.Flags().StringArrayVarP(&files, "output", "o", nil, "`FILE` to write: .html, .md or .pdf; may be repeated")
	wanted := addOwnFormats(cmd.Flags(), nil, "`FORMAT[=FILE]` as of check, besides; may be repeated")
	completeWith(cmd, "format", formats.Names()...)
	flags.addWriteBaseline(cmd.Flags())
	cmd.Flags().StringVar(&failOn, "fail-on", "error", "exit with 1 when a finding is at least this grave: error, warning, info or none")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		threshold, err := parseFailOn(failOn)
		if err != nil {
			return err
		}
		outs, err := reviewOutputs(cmd, files)
		if err != nil {
			return err
		}
		besides, err := parseOutputs(*wanted)
		if err != nil {
			return err
		}
		if outs, err = together(outs, besides); err != nil {
			return err
		}
		return a.check(cmd, paths, flags, outs, threshold)
	}
	return cmd
}

// reviewOutputs tells the kinds of document by the names of the files.
func reviewOutputs(cmd *cobra.Command, files []string) ([]output, error) {
	if len(files) == 0 {
		return nil, fmt.Errorf("say where the review goes: -o review.html")
	}
	var outs []output
	taken := map[string]bool{}
	for _, file := range files {
		out := output{file: file}
		switch strings.ToLower(filepath.Ext(file)) {
		case ".html", ".htm":
			out.format = formats.Format{Name: "html", Write: html.Write}
		case ".md", ".markdown":
			out.format = formats.Format{Name: reviewMarkdown, Write: markdown.WriteReview}
		case ".pdf":
			out.format = formats.Format{Name: "pdf", Write: pdfWriter(cmd.Context())}
		default:
			return nil, fmt.Errorf("-o %s: name it .html, .md or .pdf", file)
		}
		if taken[filepath.Clean(file)] {
			return nil, fmt.Errorf("-o %s is given twice", file)
		}
		taken[filepath.Clean(file)] = true
		outs = append(outs, out)
	}
	return outs, nil
}

// together is documents and reports, none in the place of another.
func together(documents, reports []output) ([]output, error) {
	for _, r := range reports {
		for _, d := range documents {
			if r.file != "" && filepath.Clean(r.file) == filepath.Clean(d.file) {
				return nil, fmt.Errorf("-o %s and --format %s=%s go to the same place", d.file, r.format.Name, r.file)
			}
		}
	}
	return append(documents, reports...), nil
}

// reviewMarkdown is the name of the review document's Markdown, which says more
// than the format markdown.
const reviewMarkdown = "review markdown"
