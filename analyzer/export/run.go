package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"archlint/analyzer/source"
)

// run is one reading of the paths.
type run struct {
	ctx   context.Context
	opts  Options
	yield func(*Document) bool
	base  string          // absolute directory that names are relative to
	seen  map[string]bool // real paths that were read already
	head  []byte          // the beginning of the input at hand
	// walked is the directory that is walked, with all links followed.
	walked string
}

func newRun(ctx context.Context, opts Options, yield func(*Document) bool) *run {
	base := opts.WorkDir
	if abs, err := filepath.Abs(base); err == nil {
		base = abs
	}
	return &run{ctx: ctx, opts: opts, yield: yield, base: base, seen: map[string]bool{}, head: make([]byte, headBytes)}
}

// input is something to be read: where it is, what it is called, and the
// export directory around it.
type input struct {
	name string // as shown to users
	size int64  // -1 when not known beforehand
	open func() (io.ReadCloser, error)
	// asked is set when the user named this very file.
	asked bool
	// stdin is set for standard input, whose name says nothing.
	stdin bool
	place place
}

// place is where an input stands in an export directory, if in any.
type place struct {
	root string // name of the export directory
	in   bool
	path string // path in there, with slashes
}

func (p place) join(name string) place {
	p.path = path.Join(p.path, name)
	return p
}

// name returns how a path is shown: relative to the base, with slashes.
func (r *run) name(file string) string {
	if abs, err := filepath.Abs(file); err == nil {
		if rel, err := filepath.Rel(r.base, abs); err == nil {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.ToSlash(filepath.Clean(file))
}

// path reads one path of the command line. It returns false when the caller
// wants no more.
func (r *run) path(arg string) bool {
	if arg == "-" {
		return r.stdin()
	}
	if tree, ok := r.opts.Trees[arg]; ok {
		return r.tree(arg, tree)
	}
	info, err := os.Stat(arg)
	if err != nil {
		return r.fail(r.name(arg), readError(err))
	}
	real := realPath(arg)
	if info.IsDir() {
		r.walked = real
		return r.directory(arg, real, place{})
	}
	if !r.first(real) {
		return true
	}
	if !info.Mode().IsRegular() {
		_, err := source.Open(arg)
		return r.fail(r.name(arg), fmt.Errorf("%w; give - to read one flow from standard input", readError(err)))
	}
	return r.file(arg, info.Size())
}

// file reads a file that the user named: an archive or a document.
func (r *run) file(file string, size int64) bool {
	in := input{name: r.name(file), size: size, asked: true, open: opener(file)}
	kind, err := archiveKind(in)
	if err != nil {
		return r.fail(in.name, readError(err))
	}
	switch kind {
	case zipArchive:
		return r.zipFile(in.name, file, size)
	case tarArchive:
		return r.tarFile(in)
	default:
		return r.document(in)
	}
}

func opener(file string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return source.Open(file) }
}

// realPath returns the absolute path of a file with all links followed.
func realPath(file string) string {
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	}
	if abs, err := filepath.Abs(file); err == nil {
		file = abs
	}
	return file
}

// first reports whether the file of that real path has not been read yet.
func (r *run) first(real string) bool {
	if r.seen[real] {
		return false
	}
	r.seen[real] = true
	return true
}

// fail gives a document that is only an error.
func (r *run) fail(name string, err error) bool {
	return r.yield(&Document{
		File:   source.NewFile(name, nil),
		Format: Other,
		Err:    &readFailure{name: name, err: err},
	})
}

// readFailure is an error of one input, with its name before it.
type readFailure struct {
	name string
	err  error
}

func (e *readFailure) Error() string { return e.name + ": " + e.err.Error() }
func (e *readFailure) Unwrap() error { return e.err }

// readError drops the operation and path that the system adds: the path may be
// absolute, and the name stands before the message anyway.
func readError(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

// stdin reads the document on standard input.
func (r *run) stdin() bool {
	if r.opts.Stdin == nil {
		return r.fail(r.opts.StdinName, errors.New("standard input is not available"))
	}
	return r.document(input{
		name:  r.opts.StdinName,
		size:  -1,
		asked: true,
		stdin: true,
		open:  func() (io.ReadCloser, error) { return io.NopCloser(r.opts.Stdin), nil },
	})
}

// done reports whether the context has ended, and tells so.
func (r *run) done() bool {
	err := r.ctx.Err()
	if err != nil {
		r.yield(&Document{File: source.NewFile("", nil), Format: Other, Err: fmt.Errorf("reading was stopped: %w", err)})
	}
	return err != nil
}
