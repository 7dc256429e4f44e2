package platform

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"archlint/analyzer/source"
)

// reader walks the tokens of one text and knows where it is: the byte offset
// for positions and the JSON pointer for paths.
type reader struct {
	file    *source.File
	text    []byte // the file's text, without a byte order mark
	skew    int    // offset of text in the file
	opts    Options
	dec     *jsontext.Decoder
	path    []byte // JSON pointer of the value being read
	strings stringCache
	nodes   int
	ids     map[string]bool // of all actions and variables, modules' included
}

func newReader(file *source.File, opts Options) *reader {
	text := bytes.TrimPrefix(file.Text, []byte("\ufeff"))
	return &reader{
		file: file,
		text: text,
		skew: len(file.Text) - len(text),
		opts: opts,
		ids:  map[string]bool{},
		dec:  jsontext.NewDecoder(bytes.NewBuffer(text), lenient()...),
	}
}

// lenient lets duplicate names pass (the last wins, as in every consumer of
// the API) and bytes that are not UTF-8, which reach files through editors.
func lenient() []jsontext.Options {
	return []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}
}

// offset returns where the value or token just read ends.
func (r *reader) offset() int { return int(r.dec.InputOffset()) }

// next returns where the next value or token begins.
func (r *reader) next() int {
	at := r.offset()
	for at < len(r.text) && bytes.IndexByte([]byte(" \t\r\n,:"), r.text[at]) >= 0 {
		at++
	}
	return at
}

func (r *reader) posAt(offset int) source.Pos { return r.file.PosAt(offset + r.skew) }

func (r *reader) errorAt(offset int, format string, args ...any) error {
	return r.errorPos(r.posAt(offset), format, args...)
}

func (r *reader) errorPos(pos source.Pos, format string, args ...any) error {
	return &source.Error{File: r.file.Name, Pos: pos, Message: fmt.Sprintf(format, args...)}
}

// broken turns an error of the JSON decoder into one with a place.
func (r *reader) broken(err error) error {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return r.errorAt(len(r.text), "the JSON ends too early, at %s", r.place())
	case errors.As(err, &syntax):
		return r.errorAt(int(syntax.ByteOffset), "not valid JSON: %v", syntax.Err)
	default:
		return r.errorAt(r.offset(), "not valid JSON: %v", err)
	}
}

// place names where the reader is, for messages.
func (r *reader) place() string {
	if len(r.path) == 0 {
		return "the top level"
	}
	return string(r.path)
}

// end makes sure that nothing follows the document.
func (r *reader) end() error {
	_, err := r.dec.ReadToken()
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return r.broken(err)
	default:
		return r.errorAt(r.offset(), "there is more text after the end of the flow")
	}
}

// object reads an object and calls visit at the value of every member, which
// visit must consume. It returns the offset of the opening brace. A null is an
// object without members, and so is, by skipping it, a value of another kind
// when strict is not set.
func (r *reader) object(strict bool, visit func(key string) error) (int, error) {
	if ok, err := r.enter('{', strict); !ok {
		return r.offset(), err
	}
	begin := r.offset() - 1
	for r.dec.PeekKind() != '}' {
		raw, err := r.dec.ReadValue()
		if err != nil {
			return begin, r.broken(err)
		}
		key := r.unquote(raw)
		mark := len(r.path)
		r.path = appendPointer(r.path, key)
		if err := visit(key); err != nil {
			return begin, err
		}
		r.path = r.path[:mark]
	}
	return begin, r.leave()
}

// array reads an array and calls visit at every element, likewise.
func (r *reader) array(strict bool, visit func(index int) error) error {
	if ok, err := r.enter('[', strict); !ok {
		return err
	}
	for index := 0; r.dec.PeekKind() != ']'; index++ {
		if r.dec.PeekKind() == 0 {
			return r.leave()
		}
		mark := len(r.path)
		r.path = strconv.AppendInt(append(r.path, '/'), int64(index), 10)
		if err := visit(index); err != nil {
			return err
		}
		r.path = r.path[:mark]
	}
	return r.leave()
}

// enter reads the opening token, or skips a value of another kind.
func (r *reader) enter(open jsontext.Kind, strict bool) (bool, error) {
	switch kind := r.dec.PeekKind(); {
	case kind == open:
		return true, r.leave()
	case kind == 0:
		return false, r.leave()
	case strict && kind != 'n':
		return false, r.errorAt(r.next(), "%s is %s where %s belongs", r.place(), kindName(kind), kindName(open))
	default:
		return false, r.skip()
	}
}

// leave reads one token: the closing one, or whatever error stands there.
func (r *reader) leave() error {
	if _, err := r.dec.ReadToken(); err != nil {
		return r.broken(err)
	}
	return nil
}

func kindName(kind jsontext.Kind) string {
	switch kind {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case '0':
		return "a number"
	case 't', 'f':
		return "a boolean"
	default:
		return "null"
	}
}

// skip passes a value over. ReadValue checks a whole value at once and keeps
// nothing, as the text is in memory; SkipValue would go token by token.
func (r *reader) skip() error {
	if _, err := r.dec.ReadValue(); err != nil {
		return r.broken(err)
	}
	return nil
}

// raw reads a value whole and returns its bytes, a part of the file's text.
func (r *reader) raw() (text []byte, begin int, err error) {
	value, err := r.dec.ReadValue()
	if err != nil {
		return nil, 0, r.broken(err)
	}
	end := r.offset()
	begin = end - len(value)
	return r.text[begin:end:end], begin, nil
}

// string reads a string; values of other kinds are skipped and give "".
func (r *reader) string() (string, error) {
	if r.dec.PeekKind() != '"' {
		return "", r.skip()
	}
	raw, _, err := r.raw()
	return r.unquote(raw), err
}

// scalar reads a string, number or boolean as text; anything else gives "".
func (r *reader) scalar() (string, error) {
	switch r.dec.PeekKind() {
	case '"':
		return r.string()
	case '0', 't', 'f':
		raw, _, err := r.raw()
		return r.strings.get(raw), err
	default:
		return "", r.skip()
	}
}

// bool reads a boolean; values of other kinds are skipped and give false.
func (r *reader) bool() (bool, error) {
	kind := r.dec.PeekKind()
	return kind == 't', r.skip()
}

// int reads an integer; anything else gives 0.
func (r *reader) int() (int, error) {
	text, err := r.scalar()
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, nil // a number that is none is not known
	}
	return n, nil
}

// unquote returns the meaning of a JSON string.
func (r *reader) unquote(raw []byte) string {
	if len(raw) >= 2 && bytes.IndexByte(raw, '\\') < 0 {
		return r.strings.get(raw[1 : len(raw)-1])
	}
	text, _ := jsontext.AppendUnquote(nil, raw) // invalid UTF-8 becomes U+FFFD
	return r.strings.get(text)
}

// appendPointer appends one reference token of a JSON pointer (RFC 6901).
func appendPointer(path []byte, key string) []byte {
	path = append(path, '/')
	for i := range len(key) {
		switch key[i] {
		case '~':
			path = append(path, "~0"...)
		case '/':
			path = append(path, "~1"...)
		default:
			path = append(path, key[i])
		}
	}
	return path
}
