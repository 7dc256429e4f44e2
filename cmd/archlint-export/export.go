package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/exporter"
	"archlint/cmd/archlint-export/internal/layout"
	"archlint/cmd/archlint-export/internal/progress"
)

func (a *app) export(ctx context.Context) error {
	opts, err := a.flags.options()
	if err != nil {
		return err
	}
	if err := opts.Check(); err != nil {
		return err
	}
	client, where, err := a.client()
	if err != nil {
		return err
	}
	ctx, cancel := a.withDeadline(ctx)
	defer cancel()
	opts.Region = where.String()
	if !a.flags.quiet {
		// Lines of every request and a bar do not go together.
		opts.Progress = progress.New(a.stderr, a.onTerminal() && !a.flags.verbose)
	}
	result, err := exporter.Run(ctx, client, opts)
	if err != nil {
		return trouble(err)
	}
	out := a.stderr
	if a.flags.quiet && complete(result.Manifest) {
		out = io.Discard
	}
	if err := summarize(out, opts.Dir, result); err != nil {
		return trouble(err)
	}
	if !complete(result.Manifest) {
		return errPartial
	}
	return nil
}

// complete reports whether there is an export to rely on: nothing is missing,
// and flows could be read. That facts beside them were refused is noted in it,
// and known to the review.
func complete(m layout.Manifest) bool {
	for _, r := range m.Refused {
		if r.Part == api.PartFlows || r.Status != 403 {
			return false
		}
	}
	return !m.Partial
}

func summarize(out io.Writer, dir string, r exporter.Result) error {
	m := r.Manifest
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %d flows, %d data actions (%d fetched, %d unchanged)\n", dir, m.Counts[api.PartFlows], m.Counts[api.PartActions],
		r.Fetched, r.Unchanged)
	if n := len(m.NeverPublished); n > 0 {
		fmt.Fprintf(&text, "without a %s version, so only named: %d\n", m.Version, n)
	}
	if d := m.Divisions; d != nil && d.Visible > d.WithFlows {
		fmt.Fprintf(&text, "the client sees flows of %d of %d divisions: the others have none, or its roles do not span them\n",
			d.WithFlows, d.Visible)
	}
	for _, refused := range m.Refused {
		if refused.Status == 403 {
			fmt.Fprintf(&text, "refused, so not reviewed: %s (%s)\n", refused.Part, refused.Permission)
		}
	}
	for _, remark := range m.Remarks {
		fmt.Fprintln(&text, api.OneLine(remark))
	}
	for _, gone := range m.Vanished {
		fmt.Fprintf(&text, "%s %s is %s\n", gone.Kind, api.OneLine(gone.Name), gone.Reason)
	}
	summarizeMissing(&text, m.Missing)
	if m.Partial {
		text.WriteString("the export is partial; run the same command again to complete it\n")
	}
	_, err := io.WriteString(out, text.String())
	return err
}

// longestList bounds how many missing things are named; the manifest has all.
const longestList = 20

// summarizeMissing tells why the run ended early, how much it did not come to,
// and what else is missing.
func summarizeMissing(text *strings.Builder, missing []layout.Missing) {
	unreached := map[string]int{}
	var others []layout.Missing
	for _, m := range missing {
		switch {
		case m.Kind == layout.KindRun:
			fmt.Fprintln(text, m.Reason)
		case m.Reason == layout.NotReached:
			unreached[m.Kind]++
		default:
			others = append(others, m)
		}
	}
	if len(unreached) > 0 {
		fmt.Fprintf(text, "not reached: %d flows, %d data actions\n", unreached["flow"], unreached["dataAction"])
	}
	for i, m := range others {
		if i == longestList {
			fmt.Fprintf(text, "and %d more: %s names them\n", len(others)-i, layout.ManifestName)
			break
		}
		fmt.Fprintf(text, "missing: %s: %s\n", api.OneLine(m.Kind+" "+m.Name), api.OneLine(m.Reason))
	}
}
