package export

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"archlint/analyzer/source"
)

// archive is a kind of archive, by its first bytes.
type archive int

const (
	noArchive archive = iota
	zipArchive
	tarArchive // tar in gzip
)

func archiveKind(in input) (archive, error) {
	file, err := in.open()
	if err != nil {
		return noArchive, err
	}
	defer file.Close()
	magic := make([]byte, 4)
	n, err := io.ReadFull(file, magic)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return noArchive, err
	}
	return kindOf(magic[:n]), nil
}

// kindOf tells an archive by its first bytes.
func kindOf(magic []byte) archive {
	switch {
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")), bytes.HasPrefix(magic, []byte("PK\x05\x06")):
		return zipArchive
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		return tarArchive
	default:
		return noArchive
	}
}

// errUnpacked says that an archive unpacks to more than allowed. It ends the
// reading of that archive.
var errUnpacked = errors.New("the archive unpacks to more than the limit")

// errBroken says that an archive cannot be read on. What stands before the
// fault can be read.
var errBroken = errors.New("broken tar archive")

// budget counts what an archive unpacks to.
type budget struct {
	left  int64
	limit int64
}

func newBudget(limit int64) *budget { return &budget{left: limit, limit: limit} }

func (b *budget) reader(r io.Reader) io.Reader { return &budgetReader{r, b} }

type budgetReader struct {
	io.Reader
	budget *budget
}

// Read implements io.Reader.
func (b *budgetReader) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	b.budget.left -= int64(n)
	if b.budget.left < 0 {
		return n, fmt.Errorf("%w of %s", errUnpacked, source.Size(b.budget.limit))
	}
	return n, err
}

// member is an entry of an archive: a regular file with a safe name.
type member struct {
	name string
	size int64
	open func() (io.ReadCloser, error)
}

