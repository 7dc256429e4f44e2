package intake

import (
	"bytes"
	"compress/flate"
	"io"
	"os"
	"path/filepath"
	"sync"

	"archlint/analyzer/export"
	"archlint/analyzer/flow/platform"
	"archlint/analyzer/source"
)

// Files gives lines of the files that findings may stand in. What can be read
// again from disk is not held in memory, and the rest, which mostly comes from
// archives, is held compressed; excerpts come by file, so that the last one
// opened again serves most of them.
type Files struct {
	mu      sync.Mutex
	held    map[string][]byte // compressed: archives' entries, standard input
	disk    map[string]export.Format
	last    string // the file whose lines are at hand
	lines   *source.Lines
	room    bytes.Buffer // of the file read last
	writers sync.Pool    // of *flate.Writer, which are large
}

func newFiles() *Files {
	return &Files{held: make(map[string][]byte), disk: make(map[string]export.Format)}
}

func (f *Files) add(doc *export.Document) {
	name := doc.File.Name
	if info, err := os.Stat(filepath.FromSlash(name)); err == nil && info.Mode().IsRegular() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.disk[name] = doc.Format
		return
	}
	file := doc.File
	if doc.Format == export.I3 {
		file = unwrapped(file)
	}
	packed := f.pack(file.Text)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.held[name] = packed
}

// pack compresses a text. Writing to memory cannot fail.
func (f *Files) pack(text []byte) []byte {
	var out bytes.Buffer
	w, ok := f.writers.Get().(*flate.Writer)
	if ok {
		w.Reset(&out)
	} else {
		w, _ = flate.NewWriter(&out, flate.BestSpeed) // fails for unknown levels only
	}
	defer f.writers.Put(w)
	_, _ = w.Write(text)
	_ = w.Close()
	return bytes.Clone(out.Bytes()) // without the room that the buffer grew to
}

// unpacked is the text of a file that is held; one that is not has none.
func unpacked(packed []byte) []byte {
	text, _ := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	return text
}

// unwrapped is the text of an .i3* file, in which positions count.
func unwrapped(file *source.File) *source.File {
	if text, err := platform.UnwrapI3(file, 0); err == nil {
		return text
	}
	return file
}

// SourceLine returns the 1-based line of a file named as in the findings.
func (f *Files) SourceLine(name string, line int) (string, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lines == nil || f.last != name {
		f.last, f.lines = name, source.NewLines(f.text(name))
	}
	text := f.lines.Line(line)
	return text, text != ""
}

// text is the text of a file once more; one that is gone has none.
func (f *Files) text(name string) []byte {
	format, ok := f.disk[name]
	if !ok {
		return unpacked(f.held[name])
	}
	text := f.again(name)
	if format == export.I3 {
		return unwrapped(source.NewFile(name, text)).Text
	}
	return text
}

// again reads a file from disk. The text is valid until the next one is read.
func (f *Files) again(name string) []byte {
	file, err := source.Open(filepath.FromSlash(name))
	if err != nil {
		return nil
	}
	defer file.Close()
	f.room.Reset()
	if _, err := f.room.ReadFrom(io.LimitReader(file, export.DefaultMaxFileBytes)); err != nil {
		return nil
	}
	return f.room.Bytes()
}
