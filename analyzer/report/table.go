package report

import "strings"

// table is aligned columns of text. Cells are clean and uncoloured; paint, if
// given, colours a padded cell.
type table struct {
	head  []string
	right []bool // columns of figures stand at the right
	rows  [][]string
	paint func(row, column int, cell string) string
}

// lines returns the table's lines, each column as wide as its widest cell.
func (t *table) lines(s style) []string {
	widths := t.widths()
	out := []string{s.dim(t.line(widths, t.head, func(_ int, cell string) string { return cell }))}
	for i, row := range t.rows {
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

// fit shortens the words of a table until it fits into so many columns, the
// widest first. Figures stay: a table that cannot fit with them is left as it is,
// since half of its names would help nobody.
func (t *table) fit(room int) *table {
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
			if !t.right[i] && w > max(least, width(t.head[i])) && (widest < 0 || w > widths[widest]) {
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
	out.rows = make([][]string, len(t.rows))
	for i, row := range t.rows {
		for j, cell := range row {
			out.rows[i] = append(out.rows[i], ellipsis(cell, widths[j]))
		}
	}
	return &out
}

func (t *table) widths() []int {
	widths := make([]int, len(t.head))
	for i, cell := range t.head {
		widths[i] = width(cell)
	}
	for _, row := range t.rows {
		for i, cell := range row {
			widths[i] = max(widths[i], width(cell))
		}
	}
	return widths
}

func (t *table) line(widths []int, cells []string, paint func(int, string) string) string {
	var b strings.Builder
	for i, cell := range cells {
		if i > 0 {
			b.WriteString("  ")
		}
		switch {
		case t.right[i]:
			cell = padLeft(cell, widths[i])
		case i < len(cells)-1: // nothing stands after the last column
			cell = padRight(cell, widths[i])
		}
		b.WriteString(paint(i, cell))
	}
	return strings.TrimRight(b.String(), " ")
}
