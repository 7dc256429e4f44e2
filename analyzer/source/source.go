// Package source knows where things stand: files, positions in them, and the
// lines around a position. Every value that a finding may point at carries a
// Pos; nothing above this package ever counts lines itself.
package source

import (
	"bytes"
	"fmt"
	"sync"
)

// Pos is a place in a file. Line and Column are 1-based; Column counts
// characters (not bytes). The zero Pos is "nowhere".
type Pos struct {
	Line   int
	Column int
}

// IsValid reports whether p is a real place.
func (p Pos) IsValid() bool { return p.Line > 0 }

// String returns "line:column".
func (p Pos) String() string { return fmt.Sprintf("%d:%d", p.Line, p.Column) }

// File is one input file (or one entry of an archive, or stdin) with its text.
// Name is the path shown to users: relative to the working directory, with
// forward slashes. A File is safe for concurrent use.
type File struct {
	Name string
	Text []byte

	once  sync.Once
	index *index
}

// NewFile returns a File of that name and text. The text is not copied.
func NewFile(name string, text []byte) *File { return &File{Name: name, Text: text} }

// PosAt returns the position of the byte at offset; offsets past the end give
// the end of the file. A byte order mark at the start is not counted as a
// character. The first call indexes the text, the others are cheap.
func (f *File) PosAt(offset int) Pos {
	offset = min(max(offset, 0), len(f.Text))
	x := f.indexed()
	line := x.line(offset)
	column := 1 + x.charsBefore(f.Text, offset) - x.charsBefore(f.Text, x.lines[line-1])
	if line == 1 && offset > 0 && bytes.HasPrefix(f.Text, byteOrderMark) {
		column--
	}
	return Pos{Line: line, Column: column}
}

var byteOrderMark = []byte("\ufeff")

// Line returns the text of the 1-based line without its end, or "" when there
// is no such line.
func (f *File) Line(n int) string {
	starts := f.indexed().lines
	if n < 1 || n > len(starts) {
		return ""
	}
	end := len(f.Text)
	if n < len(starts) {
		end = starts[n]
	}
	return string(bytes.TrimRight(f.Text[starts[n-1]:end], "\r\n"))
}

func (f *File) indexed() *index {
	f.once.Do(func() { f.index = newIndex(f.Text) })
	return f.index
}

// Error is a problem with an input that has a place. It prints as
// file:line:column: message, leaving out what is not known.
type Error struct {
	File    string
	Pos     Pos
	Message string
}

// Error implements error.
func (e *Error) Error() string {
	switch {
	case e.File == "":
		return e.Message
	case !e.Pos.IsValid():
		return e.File + ": " + e.Message
	default:
		return fmt.Sprintf("%s:%s: %s", e.File, e.Pos, e.Message)
	}
}
