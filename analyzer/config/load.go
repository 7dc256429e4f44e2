package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"archlint/analyzer/source"
)

const (
	// maxExtends is how many files may build on one another.
	maxExtends = 8
	// maxLayers is how many files a configuration may be put together from.
	maxLayers = 64
	// maxFile bounds a file, in bytes; maxText all files together.
	maxFile = 16 << 20
	maxText = 32 << 20
)

// Find returns the configuration file of dir: FileName there or in the nearest
// directory above. It is "" where there is none.
func Find(dir string) (string, error) {
	for at := dir; ; at = filepath.Join(at, "..") {
		name := filepath.Join(at, FileName)
		info, err := os.Stat(name)
		switch {
		case err == nil && !info.IsDir():
			return filepath.ToSlash(name), nil
		case err != nil && !errors.Is(err, os.ErrNotExist):
			return "", fmt.Errorf("configuration: %w", err)
		}
		full, err := filepath.Abs(at)
		if err != nil {
			return "", fmt.Errorf("configuration: %w", err)
		}
		if filepath.Dir(full) == full {
			return "", nil
		}
	}
}

// Load reads a configuration file and those it builds on. The error is Errors
// where a file says something wrong.
func Load(name string) (*Config, error) {
	l := &loader{}
	all := l.file(filepath.ToSlash(name), nil)
	if len(l.errs) > 0 {
		return nil, l.errs
	}
	c := &Config{Files: l.files, files: all.says, over: newObject(Origin{}), dir: filepath.Dir(name)}
	if errs := c.together(); len(errs) > 0 {
		return nil, errs
	}
	c.decode()
	return c, nil
}

// LoadProfile reads a traffic profile from a file of its own.
func LoadProfile(name string) (*Profile, error) {
	l := &loader{}
	v := l.profile(name, Origin{})
	if len(l.errs) > 0 {
		return nil, l.errs
	}
	return profileOf(v), nil
}

// loader reads files, and those that they name. Each is read once, however often
// it is named.
type loader struct {
	checker
	files  []string          // in the order in which they were read
	texts  map[string][]byte // by file
	size   int               // bytes of all texts
	layers map[string]*layer // by file; those that are read right now have none
	begun  int               // files with settings so far
}

// layer is what a file and its bases say together.
type layer struct {
	says   *value // nil where the file could not be read
	height int    // files in the longest chain of bases, with itself
}

// file returns what a file and its bases say together; via are the files that
// build on it.
func (l *loader) file(name string, via []step) *layer {
	out := &layer{height: 1}
	v := l.parse(name, fromOf(via))
	if v == nil {
		return out
	}
	v = l.full(v, name)
	var says []*value
	for _, base := range v.get("extends").itemsOf() {
		if b := l.base(base, append(slices.Clone(via), step{name, base.at})); b != nil {
			says = append(says, b.says)
			out.height = max(out.height, 1+b.height)
		}
	}
	v.remove("extends")
	out.says = merged(root(), append(says, v)...)
	return out
}

// step is a file and where it names the next one.
type step struct {
	file string
	at   Origin
}

func fromOf(via []step) Origin {
	if len(via) == 0 {
		return Origin{}
	}
	return via[len(via)-1].at
}

// base returns a file that others build on, nil where it cannot be taken.
func (l *loader) base(base *value, via []step) *layer {
	var chain []string
	for _, n := range via {
		if len(chain) > 0 || sameFile(n.file, base.text) {
			chain = append(chain, n.file)
		}
	}
	if len(chain) > 0 {
		l.fail(base, "extends", "%s builds on itself: %s", base.text, strings.Join(append(chain, base.text), " -> "))
		return nil
	}
	known, height := l.layers[base.text], 1
	if known != nil {
		height = known.height
	}
	if len(via)+height > maxExtends+1 {
		l.fail(base, "extends", "more than %d files build on one another", maxExtends)
		return nil
	}
	if known == nil {
		known = l.firstTime(base, via)
	}
	return known
}

