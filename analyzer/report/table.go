package report

import "strings"

// Table is aligned columns of text. Cells are clean and uncoloured; paint, if
// given, colours a padded cell.
type Table struct {
	Head  []string
	Right []bool // columns of figures stand at the right
	Rows  [][]string
	paint func(row, column int, cell string) string
}

// Lines returns the table's lines, each column as wide as its widest cell.
func (t *Table) Lines(s Style) []string {
	widths := t.widths()
	out := []string{s.Dim(t.line(widths, t.Head, func(_ int, cell string) string { return cell }))}
	for i, row := range t.Rows {
		out = append(out, t.line(widths, row, func(column int, cell string) string {
			if t.paint == nil {
				return cell
			}
			return t.paint(i, column, cell)
		}))
	}
	return out
}

// least is how narrow a column of words is made at most.
const least = 9

// Fit shortens the words of a table until it fits into so many columns, the
// widest first. Figures stay: a table that cannot fit with them is left as it is,
// since half of its names would help nobody.
func (t *Table) Fit(room int) *Table {
	if room <= 0 {
		return t
	}
	widths := t.widths()
	total := 2 * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	for total > room {
		widest := -1
		for i, w := range widths {
			if !t.Right[i] && w > max(least, Width(t.Head[i])) && (widest < 0 || w > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return t
		}
		widths[widest]--
		total--
	}
	out := *t
	out.Rows = make([][]string, len(t.Rows))
	for i, row := range t.Rows {
		for j, cell := range row {
			out.Rows[i] = append(out.Rows[i], Ellipsis(cell, widths[j]))
		}
	}
	return &out
}

func (t *Table) widths() []int {
	widths := make([]int, len(t.Head))
	for i, cell := range t.Head {
		widths[i] = Width(cell)
	}
	for _, row := range t.Rows {
		for i, cell := range row {
			widths[i] = max(widths[i], Width(cell))
		}
	}
	return widths
}

func (t *Table) line(widths []int, cells []string, paint func(int, string) string) string {
	var b strings.Builder
	for i, cell := range cells {
		if i > 0 {
			b.WriteString("  ")
		}
		switch {
		case t.Right[i]:
			cell = padLeft(cell, widths[i])
		case i < len(cells)-1: // nothing stands after the last column
			cell = padRight(cell, widths[i])
		}
		b.WriteString(paint(i, cell))
	}
	return strings.TrimRight(b.String(), " ")
}
