package main

import (
	"cmp"
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
	"archlint/analyzer/demand"
	"archlint/analyzer/report"
	"archlint/analyzer/visible"
)

func newLimits(a *app) *cobra.Command {
	var file, format string
	verbose := 0
	cmd := &cobra.Command{
		Use:   "limits [PATH...]",
		Short: "Print the limits catalogue",
		Long: `limits prints every limit that archlint knows: its value, unit and scope, whether
it can be raised, where and when the value was read, and whether the
organisation's own value replaced it. Those come from the exports in the given
paths, from --limits, and from the configuration.`,
		Example: `  archlint limits
  archlint limits export/
  archlint limits --limits our-limits.json --format json`,
	}
	addConfigFlag(cmd.Flags())
	cmd.Flags().StringVar(&file, "limits", "", "`FILE` with the organisation's own limits (JSON of the Platform API)")
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	cmd.Flags().CountVarP(&verbose, "verbose", "v", "print what each limit is and what is known of it besides")
	cmd.RunE = func(cmd *cobra.Command, paths []string) error {
		write, ok := map[string]limitsWriter{"text": printable(limitsText), "json": limitsJSON}[format]
		if !ok {
			return fmt.Errorf("--format %q: limits prints text or json", format)
		}
		if verbose > 0 && format == "text" {
			write = printable(limitsInWords)
		}
		today, err := a.today()
		if err != nil {
			return err
		}
		return a.limits(cmd, paths, analyzer.Options{Traffic: demand.Options{LimitsFile: file, Limits: a.config.Limits},
			Observe: analyzer.Observe{Log: newLog(a.stderr, 0)}, Today: today}, write)
	}
	return cmd
}

// limitsWriter prints the catalogue.
type limitsWriter func(io.Writer, limits.Catalogue) error

// limits prints the catalogue with the values of paths and options. A file that
// cannot be used is wrong usage, as it is for check.
func (a *app) limits(cmd *cobra.Command, paths []string, o analyzer.Options, write limitsWriter) error {
	catalogue, found, troubles, err := analyzer.Limits(cmd.Context(), paths, o)
	if err != nil {
		return err
	}
	if note := catalogue.AgeNote(o.Today, "today"); note != "" {
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
	Low        *float64 `json:"low"`   // of a range, null for none
	High       *float64 `json:"high"`
	Unit       string   `json:"unit"`
	Scope      string   `json:"scope"`
	Raisable   string   `json:"raisable"`
	Source     string   `json:"source"` // "default", "org" or "config"
	Default    *float64 `json:"default"`
	Reference  string   `json:"reference"`
	Read       *string  `json:"read"` // the day the value was read, null for the organisation's own
	Confidence string   `json:"confidence"`
	Note       string   `json:"note"`
}

func limitRecordOf(e limits.CatalogueLimit) limitRecord {
	r := limitRecord{
		Namespace: e.Namespace, Key: e.Key, Title: e.Title, Value: e.Value, Low: e.Low, High: e.High, Unit: e.Unit, Scope: e.Scope,
		Raisable: e.Raisable, Source: e.Source, Default: e.Value, Reference: e.Reference, Confidence: e.Confidence, Note: e.Note,
	}
	if e.Source != limits.Default {
		r.Default = e.DefaultValue
	}
	if day := limitRead(e); day != "" {
		r.Read = &day
	}
	return r
}

// limitRead is the day on which a default was read, "" for the organisation's own value.
func limitRead(e limits.CatalogueLimit) string {
	if e.Read.IsZero() {
		return ""
	}
	return e.Read.Format(time.DateOnly)
}

func limitsJSON(w io.Writer, c limits.Catalogue) error {
	records := make([]limitRecord, 0, len(c.Entries))
	for _, e := range c.Entries {
		records = append(records, limitRecordOf(e))
	}
	return printJSON(w, records)
}

// printable is a writer whose text, some of which comes from an organisation's
// file, is safe to print.
func printable(write limitsWriter) limitsWriter {
	return func(w io.Writer, c limits.Catalogue) error {
		var text strings.Builder
		if err := write(&text, c); err != nil {
			return err
		}
		_, err := io.WriteString(w, visible.Lines(text.String()))
		return err
	}
}

func limitsText(w io.Writer, c limits.Catalogue) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "LIMIT\tVALUE\tUNIT\tSCOPE\tORIGIN\tCONFIDENCE\tRAISABLE\tREAD\tSOURCE")
	for _, e := range c.Entries {
		fmt.Fprintf(tab, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", e.ID(), limitRange(e), e.Unit, e.Scope, limitOrigin(e),
			e.Confidence, e.Raisable, cmp.Or(limitRead(e), "-"), firstOf(e.Reference))
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%s\n%s\n", limitBands(c),
		strings.Join(report.Wrap("An organisation's own value replaces a default: give an export, or --limits. "+
			"-v says what each limit is, and what is known of it besides.", limitsWidth), "\n"))
	return err
}

// limitsWidth is how wide sentences are.
const limitsWidth = 100

// limitsInWords prints each limit as a paragraph.
func limitsInWords(w io.Writer, c limits.Catalogue) error {
	for _, e := range c.Entries {
		allows := limitRange(e)
		if e.Value != nil {
			allows += " " + e.Unit
		}
		fmt.Fprintf(w, "%s: %s, for one %s\n", e.ID(), allows, e.Scope)
		read := ""
		if day := limitRead(e); day != "" {
			read = " on " + day
		}
		about := []string{sentence(e.Title), sentence(e.Note), fmt.Sprintf("Origin: %s. Can be raised: %s. Confidence: %s. Read%s in: %s.",
			limitOrigin(e), e.Raisable, e.Confidence, read, e.Reference)}
		for _, text := range about {
			for _, line := range report.Wrap(text, limitsWidth-4) {
				fmt.Fprintf(w, "    %s\n", line)
			}
		}
	}
	_, err := fmt.Fprintf(w, "\n%s", limitBands(c))
	return err
}

// sentence begins with a capital and ends with a full stop; "" stays.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}

// limitBands says what the platform API's three bands mean.
func limitBands(c limits.Catalogue) string {
	var b strings.Builder
	b.WriteString("The three bands of Genesys Cloud's own API, for data actions that call it:\n")
	seen := map[string]bool{}
	for _, e := range c.Entries {
		if e.Band == "" || seen[e.Band] {
			continue
		}
		seen[e.Band] = true
		lines := report.Wrap(e.Note, limitsWidth-8)
		for i, line := range lines {
			value := ""
			if i == 0 {
				value = limitValue(e.Value)
			}
			fmt.Fprintf(&b, "%7s %s\n", value, line)
		}
	}
	return b.String()
}

// limitRange is a value, and the range where readings disagree or the platform
// takes any value between two.
func limitRange(e limits.CatalogueLimit) string {
	if e.Low == nil {
		return limitValue(e.Value)
	}
	return fmt.Sprintf("%s (%s to %s)", limitValue(e.Value), limitValue(e.Low), limitValue(e.High))
}

func limitValue(v *float64) string {
	if v == nil {
		return "not published"
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

// limitOrigin says whose value it is, and which default it replaced.
func limitOrigin(e limits.CatalogueLimit) string {
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
