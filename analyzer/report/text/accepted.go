package text

import (
	"fmt"

	"archlint/analyzer/report"
)

// accepted lists the risks that were taken: the details are for who asks for more.
func (p *Printer) accepted() {
	if !p.Options.Verbose || p.Options.Quiet || len(p.review.Accepted) == 0 {
		return
	}
	p.Line("%s", p.Style.Bold("Accepted risks"))
	for _, a := range p.review.Accepted {
		p.complaint(a.Finding)
		p.Wrapped("    ", report.AcceptedWords(a))
	}
	p.Line("")
}

// basis prints what figures rest on as lists: for all of them, and by number.
func (p *Printer) basis(b report.Basis) {
	if len(b.General) > 0 {
		p.Line("")
		p.Line("  %s", p.Style.Bold("All of this rests on"))
		for _, a := range b.General {
			p.Wrapped("   - ", a)
		}
	}
	if len(b.Numbered) > 0 {
		p.Line("")
		p.Line("  %s", p.Style.Bold("The lines that name it rest on"))
		for i, a := range b.Numbered {
			p.Wrapped(fmt.Sprintf("  %2d ", i+1), a)
		}
	}
}
