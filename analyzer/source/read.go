package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// ErrNotRegular is the error of a path that is no regular file. What is none may
// have no end (a device) or no beginning (a pipe that nobody writes to).
var ErrNotRegular = errors.New("not a regular file")

// Open opens a regular file for reading, and no other: it neither waits for the
// writer of a pipe nor begins to read a device.
func Open(name string) (*os.File, error) {
	if info, err := os.Stat(name); err == nil { // else opening it says why
		if err := regular(name, info); err != nil {
			return nil, err
		}
	}
	// The file may be another one by now: not to block keeps a pipe from waiting.
	file, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil {
		err = regular(name, info)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

func regular(name string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return &fs.PathError{Op: "open", Path: name, Err: errors.New("is a directory")}
	case !info.Mode().IsRegular():
		return &fs.PathError{Op: "open", Path: name, Err: fmt.Errorf("%w: %s", ErrNotRegular, kindOf(info.Mode()))}
	}
	return nil
}

// kindOf says what a file is that is no regular one.
func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a pipe"
	case mode&fs.ModeDevice != 0:
		return "a device"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	}
	return "of another kind"
}

// ReadFile reads a regular file of at most most bytes. It is for every file that
// a command line, a configuration or an export names: whoever wrote the name may
// not be whoever runs the program.
func ReadFile(name string, most int64) ([]byte, error) {
	file, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, most+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(text)) > most:
		return nil, &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("larger than the limit of %s", Size(most))}
	}
	return text, nil
}

// Inside reports whether a path is dir or lies below it. Both are without links,
// and both absolute or both relative to the same directory.
func Inside(path, dir string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}

// Size prints a number of bytes for people.
func Size(n int64) string {
	switch {
	case n >= 10<<20:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 10<<10:
		return fmt.Sprintf("%d KiB", n>>10)
	default:
		return fmt.Sprintf("%d bytes", n)
	}
}
