package rulebook

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"archlint/analyzer/policy"
)

// Rates counts the findings of a library's rules in flows that were not written for
// them: the base rate for deciding severity and confidence.
type Rates struct {
	Flows int             `json:"flows"`
	Calls int             `json:"dataActionCalls"`
	Rules map[string]Rate `json:"rules"` // by id; a rule that says nothing is not in it
}

// Rate is how often one rule speaks.
type Rate struct {
	Findings int `json:"findings"`
	Errors   int `json:"errors"`
	Files    int `json:"files"` // with at least one of them
}

// rate writes how often the rule speaks, where the book knows it.
func (b *Book) rate(out io.Writer, r policy.Rule) error {
	if b.Rates == "" {
		return nil
	}
	text, err := os.ReadFile(b.Rates)
	if err != nil {
		return err
	}
	var rates Rates
	if err := json.Unmarshal(text, &rates); err != nil {
		return fmt.Errorf("%s: %w", b.Rates, err)
	}
	fmt.Fprintf(out, "## How often it speaks\n\nOn %d public flows with %d data action calls, reviewed without traffic figures: ",
		rates.Flows, rates.Calls)
	switch rate := rates.Rules[r.ID]; rate.Findings {
	case 0:
		fmt.Fprint(out, "never.\n\n")
	default:
		fmt.Fprintf(out, "%s in %s%s.\n\n", counted(rate.Findings, "finding"), counted(rate.Files, "file"), errors(rate))
	}
	return nil
}

func errors(rate Rate) string {
	if rate.Errors == 0 || rate.Errors == rate.Findings {
		return ""
	}
	return ", " + counted(rate.Errors, "error") + " among them"
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
