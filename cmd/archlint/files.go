package main

import (
	"errors"
	"os"
	"path/filepath"
)

// draft is a file written beside its target and not yet in its place.
type draft struct{ temp, target string }

// file is a name and the text that belongs in it.
type file struct {
	name string
	text []byte
}

// writeFiles writes all files or none: each goes to a draft beside its target
// first, and the drafts take their places when all are complete.
func writeFiles(files []file) error {
	var drafts []draft
	defer func() {
		for _, d := range drafts {
			_ = os.Remove(d.temp) // gone already where all went well
		}
	}()
	for _, f := range files {
		d, err := writeDraft(f)
		if err != nil {
			return err
		}
		if d.temp != "" {
			drafts = append(drafts, d)
		}
	}
	for _, d := range drafts {
		if err := os.Rename(d.temp, d.target); err != nil {
			return err
		}
	}
	return nil
}

// deliver puts a result in the file of that name, or on stdout.
func (a *app) deliver(name string, text []byte) error {
	if name != "" {
		return writeFiles([]file{{name, text}})
	}
	_, err := a.stdout.Write(text)
	return err
}

// writeDraft writes f beside its target. What is no regular file (a pipe, a
// device) has no draft and is written as it is.
func writeDraft(f file) (draft, error) {
	target := f.name
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real
	}
	if info, err := os.Stat(target); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return draft{}, &os.PathError{Op: "write", Path: f.name, Err: errors.New("is a directory")}
		}
		return draft{}, writeThrough(target, f.text)
	}
	temp, err := createBeside(target)
	if err != nil {
		return draft{}, named(err, f.name)
	}
	_, err = temp.Write(f.text)
	if err = errors.Join(err, temp.Close()); err != nil {
		_ = os.Remove(temp.Name())
		return draft{}, named(err, f.name)
	}
	return draft{temp.Name(), target}, nil
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

func writeThrough(name string, text []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}
