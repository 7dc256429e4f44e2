package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"archlint/analyzer/drawing"
	"archlint/analyzer/report/draw"
	"archlint/analyzer/review"
)

func newGraph(a *app) *cobra.Command {
	var format, name string
	cmd := &cobra.Command{
		Use:   "graph PATH",
		Short: "Draw the control flow of one flow as DOT, Mermaid or SVG",
		Long: `graph prints the control-flow graph of one flow, its call sites, loops and what no
run reaches marked. Where PATH holds several flows, --flow chooses.

SVG is laid out here, and shows a flow of more than 400 nodes with all containers
closed but the first; DOT is laid out by Graphviz, Mermaid by whatever shows Markdown.`,
		Example: `  archlint graph flow.yaml --format svg > flow.svg
  archlint graph flow.yaml | dot -Tpdf > flow.pdf
  archlint graph export/ --flow "First contact" --format mermaid`,
		Args: takes(1, "graph takes one path: archlint graph PATH"),
	}
	flags := addAnalysisFlags(cmd.Flags())
	flags.acceptRuleFlags(cmd.Flags())
	cmd.Flags().StringVar(&format, "format", "dot", "dot, mermaid or svg; =FILE writes to a file")
	completeWith(cmd, "format", "dot", "mermaid", "svg")
	cmd.Flags().StringVar(&name, "flow", "", "`NAME` of the flow")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		kind, to, toFile := strings.Cut(format, "=")
		write, ok := map[string]func(io.Writer, *drawing.Drawing) error{
			"dot": draw.DOT, "mermaid": draw.Mermaid,
			"svg": func(w io.Writer, d *drawing.Drawing) error { return draw.SVG(cmd.Context(), w, d) },
		}[kind]
		if !ok || toFile && to == "" {
			return fmt.Errorf("--format %q: graph prints dot, mermaid or svg", format)
		}
		review, err := a.analyzeWithoutRules(cmd.Context(), paths, flags)
		if err != nil {
			return err
		}
		at, err := chooseFlow(review, name)
		if err != nil {
			return err
		}
		var drawn bytes.Buffer
		if err := write(&drawn, review.Drawing(at)); err != nil {
			return err
		}
		if err := a.deliver(cmd.Context(), to, drawn.Bytes()); err != nil {
			return err
		}
		return allRead(review)
	}
	return cmd
}

// chooseFlow returns the index of the flow of that name, or of the only one.
func chooseFlow(r *review.Review, name string) (int, error) {
	var names []string
	for i, f := range r.Flows {
		if r.Drawn(i) {
			if f.Name == name {
				return i, nil
			}
			names = append(names, f.Name)
		}
	}
	switch {
	case len(names) == 0:
		return 0, trouble("no flow found: nothing to draw")
	case name == "" && len(names) == 1:
		return onlyGraph(r), nil
	case name == "":
		return 0, fmt.Errorf("%d flows: choose one with --flow, for example --flow %q", len(names), names[0])
	}
	if near := nearest(name, names); near != "" {
		return 0, fmt.Errorf("no flow %q; did you mean %q?", name, near)
	}
	return 0, fmt.Errorf("no flow %q among %d", name, len(names))
}

// onlyGraph returns the index of the first flow that can be drawn.
func onlyGraph(r *review.Review) int {
	for i := range r.Flows {
		if r.Drawn(i) {
			return i
		}
	}
	return 0
}
