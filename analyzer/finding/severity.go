package finding

import (
	"fmt"
	"strings"
)

// Severities returns the severities from the gravest down, Off last.
func Severities() []Severity { return []Severity{Error, Warning, Info, Off} }

// ParseSeverity reads a severity as users write it, in any letter case.
func ParseSeverity(text string) (Severity, error) {
	for _, s := range Severities() {
		if strings.EqualFold(text, string(s)) {
			return s, nil
		}
	}
	return "", fmt.Errorf("unknown severity %q: use error, warning, info or off", text)
}

// Rank orders severities: 3 for Error, 2 for Warning, 1 for Info, 0 for Off
// and for anything else.
func (s Severity) Rank() int {
	switch s {
	case Error:
		return 3
	case Warning:
		return 2
	case Info:
		return 1
	}
	return 0
}

// AtLeast reports whether s is as grave as threshold. Nothing reaches Off:
// a threshold of Off asks for no finding at all.
func (s Severity) AtLeast(threshold Severity) bool {
	return threshold.Rank() > 0 && s.Rank() >= threshold.Rank()
}

// Counts counts findings by severity.
type Counts struct {
	Error, Warning, Info int
}

// Count counts the findings by severity; findings that are Off count nowhere.
func Count(findings []Finding) Counts {
	var c Counts
	for _, f := range findings {
		switch f.Severity {
		case Error:
			c.Error++
		case Warning:
			c.Warning++
		case Info:
			c.Info++
		}
	}
	return c
}

// AnyAtLeast reports whether one of the findings is as grave as threshold: the
// question that decides between the exit codes 0 and 1.
func AnyAtLeast(findings []Finding, threshold Severity) bool {
	for _, f := range findings {
		if f.Severity.AtLeast(threshold) {
			return true
		}
	}
	return false
}
