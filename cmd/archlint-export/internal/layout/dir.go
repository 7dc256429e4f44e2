// Package layout keeps an export directory: where files stand, how they are
// written whole or not at all, what of an earlier run is still good, and the
// manifest that says what the directory holds.
package layout

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"archlint/analyzer/source"
)

// stateDir holds the lock, the journal and temporary files while an export
// runs. It is gone when one has ended by itself.
const stateDir = ".archlint-export"

// Dir is an export directory, held by one process. Paths are relative, with
// slashes; links that lead out of the directory are not followed.
type Dir struct {
	root    *os.Root
	unlock  func()
	mu      sync.Mutex // guards journal
	journal *os.File
}

// ErrBusy says that another export runs in the directory.
var ErrBusy = errors.New("another archlint-export is at work in this directory")

// Open makes the directory if need be and takes it for this process. What a
// killed run left half written is removed.
func Open(ctx context.Context, dir string) (*Dir, error) {
	if err := os.MkdirAll(filepath.Join(dir, stateDir), 0o777); err != nil {
		return nil, err
	}
	unlock, err := lock(ctx, filepath.Join(dir, stateDir, "lock"))
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		unlock()
		return nil, err
	}
	d := &Dir{root: root, unlock: unlock}
	if err := d.prepare(); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// lock takes the lock or gives up soon: waiting for a run of hours is of no use.
func lock(ctx context.Context, name string) (func(), error) {
	type result struct {
		unlock func()
		err    error
	}
	got := make(chan result, 1)
	go func() {
		unlock, err := lockedfile.MutexAt(name).Lock()
		got <- result{unlock, err}
	}()
	release := func() {
		go func() {
			if r := <-got; r.err == nil {
				r.unlock()
			}
		}()
	}
	select {
	case r := <-got:
		return r.unlock, r.err
	case <-ctx.Done():
		release()
		return nil, ctx.Err()
	case <-time.After(2 * time.Second):
		release()
		return nil, ErrBusy
	}
}

// prepare keeps the state out of Git and sweeps temporary files.
func (d *Dir) prepare() error {
	if err := d.root.WriteFile(path.Join(stateDir, ".gitignore"), []byte("*\n"), 0o666); err != nil {
		return err
	}
	left, err := fs.Glob(d.root.FS(), stateDir+"/tmp-*")
	if err != nil {
		return err
	}
	for _, name := range left {
		if err := d.root.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

// Close releases the directory. The journal stays for the next run.
func (d *Dir) Close() error {
	var errs []error
	if d.journal != nil {
		errs = append(errs, d.journal.Close())
		d.journal = nil
	}
	errs = append(errs, d.root.Close())
	d.unlock()
	return errors.Join(errs...)
}

// Finish releases the directory and removes the state: everything the journal
// knew stands in the manifest and the indexes now.
func (d *Dir) Finish() error {
	name := d.root.Name()
	if err := d.Close(); err != nil {
		return err
	}
	return os.RemoveAll(filepath.Join(name, stateDir))
}

// Write puts a file there, whole or not at all: it is written beside, brought
// to the disk, and renamed. One that holds the same already is left alone. It
// returns the SHA-256 of the data.
func (d *Dir) Write(name string, data []byte) (string, error) {
	sum := Sum(data)
	if d.Holds(name, sum) {
		return sum, nil
	}
	if err := d.root.MkdirAll(path.Dir(name), 0o777); err != nil {
		return "", err
	}
	temp := path.Join(stateDir, "tmp-"+rand.Text())
	if err := d.writeThrough(temp, data); err != nil {
		return "", errors.Join(fmt.Errorf("%s: %w", name, err), ignoreMissing(d.root.Remove(temp)))
	}
	if err := d.root.Rename(temp, name); err != nil {
		return "", errors.Join(fmt.Errorf("%s: %w", name, err), ignoreMissing(d.root.Remove(temp)))
	}
	return sum, nil
}

func (d *Dir) writeThrough(name string, data []byte) error {
	file, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// maxFile bounds a file of an export, in bytes.
const maxFile = 256 << 20

// Read returns the content of a regular file. An export may come from elsewhere,
// by Git for example: what is no file, or is too large, is none that was written
// here.
func (d *Dir) Read(name string) ([]byte, error) {
	info, err := d.root.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "read", Path: name, Err: source.ErrNotRegular}
	case info.Size() > maxFile:
		return nil, &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("larger than the limit of %s", source.Size(maxFile))}
	}
	return d.root.ReadFile(name)
}

// Remove deletes a file that an earlier run wrote, and its directory when that
// is empty. A file that is not there is no error.
func (d *Dir) Remove(name string) error {
	if err := ignoreMissing(d.root.Remove(name)); err != nil {
		return err
	}
	if dir := path.Dir(name); dir != "." {
		if entries, err := fs.ReadDir(d.root.FS(), dir); err == nil && len(entries) == 0 {
			return ignoreMissing(d.root.Remove(dir))
		}
	}
	return nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Holds reports whether a file is there with that SHA-256.
func (d *Dir) Holds(name, sum string) bool {
	if name == "" || sum == "" {
		return false
	}
	data, err := d.Read(name)
	return err == nil && Sum(data) == sum
}

// Sum is the SHA-256 of data in hexadecimal.
func Sum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// List returns the files of a directory, sorted; none when it is not there.
func (d *Dir) List(dir string) ([]string, error) {
	entries, err := fs.ReadDir(d.root.FS(), dir)
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() {
			names = append(names, path.Join(dir, e.Name()))
		}
	}
	return names, ignoreMissing(err)
}
