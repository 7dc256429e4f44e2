package text

import (
	"archlint/analyzer/facts"
	"archlint/analyzer/report"
)

// loops prints what each loop and cycle of a flow is made of.
func (p *Printer) loops(f facts.Flow) {
	for _, l := range f.Loops {
		p.Line("")
		p.Line("  Loop %s  %s", report.Ellipsis(report.LoopWords(l), p.Room/2), p.Style.Dim(report.PlaceIn(f.File, l.File, l.Line, l.Column)))
		p.Wrapped("    ", report.LoopSentence(l))
		if len(l.Entries) == 0 && len(l.Exits) == 0 {
			continue
		}
		p.Wrapped("    ", "Entered "+report.EntryWords(l)+"; left "+report.ExitWords(l)+".")
	}
}
