package export

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"archlint/analyzer/source"
)

// skipped are directories that hold no sources of their own: version control,
// installed packages, provider caches.
var skipped = map[string]bool{".git": true, "node_modules": true, ".terraform": true}

// directory reads a directory in the order of names. Links that stay in the
// directory that is walked are followed; every directory and file behind them is
// read once, so that loops end. A link that leads out of it may come from
// somebody who may not read what it leads to: a pull request. real is the
// directory's path with all links followed.
func (r *run) directory(dir, real string, p place) bool {
	if !r.first(real) {
		return true
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !r.fail(r.name(dir), readError(err)) {
		return false
	}
	for _, entry := range entries {
		if entry.Name() == InfoName && entry.Type().IsRegular() {
			p = place{root: r.name(dir), in: true}
		}
	}
	for _, entry := range entries {
		e := dirEntry{
			file:  filepath.Join(dir, entry.Name()),
			real:  filepath.Join(real, entry.Name()),
			place: p.join(entry.Name()),
		}
		if !r.entry(e, entry) {
			return false
		}
	}
	return true
}

// dirEntry is an entry of a directory with its paths.
type dirEntry struct {
	file, real string
	place      place
}

// entry reads one entry of a directory.
func (r *run) entry(e dirEntry, entry fs.DirEntry) bool {
	info, err := entry.Info()
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		e.real = realPath(e.file)
		info, err = os.Stat(e.file)
		if err == nil && !r.opts.FollowLinks && !source.Inside(e.real, r.walked) {
			return r.yield(&Document{File: source.NewFile(r.name(e.file), nil), Format: Link})
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true // gone meanwhile, or a link to nothing
	case err != nil:
		return r.fail(r.name(e.file), readError(err))
	case info.IsDir():
		return skipped[entry.Name()] || r.directory(e.file, e.real, e.place)
	case !info.Mode().IsRegular() || !r.first(e.real):
		return true
	default:
		return r.document(input{name: r.name(e.file), size: info.Size(), open: opener(e.file), place: e.place})
	}
}