// safeName returns the cleaned name of an entry, or an error for names that
// would lead out of the directory it is unpacked to.
func safeName(name string) (string, error) {
	name = strings.ReplaceAll(name, `\`, "/")
	if strings.HasPrefix(name, "/") || (len(name) > 1 && name[1] == ':') {
		return "", fmt.Errorf("entry %q has an absolute name", name)
	}
	if slices.Contains(strings.Split(name, "/"), "..") {
		return "", fmt.Errorf("entry %q leads out of the archive", name)
	}
	return path.Clean(name), nil
}

// isSkipped reports whether an entry stands in a directory that is not entered.
func isSkipped(name string) bool {
	dirs := strings.Split(path.Dir(name), "/")
	return slices.ContainsFunc(dirs, func(dir string) bool { return skipped[dir] })
}

// exportRoots finds the export directories among the names of an archive.
func exportRoots(names []string) map[string]bool {
	roots := map[string]bool{}
	for _, name := range names {
		if path.Base(name) == InfoName {
			roots[path.Dir(name)] = true
		}
	}
	return roots
}

// placeIn returns where an entry stands, given the roots of its archive: in the
// innermost that holds it.
func placeIn(archive, name string, roots map[string]bool) place {
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		switch {
		case roots[dir] && dir == ".":
			return place{root: archive, in: true, path: name}
		case roots[dir]:
			return place{root: path.Join(archive, dir), in: true, path: strings.TrimPrefix(name, dir+"/")}
		case dir == ".":
			return place{}
		}
	}
}

// entryOf reads one entry of an archive. It returns an error when the archive
// must not be read on.
func (r *run) entryOf(archive string, m member, roots map[string]bool) (more bool, err error) {
	var overrun error
	open := func() (io.ReadCloser, error) {
		file, err := m.open()
		if err != nil {
			return nil, err
		}
		return &watched{file, &overrun}, nil
	}
	more = r.document(input{
		name:  path.Join(archive, m.name),
		size:  m.size,
		open:  open,
		place: placeIn(archive, m.name, roots),
	})
	return more, overrun
}

// watched remembers that the archive's budget ran out while it was read.
type watched struct {
	io.ReadCloser
	overrun *error
}

// Read implements io.Reader.
func (w *watched) Read(p []byte) (int, error) {
	n, err := w.ReadCloser.Read(p)
	if errors.Is(err, errUnpacked) {
		*w.overrun = err
	}
	return n, err
}

// zipFile reads a .zip file in the order of its entries' names.
func (r *run) zipFile(name, file string, size int64) bool {
	f, err := source.Open(file)
	if err != nil {
		return r.fail(name, readError(err))
	}
	defer f.Close()
	z, err := zip.NewReader(f, size)
	if err != nil {
		return r.fail(name, fmt.Errorf("broken zip archive: %w", err))
	}
	if len(z.File) > r.opts.MaxEntries {
		return r.fail(name, fmt.Errorf("the archive holds %d entries, more than the limit of %d", len(z.File), r.opts.MaxEntries))
	}
	members, more := r.zipMembers(name, z)
	if !more {
		return false
	}
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.name
	}
	roots := exportRoots(names)
	for _, m := range members {
		if more, err := r.entryOf(name, m, roots); !more || err != nil {
			return more
		}
	}
	return true
}

// zipMembers lists the files of an archive and reports those with bad names.
func (r *run) zipMembers(archive string, z *zip.Reader) (members []member, more bool) {
	budget := newBudget(r.opts.MaxUnpackedBytes)
	for _, f := range z.File {
		name, err := safeName(f.Name)
		if err != nil {
			if !r.fail(archive, err) {
				return nil, false
			}
			continue
		}
		if !f.Mode().IsRegular() || isSkipped(name) {
			continue
		}
		members = append(members, member{name: name, size: int64(f.UncompressedSize64), open: func() (io.ReadCloser, error) {
			rc, err := f.Open()
			if err != nil {
				return nil, err
			}
			return readCloser{budget.reader(rc), rc}, nil
		}})
	}
	slices.SortStableFunc(members, func(a, b member) int { return cmp.Compare(a.name, b.name) })
	return members, true
}

type readCloser struct {
	io.Reader
	io.Closer
}

// tarFile reads a .tar.gz file in its own order: once for the names, so that
// an export directory is known as one, and once for the texts.
func (r *run) tarFile(in input) bool {
	var names []string
	more, err := r.tarPass(in, func(name string, _ int64, _ io.Reader) (bool, error) {
		names = append(names, name)
		return true, nil
	}, false)
	if err != nil && !errors.Is(err, errBroken) && more {
		return r.fail(in.name, err)
	}
	if !more {
		return false
	}
	roots := exportRoots(names)
	// The error of a broken archive comes again, after what stands before it.
	more, err = r.tarPass(in, func(name string, size int64, text io.Reader) (bool, error) {
		open := func() (io.ReadCloser, error) { return io.NopCloser(text), nil }
		return r.entryOf(in.name, member{name: name, size: size, open: open}, roots)
	}, true)
	if err != nil && more {
		return r.fail(in.name, err)
	}
	return more
}

// tarPass calls visit for every regular file of the archive, within the limits.
func (r *run) tarPass(in input, visit func(name string, size int64, text io.Reader) (bool, error), tell bool) (bool, error) {
	file, err := in.open()
	if err != nil {
		return true, readError(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return true, fmt.Errorf("broken gzip archive: %w", err)
	}
	archive := tar.NewReader(newBudget(r.opts.MaxUnpackedBytes).reader(unzipped))
	for entries := 0; ; entries++ {
		header, err := archive.Next()
		switch {
		case err == io.EOF:
			return true, nil
		case errors.Is(err, errUnpacked):
			return true, err
		case err != nil:
			return true, fmt.Errorf("%w: %w", errBroken, err)
		case entries >= r.opts.MaxEntries:
			return true, fmt.Errorf("the archive holds more entries than the limit of %d", r.opts.MaxEntries)
		case r.done():
			return false, nil
		}
		if more, err := r.tarEntry(in.name, header, archive, visit, tell); !more || err != nil {
			return more, err
		}
	}
}

func (r *run) tarEntry(archive string, header *tar.Header, text io.Reader, visit func(string, int64, io.Reader) (bool, error),
	tell bool) (bool, error) {
	if header.Typeflag != tar.TypeReg {
		return true, nil
	}
	name, err := safeName(header.Name)
	if err != nil {
		return !tell || r.fail(archive, err), nil
	}
	if isSkipped(name) {
		return true, nil
	}
	return visit(name, header.Size, text)
}