// firstTime reads a base that no layer has named before.
func (l *loader) firstTime(base *value, via []step) *layer {
	if l.begun++; l.begun >= maxLayers {
		if l.begun == maxLayers {
			l.fail(base, "extends", "the configuration is put together from more than %d files", maxLayers)
		}
		return nil
	}
	read := l.file(base.text, via)
	if l.layers == nil {
		l.layers = make(map[string]*layer)
	}
	l.layers[base.text] = read
	return read
}

// sameFile reports whether two names mean one file, also by way of links.
func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// parse reads a file, whose text may be known; from is where it is named, if anywhere.
func (l *loader) parse(name string, from Origin) *value {
	name = filepath.ToSlash(name)
	body, known := l.texts[name]
	if !known {
		var err error
		if body, err = l.read(name); err != nil {
			l.errs = append(l.errs, from.Error("cannot read %s: %v", name, err))
			return nil
		}
	}
	v, errs := parse(name, body)
	if !known {
		l.errs = append(l.errs, errs...)
	}
	return v
}

// read returns the text of a file, as long as all of them are not too long.
func (l *loader) read(name string) ([]byte, error) {
	body, err := source.ReadFile(name, maxFile)
	if err != nil {
		var at *os.PathError
		if errors.As(err, &at) {
			err = at.Err
		}
		return nil, err
	}
	if l.size += len(body); l.size > maxText {
		return nil, fmt.Errorf("the files of the configuration are larger than the limit of %s together", source.Size(maxText))
	}
	if l.texts == nil {
		l.texts = make(map[string][]byte)
	}
	l.texts[name] = body
	l.files = append(l.files, name)
	return body, nil
}

// full checks what a file says and brings it into its full form, with the
// profile in it and paths that begin at the working directory.
func (l *loader) full(v *value, name string) *value {
	if p := v.get("profile"); p != nil && p.shape == scalar && !p.isNull() {
		v.remove("profile")
		if read := l.profile(resolve(name, p.text), p.at); read != nil {
			v.set("profile", read)
		}
	}
	s := root()
	v = l.check(v, s, "")
	if v == nil {
		return newObject(Origin{})
	}
	resolvePaths(v, s, name)
	l.overrides(v.get("overrides"))
	return v
}

func (l *loader) profile(name string, from Origin) *value {
	v := l.parse(name, from)
	if v == nil {
		return nil
	}
	return l.check(v, profileSchema(), "")
}

// overrides asks every override to say where and what.
func (l *loader) overrides(v *value) {
	for _, o := range v.itemsOf() {
		switch {
		case len(o.get("paths").texts()) == 0 && len(o.get("flows").texts()) == 0:
			l.fail(o, "overrides", "say where: give paths or flows")
		case len(o.get("rules").names()) == 0:
			l.fail(o, "overrides", "say what: give rules with their levels")
		}
	}
}

// resolve makes a path that stands in a file begin at the working directory.
func resolve(file, path string) string {
	if filepath.IsAbs(path) {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(filepath.Join(filepath.Dir(file), path))
}

func resolvePaths(v *value, s *schema, file string) {
	switch {
	case v == nil:
	case v.shape == list && s.of != nil:
		for _, item := range v.items {
			resolvePaths(item, s.of, file)
		}
	case v.shape == object:
		for _, key := range v.keys {
			if s.kind == objectOf {
				resolvePaths(v.members[key], s.field(key), file)
			} else if s.of != nil {
				resolvePaths(v.members[key], s.of, file)
			}
		}
	case s.kind == path || s.kind == pathGlob:
		v.text = resolve(file, v.text)
	case s.kind == output:
		if format, to, toFile := strings.Cut(v.text, "="); toFile && to != "" {
			v.text = format + "=" + resolve(file, to)
		}
	}
}

func (v *value) itemsOf() []*value {
	if v == nil {
		return nil
	}
	return v.items
}
