package platform

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"

	"archlint/analyzer/flow"
	"archlint/analyzer/source"
)

// DecodeI3 reads an .i3* file: base64 of percent-encoded JSON. The flow's File,
// and with it every position, is the decoded JSON under the file's name; the
// file itself is one line of base64, in which no position means anything.
func DecodeI3(file *source.File, opts Options) (*flow.Flow, error) {
	opts = opts.withDefaults()
	inner, err := UnwrapI3(file, opts.MaxBytes)
	if err != nil {
		return nil, err
	}
	decoded, err := Decode(inner, opts)
	if err != nil {
		return nil, inDecodedText(err)
	}
	markI3(decoded)
	return decoded, nil
}

// inDecodedText says of an error's place that it is not one in the file.
func inDecodedText(err error) error {
	var at *source.Error
	if !errors.As(err, &at) || !at.Pos.IsValid() {
		return err
	}
	return &source.Error{File: at.File, Pos: at.Pos, Message: at.Message + " (line and column in the decoded text of the .i3 file)"}
}

func markI3(f *flow.Flow) {
	f.Format = flow.I3
	for i, p := range f.Problems {
		errors.As(inDecodedText(p), &f.Problems[i])
	}
	for _, module := range f.Modules {
		markI3(module)
	}
}

// UnwrapI3 takes the envelope of an .i3* file off and returns its JSON as a
// file of the same name. A maxBytes of 0 means DefaultMaxBytes.
func UnwrapI3(file *source.File, maxBytes int) (*source.File, error) {
	if maxBytes == 0 {
		maxBytes = DefaultMaxBytes
	}
	// Percent-encoding only grows a text, so the limit holds after it too.
	if base64.StdEncoding.DecodedLen(len(file.Text)) > 3*maxBytes {
		return nil, &source.Error{File: file.Name, Message: fmt.Sprintf("larger than the limit of %d bytes", maxBytes)}
	}
	percent, err := decodeBase64(file)
	if err != nil {
		return nil, err
	}
	text, err := url.PathUnescape(string(percent))
	if err != nil {
		return nil, &source.Error{File: file.Name, Pos: file.PosAt(encodedAt(file.Text, badEscape(percent))),
			Message: fmt.Sprintf("the .i3 file is damaged or cut off: %v in what is encoded from here", err)}
	}
	return source.NewFile(file.Name, []byte(text)), nil
}

// badEscape finds the first percent sign that no two hexadecimal digits follow.
func badEscape(text []byte) int {
	isHex := func(i int) bool {
		return i < len(text) && bytes.IndexByte([]byte("0123456789abcdefABCDEF"), text[i]) >= 0
	}
	for i, b := range text {
		if b == '%' && !(isHex(i+1) && isHex(i+2)) {
			return i
		}
	}
	return len(text)
}

// encodedAt returns where in base64 text the byte of that index is encoded:
// four characters stand for three bytes, line breaks and blanks for none.
func encodedAt(text []byte, index int) int {
	before := index / 3 * 4
	for at, b := range text {
		if bytes.IndexByte([]byte(" \t\r\n\xef\xbb\xbf"), b) >= 0 {
			continue
		}
		if before == 0 {
			return at
		}
		before--
	}
	return len(text)
}

// decodeBase64 decodes the envelope; line breaks in it do not matter.
func decodeBase64(file *source.File) ([]byte, error) {
	text := bytes.TrimSpace(bytes.TrimPrefix(file.Text, []byte("\ufeff")))
	if len(text) == 0 {
		return nil, &source.Error{File: file.Name, Message: "empty: no .i3 export"}
	}
	decoded := make([]byte, base64.StdEncoding.DecodedLen(len(text)))
	n, err := base64.StdEncoding.Decode(decoded, text)
	if err == nil {
		return decoded[:n], nil
	}
	var at base64.CorruptInputError
	if errors.As(err, &at) {
		begin := bytes.Index(file.Text, text)
		return nil, &source.Error{File: file.Name, Pos: file.PosAt(begin + int(at)),
			Message: "the .i3 file is damaged or cut off: not valid base64 from here"}
	}
	return nil, &source.Error{File: file.Name, Message: "the .i3 file is damaged: " + err.Error()}
}
