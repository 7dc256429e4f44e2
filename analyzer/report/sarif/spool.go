package sarif

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
)

// spool holds a text until its size is known: as it is up to a megabyte, and
// compressed from there on. What goes over most bytes it counts but does not hold,
// or refuses where it is strict.
type spool struct {
	most   int
	level  int // of compression
	strict bool
	plain  bytes.Buffer
	packer *gzip.Writer // nil while all is plain
	packed bytes.Buffer
	count  int // of the compressed bytes
}

// plainMost is how large a text is held as it is.
const plainMost = 1 << 20

var errTooLarge = errors.New("the text is too large to be held")

// Write implements io.Writer.
func (s *spool) Write(p []byte) (int, error) {
	if s.packer == nil && s.plain.Len()+len(p) < plainMost {
		return s.plain.Write(p)
	}
	if s.packer == nil {
		packer, err := gzip.NewWriterLevel(packedBytes{s}, s.level)
		if err != nil {
			return 0, err
		}
		s.packer = packer
		if _, err := s.packer.Write(s.plain.Bytes()); err != nil {
			return 0, err
		}
		s.plain = bytes.Buffer{}
	}
	return s.packer.Write(p)
}

// packedBytes takes what a spool has compressed.
type packedBytes struct{ *spool }

// Write implements io.Writer.
func (p packedBytes) Write(text []byte) (int, error) {
	p.count += len(text)
	switch {
	case p.count <= p.most:
		p.packed.Write(text)
	case p.strict:
		return 0, errTooLarge
	}
	return len(text), nil
}

// size ends the text and returns its size: compressed, or as it is where it is
// not worth compressing.
func (s *spool) size() int {
	if s.packer == nil {
		return s.plain.Len()
	}
	_ = s.packer.Close() // which fails where the count tells why
	return s.count
}

// copyTo writes the text.
func (s *spool) copyTo(w io.Writer) error {
	if s.packer == nil {
		_, err := w.Write(s.plain.Bytes())
		return err
	}
	text, err := gzip.NewReader(&s.packed)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, text)
	return err
}
