package main

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"archlint/cmd/archlint-export/internal/exporter"
)

func (a *app) doctor() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor --region REGION",
		Short: "Say which permissions the client lacks, by trying, and print the least role",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			client, _, err := a.client()
			if err != nil {
				return err
			}
			ctx, cancel := a.withDeadline(cmd.Context())
			defer cancel()
			checks, err := exporter.Diagnose(ctx, client, time.Now())
			if err != nil {
				return trouble(err)
			}
			return a.diagnosis(checks)
		},
	}
}

// diagnosis prints what was found. The program ends well when a plain export
// can be made.
func (a *app) diagnosis(checks []exporter.Check) error {
	table := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	lacking := false
	for _, c := range checks {
		needed := c.For
		if needed == "" {
			needed = "every export"
			lacking = lacking || (c.Untried == "" && !c.Allowed())
		}
		fmt.Fprintf(table, "%s\t%s %s\t%s\t%s\n", c.Route.Part, c.Route.Method, c.Route.Path, needed, c.Explain())
	}
	if err := table.Flush(); err != nil {
		return trouble(err)
	}
	if err := printRole(a.stdout); err != nil {
		return trouble(err)
	}
	if lacking {
		return trouble(errors.New("the client cannot read everything: what is refused will not be reviewed"))
	}
	return nil
}

func printRole(out io.Writer) error {
	role := exporter.LeastRole()
	text := "\nThe least role, in all divisions:\n"
	for _, choice := range []string{"", exporter.ForLicences, exporter.ForYAML, exporter.ForTraffic, exporter.ForRecords} {
		for _, p := range role[choice] {
			if choice != "" {
				p += "  (for " + choice + ")"
			}
			text += "  " + p + "\n"
		}
	}
	_, err := io.WriteString(out, text)
	return err
}
