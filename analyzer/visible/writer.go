package visible

import (
	"bytes"
	"io"
	"sync"
)

// Writer passes a log or a report on and breaks up what would command the CI
// system that reads it, whoever wrote it there: the last guard behind Line. The
// escapes that it puts in ("#\u0023vso[") mean the same text in JSON.
//
// It holds back the few characters that may begin a command until it sees how
// they go on; Flush passes them on. A Writer is safe for concurrent use.
type Writer struct {
	w    io.Writer
	mu   sync.Mutex
	held []byte
	out  []byte
	// inLine is set once a line has begun with something visible in ASCII. White
	// space of other scripts begins no line, as a GitHub runner has it.
	inLine bool
	err    error
}

// NewWriter returns a Writer to w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Unwrap returns what w writes to.
func (w *Writer) Unwrap() io.Writer { return w.w }

// Write implements io.Writer.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.out = w.out[:0]
	slow := 0 // bytes that are not looked over again
	for rest := p; len(rest) > 0; {
		if len(w.held) == 0 && slow <= 0 {
			n := harmless(rest)
			w.copy(rest[:n])
			rest, slow = rest[n:], 4096
			continue
		}
		w.next(rest[0])
		rest, slow = rest[1:], slow-1
	}
	if err := w.pass(); err != nil {
		return 0, err
	}
	return len(p), nil
}

// harmless is how many bytes p begins with among which no command begins. Nearly
// always that is all of p, and much faster found than byte by byte.
func harmless(p []byte) int {
	n := len(p)
	for _, pair := range []string{"##", "::"} {
		if i := bytes.Index(p[:n], []byte(pair)); i >= 0 {
			n = i
		}
	}
	if n > 0 && n == len(p) && (p[n-1] == '#' || p[n-1] == ':') {
		n-- // it may go on in what is written next
	}
	return n
}

// copy takes bytes among which no command begins.
func (w *Writer) copy(p []byte) {
	w.out = append(w.out, p...)
	if end := bytes.LastIndexAny(p, "\r\n"); end >= 0 {
		w.inLine, p = false, p[end+1:]
	}
	for i := 0; i < len(p) && !w.inLine; i++ {
		w.inLine = p[i] > ' ' && p[i] < 0x80
	}
}

// pass writes what is ready.
func (w *Writer) pass() error {
	if w.err == nil && len(w.out) > 0 {
		_, w.err = w.w.Write(w.out)
	}
	return w.err
}

// Err is the first error of what w writes to; nothing is written after it.
func (w *Writer) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// Flush passes on what is held back.
func (w *Writer) Flush() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.out = w.out[:0]
	w.release()
	return w.pass()
}

func (w *Writer) release() {
	w.out = append(w.out, w.held...)
	w.held = w.held[:0]
}

// next takes one byte.
func (w *Writer) next(b byte) {
	switch n := len(w.held); {
	case n == 0:
	case n == 1 && b == w.held[0]:
		if b == '#' {
			w.held = append(w.held, b)
		} else {
			w.held = w.held[:0]
			w.out = append(w.out, `:\u003a`...)
		}
		return
	case n >= 2 && b == '[':
		w.out = append(w.out, `#\u0023`...)
		w.out = append(w.out, w.held[2:]...)
		w.out = append(w.out, b)
		w.held = w.held[:0]
		return
	case n == 2 && b == '#': // "###[" is a command too
		w.out = append(w.out, b)
		return
	case n >= 2 && isCommandName(b) && n < longestCommand:
		w.held = append(w.held, b)
		return
	default:
		w.release()
	}
	w.begin(b)
}

// longestCommand bounds what is held back; no system knows a longer prefix.
const longestCommand = 64

func isCommandName(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '.' || b == '_' || b == '-'
}

// begin takes a byte that goes on with nothing that is held back.
func (w *Writer) begin(b byte) {
	switch {
	case b == '#' || b == ':' && !w.inLine:
		w.held = append(w.held, b)
		w.inLine = true
		return
	case b == '\n' || b == '\r':
		w.inLine = false
	case b > ' ' && b < 0x80:
		w.inLine = true
	}
	w.out = append(w.out, b)
}
