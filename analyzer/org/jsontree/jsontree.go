// Package jsontree reads JSON into a tree whose every value knows where it
// stands, for documents whose shape is not certain: what the platform answers,
// what a person saved from it, several answers in one file.
//
// Looking up what is not there, or is something else, gives the nil *Node,
// which answers every question with "nothing": callers ask for what they can
// use and need no error handling on the way.
package jsontree

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"archlint/analyzer/source"
)

// Kind is the kind of a JSON value.
type Kind uint8

// The kinds. Nothing is the kind of the nil node.
const (
	Nothing Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

// Datum is one JSON value. A nil *Datum stands for a value that is not there.
type Datum struct {
	kind    Kind
	text    string // of strings as meant, of numbers and literals as written
	members []Member
	items   []*Datum
	file    *source.File
	offset  int
}

// Member is one member of an object, in the order of the file.
type Member struct {
	Name  string
	Value *Datum
}

// maxDepth is how deep values may nest; nothing that the platform answers comes near.
const maxDepth = 200

// Parse reads every top-level value of file: usually one, more where answers
// were written one after another. A byte order mark is skipped. The values
// before a syntax error are returned with it; it is a *source.Error.
func Parse(file *source.File) ([]*Datum, error) {
	text := bytes.TrimPrefix(file.Text, []byte("\xef\xbb\xbf"))
	r := reader{
		file:  file,
		shift: len(file.Text) - len(text),
		text:  text,
		dec:   jsontext.NewDecoder(bytes.NewBuffer(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)),
	}
	var values []*Datum
	for {
		value, err := r.value(0)
		if errors.Is(err, io.EOF) {
			return values, nil
		}
		if err != nil {
			return values, r.fail(err)
		}
		values = append(values, value)
	}
}

type reader struct {
	file  *source.File
	shift int // of text in the file
	text  []byte
	dec   *jsontext.Decoder
}

var errTooDeep = errors.New("values nest too deeply")

func (r *reader) value(depth int) (*Datum, error) {
	if depth > maxDepth {
		return nil, errTooDeep
	}
	token, err := r.dec.ReadToken()
	if err != nil {
		return nil, err
	}
	n := &Datum{file: r.file, text: token.String(), offset: r.start(token)}
	switch token.Kind() {
	case 'n':
		n.kind = Null
	case 't', 'f':
		n.kind = Bool
	case '0':
		n.kind = Number
	case '"':
		n.kind = String
	case '[':
		n.kind, n.text = Array, ""
		return n, r.items(n, depth)
	case '{':
		n.kind, n.text = Object, ""
		return n, r.members(n, depth)
	}
	return n, nil
}

func (r *reader) items(n *Datum, depth int) error {
	for r.dec.PeekKind() != ']' {
		item, err := r.value(depth + 1)
		if err != nil {
			return unexpected(err)
		}
		n.items = append(n.items, item)
	}
	_, err := r.dec.ReadToken()
	return unexpected(err)
}

func (r *reader) members(n *Datum, depth int) error {
	for r.dec.PeekKind() != '}' {
		name, err := r.dec.ReadToken()
		if err != nil {
			return unexpected(err)
		}
		member := Member{Name: name.String()}
		if member.Value, err = r.value(depth + 1); err != nil {
			return unexpected(err)
		}
		n.members = append(n.members, member)
	}
	_, err := r.dec.ReadToken()
	return unexpected(err)
}

// unexpected keeps an end inside a value from looking like the end of the file.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// start is the offset of the first byte of the token just read. Delimiters and
// literals have their length; of strings the end is known and the start is
// where the blank space after the token before ends.
func (r *reader) start(token jsontext.Token) int {
	end := int(r.dec.InputOffset())
	switch token.Kind() {
	case '[', '{':
		return end - 1
	case '"':
		return stringStart(r.text, end)
	default:
		return end - len(token.String())
	}
}

// stringStart goes back from the end of a string to its opening quote.
func stringStart(text []byte, end int) int {
	for i := end - 2; i >= 0; i-- {
		if text[i] != '"' {
			continue
		}
		slashes := 0
		for j := i - 1; j >= 0 && text[j] == '\\'; j-- {
			slashes++
		}
		if slashes%2 == 0 {
			return i
		}
	}
	return max(end-1, 0)
}

func (r *reader) fail(err error) error {
	offset, message := int(r.dec.InputOffset()), err.Error()
	if syntactic := (*jsontext.SyntacticError)(nil); errors.As(err, &syntactic) {
		offset = int(syntactic.ByteOffset)
		if syntactic.Err != nil {
			message = syntactic.Err.Error()
		}
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		offset, message = len(r.text), "the file ends inside a value"
	}
	return &source.Error{File: r.file.Name, Pos: r.file.PosAt(r.shift + offset), Message: "not valid JSON: " + message}
}

// Kind returns the kind of n, Nothing for nil.
func (n *Datum) Kind() Kind {
	if n == nil {
		return Nothing
	}
	return n.kind
}

// Is reports whether n is there and not null.
func (n *Datum) Is() bool { return n.Kind() > Null }

// Get follows names through objects and returns what stands at the end, the
// last one where a name is given twice.
func (n *Datum) Get(names ...string) *Datum {
	for _, name := range names {
		if n.Kind() != Object {
			return nil
		}
		var found *Datum
		for _, m := range n.members {
			if m.Name == name {
				found = m.Value
			}
		}
		n = found
	}
	return n
}

// First returns the first of the named members that is there and not null.
func (n *Datum) First(names ...string) *Datum {
	for _, name := range names {
		if v := n.Get(name); v.Is() {
			return v
		}
	}
	return nil
}

// Text returns a string's text, "" for anything else.
func (n *Datum) Text() string {
	if n.Kind() != String {
		return ""
	}
	return n.text
}

// Number returns a number, or a string that holds one; ok is false otherwise.
func (n *Datum) Number() (value float64, ok bool) {
	if k := n.Kind(); k != Number && k != String {
		return 0, false
	}
	value, err := strconv.ParseFloat(n.text, 64)
	return value, err == nil
}

// True reports whether n is the literal true.
func (n *Datum) True() bool { return n.Kind() == Bool && n.text == "true" }

// Items returns an array's values, nil for anything else.
func (n *Datum) Items() []*Datum {
	if n == nil {
		return nil
	}
	return n.items
}

// Members returns an object's members in the order of the file, nil for anything else.
func (n *Datum) Members() []Member {
	if n == nil {
		return nil
	}
	return n.members
}

// Pos returns where n starts, the zero Pos for nil.
func (n *Datum) Pos() source.Pos {
	if n == nil {
		return source.Pos{}
	}
	shift := 0
	if bytes.HasPrefix(n.file.Text, []byte("\xef\xbb\xbf")) {
		shift = 3
	}
	return n.file.PosAt(shift + n.offset)
}

// Errorf returns an error at n's place.
func (n *Datum) Errorf(format string, args ...any) *source.Error {
	e := &source.Error{Pos: n.Pos(), Message: fmt.Sprintf(format, args...)}
	if n != nil {
		e.File = n.file.Name
	}
	return e
}

// Entities returns the records that a file holds, whatever wraps them: pages
// ({"entities": [...]}), arrays of pages or records, single records, one after
// another.
func Entities(values []*Datum) []*Datum {
	var all []*Datum
	for _, v := range values {
		switch {
		case v.Kind() == Array:
			all = append(all, Entities(v.Items())...)
		case v.Get("entities").Kind() == Array:
			all = append(all, v.Get("entities").Items()...)
		case v.Kind() == Object:
			all = append(all, v)
		}
	}
	return all
}
