package report

import "archlint/analyzer/finding"

// Style colours text for a terminal, or leaves it as it is. Colour repeats
// what the words say and never says anything alone.
type Style struct{ on bool }

// NewStyle is a style with colour, or none.
func NewStyle(color bool) Style { return Style{color} }

// The SGR codes in use (ECMA-48, 8.3.117): eight-colour codes, which every
// theme maps to something readable.
const (
	SgrBold   = "1"
	SgrDim    = "2"
	SgrRed    = "1;31"
	SgrYellow = "1;33"
	SgrBlue   = "1;34"
	SgrGreen  = "32"
)

func (s Style) paint(code, text string) string {
	if !s.on || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// Bold stresses a text.
func (s Style) Bold(text string) string { return s.paint(SgrBold, text) }

// Dim takes a text back.
func (s Style) Dim(text string) string { return s.paint(SgrDim, text) }

// Severity colours text as its severity asks for.
func (s Style) Severity(level finding.Severity, text string) string {
	switch level {
	case finding.Error:
		return s.paint(SgrRed, text)
	case finding.Warning:
		return s.paint(SgrYellow, text)
	}
	return s.paint(SgrBlue, text)
}

// verdict colours a capacity verdict.
func (s Style) verdict(verdict, text string) string {
	switch verdict {
	case "exceeded":
		return s.paint(SgrRed, text)
	case "warning":
		return s.paint(SgrYellow, text)
	case "ok":
		return s.paint(SgrGreen, text)
	}
	return s.Dim(text)
}
