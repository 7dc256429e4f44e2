package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"archlint/analyzer"
	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/report"
)

func newLimits(a *app) *cobra.Command {
	var file, format string
	cmd := &cobra.Command{
		Use:   "limits [PATH...]",
		Short: "Print the limits catalogue",
		Long: `limits prints every limit that archlint knows: its value, unit and scope, where and
when the value was read, and whether the organisation's own value replaced it.
Those come from the exports in the given paths, from --limits, and from the
configuration.`,
		Example: `  archlint limits
  archlint limits export/
  archlint limits --limits our-limits.json --format json`,
	}
	addConfigFlag(cmd.Flags())
	cmd.Flags().StringVar(&file, "limits", "", "`FILE` with the organisation's own limits (JSON of the Platform API)")
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		write, ok := map[string]func(io.Writer, limits.Catalogue) error{"text": limitsText, "json": limitsJSON}[format]
		if !ok {
			return fmt.Errorf("--format %q: limits prints text or json", format)
		}
		return a.limits(cmd, paths, analyzer.Options{LimitsFile: file, Limits: a.config.Limits, Log: newLog(a.stderr, 0)}, write)
	}
	return cmd
}

// limits prints the catalogue with the values of paths and options. A file that
// cannot be used is wrong usage, as it is for check.
func (a *app) limits(cmd *cobra.Command, paths []string, o analyzer.Options, write func(io.Writer, limits.Catalogue) error) error {
	catalogue, found, troubles, err := analyzer.Limits(cmd.Context(), paths, o)
	if err != nil {
		return err
	}
	if note := catalogue.AgeNote(time.Now().UTC()); note != "" {
		fmt.Fprintf(a.stderr, "archlint: %s\n", note)
	}
	if len(paths) > 0 && !found {
		fmt.Fprintln(a.stderr, "archlint: the paths hold no limits of the organisation: the defaults stand")
	}
	for _, e := range troubles {
		fmt.Fprintf(a.stderr, "archlint: %s\n", report.ErrorLine(e))
	}
	if err := write(a.stdout, catalogue); err != nil {
		return err
	}
	if len(troubles) > 0 {
		return exit(exitTrouble)
	}
	return nil
}

// limitRecord is a limit as `limits --format json` prints it.
type limitRecord struct {
	Namespace  string   `json:"namespace"`
	Key        string   `json:"key"`
	Title      string   `json:"title"`
	Value      *float64 `json:"value"` // null: exists, but its value is not published
	Unit       string   `json:"unit"`
	Scope      string   `json:"scope"`
	Raisable   string   `json:"raisable"`
	Source     string   `json:"source"` // "default", "org" or "config"
	Default    *float64 `json:"default"`
	Reference  string   `json:"reference"`
	Read       string   `json:"read"` // the day the default was read
	Confidence string   `json:"confidence"`
	Note       string   `json:"note"`
}

func limitRecordOf(c limits.Catalogue, e limits.Entry) limitRecord {
	standard := e.Value
	if e.Source != limits.Default {
		standard = e.DefaultValue
	}
	return limitRecord{
		Namespace: e.Namespace, Key: e.Key, Title: e.Title, Value: e.Value, Unit: e.Unit, Scope: e.Scope, Raisable: e.Raisable,
		Source: e.Source, Default: standard, Reference: e.Reference, Read: c.Read.Format(time.DateOnly), Confidence: e.Confidence, Note: e.Note,
	}
}

func limitsJSON(w io.Writer, c limits.Catalogue) error {
	records := make([]limitRecord, 0, len(c.Entries))
	for _, e := range c.Entries {
		records = append(records, limitRecordOf(c, e))
	}
	return printJSON(w, records)
}

func limitsText(w io.Writer, c limits.Catalogue) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "LIMIT\tVALUE\tUNIT\tSCOPE\tORIGIN\tCONFIDENCE\tREAD IN")
	for _, e := range c.Entries {
		fmt.Fprintf(tab, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", e.ID(), limitValue(e.Value), e.Unit, e.Scope, limitOrigin(e), e.Confidence, firstOf(e.Reference))
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\nDefaults read on %s. An organisation's own value replaces a default: give an export, or --limits.\n", c.Read.Format(time.DateOnly))
	return err
}

func limitValue(v *float64) string {
	if v == nil {
		return "not published"
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

// limitOrigin says whose value it is, and which default it replaced.
func limitOrigin(e limits.Entry) string {
	switch {
	case e.Source == limits.Default:
		return "default"
	case e.DefaultValue == nil:
		return e.Source
	}
	return e.Source + ", default " + limitValue(e.DefaultValue)
}

// firstOf is the first of several references, to keep a table's lines short.
func firstOf(reference string) string {
	first, _, _ := strings.Cut(reference, ";")
	return first
}

// printJSON prints v indented, its characters as they are.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
