package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// file is a name and the text that belongs in it.
type file struct {
	name string
	text []byte
}

// drafts are files written beside their targets and not yet in their places.
type drafts []draft

type draft struct{ temp, target string }

// writeFiles writes all files or none.
func writeFiles(files []file) error {
	var d drafts
	defer d.discard()
	for _, f := range files {
		if err := d.addText(f); err != nil {
			return err
		}
	}
	return d.place()
}

// deliver puts a result in the file of that name, or on stdout.
func (a *app) deliver(name string, text []byte) error {
	if name != "" {
		return writeFiles([]file{{name, text}})
	}
	_, err := a.stdout.Write(text)
	return err
}

// addText is add for a text that is at hand.
func (d *drafts) addText(f file) error {
	return d.add(f.name, func(w io.Writer) error {
		_, err := w.Write(f.text)
		return err
	})
}

// add writes a draft of a file. What is no regular file (a pipe, a device) has
// no draft and is written as it is.
func (d *drafts) add(name string, write func(io.Writer) error) error {
	target := name
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real
	}
	if info, err := os.Stat(target); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return &os.PathError{Op: "write", Path: name, Err: errors.New("is a directory")}
		}
		f, err := os.OpenFile(target, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			return err
		}
		return errors.Join(buffered(f, write), f.Close())
	}
	temp, err := createBeside(target)
	if err != nil {
		return named(err, name)
	}
	*d = append(*d, draft{temp.Name(), target})
	return named(errors.Join(buffered(temp, write), temp.Close()), name)
}

// place puts the drafts in their places.
func (d *drafts) place() error {
	for _, one := range *d {
		if err := os.Rename(one.temp, one.target); err != nil {
			return err
		}
	}
	return nil
}

// discard takes away the drafts that are not in their places.
func (d *drafts) discard() {
	for _, one := range *d {
		_ = os.Remove(one.temp) // gone already where all went well
	}
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
