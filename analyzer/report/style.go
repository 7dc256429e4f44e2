package report

import "archlint/analyzer/finding"

// style colours text for a terminal, or leaves it as it is. Colour repeats
// what the words say and never says anything alone.
type style struct{ on bool }

// The SGR codes in use (ECMA-48, 8.3.117): eight-colour codes, which every
// theme maps to something readable.
const (
	sgrBold   = "1"
	sgrDim    = "2"
	sgrRed    = "1;31"
	sgrYellow = "1;33"
	sgrBlue   = "1;34"
	sgrGreen  = "32"
)

func (s style) paint(code, text string) string {
	if !s.on || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s style) bold(text string) string { return s.paint(sgrBold, text) }
func (s style) dim(text string) string  { return s.paint(sgrDim, text) }

// severity colours text as its severity asks for.
func (s style) severity(level finding.Severity, text string) string {
	switch level {
	case finding.Error:
		return s.paint(sgrRed, text)
	case finding.Warning:
		return s.paint(sgrYellow, text)
	}
	return s.paint(sgrBlue, text)
}

// verdict colours a capacity verdict.
func (s style) verdict(verdict, text string) string {
	switch verdict {
	case "exceeded":
		return s.paint(sgrRed, text)
	case "warning":
		return s.paint(sgrYellow, text)
	case "ok":
		return s.paint(sgrGreen, text)
	}
	return s.dim(text)
}
