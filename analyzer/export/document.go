package export

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"archlint/analyzer/source"
)

// headBytes is how much of a file is read to see whether the rest is worth it.
const headBytes = 32 << 10

// document reads one input and gives it to the caller.
func (r *run) document(in input) bool {
	if r.done() {
		return false
	}
	text, format, err := r.read(in)
	if err != nil {
		return r.fail(in.name, readError(err))
	}
	doc := &Document{
		File:     source.NewFile(in.name, text),
		Format:   format,
		InExport: in.place.in,
	}
	if in.place.in {
		doc.Export, doc.ExportPath = in.place.root, in.place.path
	}
	if format == OrgFacts {
		doc.Role = role(in.place.path)
	}
	if format == Other || format == Archive {
		doc.File = source.NewFile(in.name, nil)
	} else {
		doc.FlowID = idInName(in.name)
	}
	return r.yield(doc)
}

// read reads an input as far as it has to: a file that its head shows to be of
// no interest is not read on, one that is too large never.
func (r *run) read(in input) ([]byte, Format, error) {
	if isExecutions(in.place) && !r.opts.Executions {
		return nil, Other, nil
	}
	file, err := in.open()
	if err != nil {
		return nil, Other, err
	}
	defer file.Close()
	n, err := io.ReadFull(file, r.head)
	head := r.head[:n]
	whole := err == io.EOF || err == io.ErrUnexpectedEOF
	switch {
	case err != nil && !whole:
		return nil, Other, err
	case kindOf(head) != noArchive && roleFormat(in.place) == "":
		return nil, Archive, nil
	case whole:
		text := toUTF8(bytes.Clone(head))
		return text, r.formatOf(in, text), nil
	case r.isNoText(in, head):
		return nil, Other, nil
	case in.size > r.opts.MaxFileBytes:
		return nil, Other, r.tooLarge(in, head)
	}
	return r.readOn(in, file, head)
}

// readOn reads the rest after head, up to the limit.
func (r *run) readOn(in input, file io.Reader, head []byte) ([]byte, Format, error) {
	var text bytes.Buffer
	expected := in.size
	if expected < 0 {
		expected = 2 * headBytes
	}
	// The size may be a lie, in archives; growing costs little beyond this.
	text.Grow(int(min(max(expected, headBytes), 4<<20)) + bytes.MinRead)
	text.Write(head)
	rest := io.LimitReader(file, r.opts.MaxFileBytes-int64(len(head))+1)
	if _, err := text.ReadFrom(rest); err != nil {
		return nil, Other, err
	}
	if int64(text.Len()) > r.opts.MaxFileBytes {
		return nil, Other, r.tooLarge(in, head)
	}
	whole := toUTF8(text.Bytes())
	return whole, r.formatOf(in, whole), nil
}

// isNoText reports whether the head of an input shows that the rest need not be
// read: it is binary, and neither its place, its name nor its beginning is that
// of a flow which came to hold a zero byte.
func (r *run) isNoText(in input, head []byte) bool {
	return isBinary(head) && roleFormat(in.place) == "" && !isData(in.name) && Sniff(head) == Other
}

// formatOf decides what an input is.
func (r *run) formatOf(in input, text []byte) Format {
	if format := roleFormat(in.place); format != "" {
		return format
	}
	sniff := Sniff
	if isData(in.name) || in.stdin {
		sniff = sniffDamaged
	}
	format := sniff(text)
	if format == Other && isTerraformName(in.name) {
		return TerraformOther
	}
	if format == Other && isI3Name(in.name) && len(bytes.TrimSpace(text)) > 0 {
		return I3 // damaged beyond recognition: the decoder says so
	}
	return format
}

// isTerraformName reports whether a name is that of a file which Terraform reads: its
// content alone does not tell a file of variables' values.
func isTerraformName(name string) bool {
	name = strings.ToLower(strings.TrimSuffix(name, ".json"))
	return strings.HasSuffix(name, ".tf") || strings.HasSuffix(name, ".tfvars")
}

// isI3Name reports whether a name has an extension of Architect's own exports.
func isI3Name(name string) bool {
	return strings.HasPrefix(strings.ToLower(path.Ext(name)), ".i3")
}

// tooLarge reports a file above the limit, unless its head shows that it is
// of no interest and nobody asked for it.
func (r *run) tooLarge(in input, head []byte) error {
	if !in.asked && Sniff(head) == Other && !isData(in.name) {
		return nil
	}
	if in.size < 0 {
		return fmt.Errorf("larger than the limit of %s for one file", source.Size(r.opts.MaxFileBytes))
	}
	return fmt.Errorf("%s is larger than the limit of %s for one file", source.Size(in.size), source.Size(r.opts.MaxFileBytes))
}

// isData reports whether a name looks like that of a flow, so that a file which
// cannot be looked into, or is damaged, is not passed over in silence. Files of
// other names may quote flows: a README, a program.
func isData(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml", ".json", ".tf", ".tftpl":
		return true
	}
	return isI3Name(name)
}

// idInName returns the GUID that a file's name ends in, before its extensions.
func idInName(name string) string {
	const length = 36
	stem, _, _ := strings.Cut(path.Base(name), ".")
	base := path.Base(name)
	for _, candidate := range []string{strings.TrimSuffix(base, path.Ext(base)), stem} {
		cut := len(candidate) - length
		if cut < 1 || (candidate[cut-1] != '~' && candidate[cut-1] != '-') {
			continue
		}
		if id := candidate[cut:]; isGUID(id) {
			return id
		}
	}
	return ""
}

// isGUID reports whether s has the form of a GUID.
func isGUID(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if i > 4 || len(part) != [...]int{8, 4, 4, 4, 12}[i] || strings.Trim(strings.ToLower(part), "0123456789abcdef") != "" {
			return false
		}
	}
	return strings.Count(s, "-") == 4
}
