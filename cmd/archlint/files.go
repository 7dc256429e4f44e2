package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// file is a name and the text that belongs in it.
type file struct {
	name string
	text []byte
}

// drafts are files written beside their targets and not yet in their places. They
// are safe for concurrent use: an interrupt takes them away while one is written.
type drafts struct {
	mu   sync.Mutex
	list []draft
	over bool // interrupted: nothing is begun or placed any more
}

type draft struct {
	temp, target string
	mode         fs.FileMode // of the file that is replaced, 0 for none
}

// errInterrupted is the error of a file that an interrupt kept from its place.
var errInterrupted = errors.New("interrupted")

// writeFiles writes all files or none.
func writeFiles(ctx context.Context, files []file) error {
	var d drafts
	return d.whileRunning(ctx, func() error {
		for _, f := range files {
			if err := d.addText(f); err != nil {
				return unwritable(err)
			}
		}
		return unwritable(d.place())
	})
}

// unwritable is the error of a file that cannot be written, which ends the program
// with exitTrouble.
func unwritable(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{code: exitTrouble, err: err}
}

// deliver puts a result in the file of that name, or on stdout.
func (a *app) deliver(ctx context.Context, name string, text []byte) error {
	if name != "" {
		return writeFiles(ctx, []file{{name, text}})
	}
	_, err := a.stdout.Write(text)
	return unwritable(err)
}

// grace is how long an interrupted writer may take to clean up after itself: one
// that waits for the reader of a pipe would never end.
const grace = 2 * time.Second

// whileRunning lets work make drafts and place them. When it ends, also by an
// interrupt, no draft is left.
func (d *drafts) whileRunning(ctx context.Context, work func() error) error {
	done := make(chan error, 1)
	go func() { done <- work() }()
	defer d.discard()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	d.discard()
	select {
	case <-done:
	case <-time.After(grace):
	}
	return ctx.Err()
}

// addText is add for a text that is at hand.
func (d *drafts) addText(f file) error {
	return d.add(f.name, func(w io.Writer) error {
		_, err := w.Write(f.text)
		return err
	})
}

// add writes a draft of a file. What is no regular file (a pipe, a device) has
// no draft and is written as it is. A draft that fails is taken away.
func (d *drafts) add(name string, write func(io.Writer) error) error {
	target := linkTarget(name)
	one := draft{target: target}
	if info, err := os.Stat(target); err == nil && !info.Mode().IsRegular() {
		return writeThrough(name, target, info, write)
	} else if err == nil {
		one.mode = info.Mode().Perm()
	}
	temp, err := d.begin(&one)
	if err != nil {
		return named(err, name)
	}
	if err := errors.Join(buffered(temp, write), temp.Close()); err != nil {
		d.drop(one)
		return named(err, name)
	}
	return nil
}

// linkTarget is where a name leads, through links to what is there and to what is
// not yet.
func linkTarget(name string) string {
	for range 40 { // as many as Linux follows
		to, err := os.Readlink(name)
		if err != nil {
			break
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(name), to)
		}
		name = to
	}
	return name
}

// writeThrough writes to a pipe or a device.
func writeThrough(name, target string, info fs.FileInfo, write func(io.Writer) error) error {
	if info.IsDir() {
		return &os.PathError{Op: "write", Path: name, Err: errors.New("is a directory")}
	}
	f, err := os.OpenFile(target, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	return errors.Join(buffered(f, write), f.Close())
}

// begin makes the empty draft of a target, with the mode of the file that it is
// to replace.
func (d *drafts) begin(one *draft) (*os.File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.over {
		return nil, errInterrupted
	}
	temp, err := createBeside(one.target)
	if err != nil {
		return nil, err
	}
	one.temp = temp.Name()
	d.list = append(d.list, *one)
	if one.mode != 0 {
		if err := os.Chmod(one.temp, one.mode); err != nil {
			return nil, errors.Join(err, temp.Close())
		}
	}
	return temp, nil
}

// drop takes one draft away.
func (d *drafts) drop(one draft) {
	d.mu.Lock()
	defer d.mu.Unlock()
	_ = os.Remove(one.temp)
	d.list = slices.DeleteFunc(d.list, func(other draft) bool { return other == one })
}

// place puts the drafts in their places: all, or those that can be.
func (d *drafts) place() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.over {
		return errInterrupted
	}
	var errs []error
	for _, one := range d.list {
		if err := os.Rename(one.temp, one.target); err != nil {
			errs = append(errs, err, os.Remove(one.temp))
		}
	}
	d.list = nil
	return errors.Join(errs...)
}

// discard takes away the drafts that are not in their places, and lets no other
// be made.
func (d *drafts) discard() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.over = true
	for _, one := range d.list {
		_ = os.Remove(one.temp)
	}
	d.list = nil
}

// bufferSize is how much of a report is written at a time. The report itself is
// as large as the export it tells of, and never at hand as a whole.
const bufferSize = 1 << 16

// buffered lets write into w.
func buffered(w io.Writer, write func(io.Writer) error) error {
	buf := bufio.NewWriterSize(w, bufferSize)
	if err := write(buf); err != nil {
		return err
	}
	return buf.Flush()
}

// createBeside makes a new file in target's directory, with the permissions
// that a plain new file would get (os.CreateTemp gives narrower ones).
func createBeside(target string) (*os.File, error) {
	probe, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+".*")
	if err != nil {
		return nil, err
	}
	name := probe.Name()
	if err := errors.Join(probe.Close(), os.Remove(name)); err != nil {
		return nil, err
	}
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

// named is err about the file that a user knows, not about its draft.
func named(err error, name string) error {
	if path := (*os.PathError)(nil); errors.As(err, &path) {
		return &os.PathError{Op: "write", Path: name, Err: path.Err}
	}
	return err
}
