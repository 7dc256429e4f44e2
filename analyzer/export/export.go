// Package export reads what a user points archlint at: files, directories,
// archives, standard input. It gives documents one by one, each known for what
// it is by its content, with its text in memory only until the caller lets go
// of it.
package export

import (
	"cmp"
	"context"
	"io"
	"iter"

	"archlint/analyzer/source"
)

// Format is what a document is.
type Format string

// The formats. A document is known by its content; only the facts of an export
// directory are known by where they stand in it.
const (
	ArchyYAML      Format = "archy"          // Archy YAML, or a template of it
	PlatformJSON   Format = "platform"       // flow configuration of the Platform API
	I3             Format = "i3"             // .i3* export of Architect
	DataActionJSON Format = "dataAction"     // data action definitions, API or exported
	Terraform      Format = "terraform"      // .tf that speaks of integrations or their actions
	TerraformJSON  Format = "terraformJSON"  // the same as .tf.json
	TerraformOther Format = "terraformOther" // a file of Terraform by its name: another .tf, or values of variables
	OrgFacts       Format = "orgFacts"       // a file of facts in an export directory: Role says which
	ExportInfo     Format = "exportManifest" // archlint-export.json
	Executions     Format = "executions"     // recorded executions of a flow in an export directory
	Link           Format = "link"           // a symbolic link that leads out of the directory: it is not followed
	Archive        Format = "archive"        // a .zip or .gz that is no path itself: it is not opened
	Other          Format = "other"          // none of these
)

// Document is one input. Either Err is set (File then has a name and no text),
// or File and Format are. The text belongs to the document alone: when the
// caller drops the document, the memory is free.
type Document struct {
	File   *source.File
	Format Format
	// FlowID is the flow's GUID where the file's name ends in it, as names do
	// that exporters give: "Main~<guid>.json", "Main-INBOUNDCALL-<guid>.yaml".
	FlowID string
	// InExport is set when the document belongs to an export directory (one
	// with archlint-export.json at its root). Export is the directory's name,
	// ExportPath the document's path in there.
	InExport   bool
	Export     string
	ExportPath string
	// Role is, on OrgFacts, which facts: the path below "org" without its
	// extension ("queues").
	Role string
	Err  error
}

// Options bound what is read, and name standard input. A zero field means its
// default.
type Options struct {
	// Stdin is read for the path "-"; StdinName is what its document is called
	// (default "stdin").
	Stdin     io.Reader
	StdinName string
	// Trees are paths that do not lie on disk: a revision of a repository. A path
	// that is the name of one is read from there.
	Trees map[string]Tree
	// WorkDir is what names are relative to (default: the working directory).
	WorkDir string
	// FollowLinks also follows symbolic links that lead out of the directory that
	// is walked. Those that stay in it are always followed.
	FollowLinks bool
	// Executions also reads recorded executions, which are large and of no interest to
	// a review; without it they are passed over unread.
	Executions bool
	// MaxFileBytes bounds one document.
	MaxFileBytes int64
	// MaxEntries and MaxUnpackedBytes bound one archive.
	MaxEntries       int
	MaxUnpackedBytes int64
}

// The default limits, in bytes but for the entries.
const (
	DefaultMaxFileBytes     = 64 << 20
	DefaultMaxEntries       = 100_000
	DefaultMaxUnpackedBytes = 2 << 30
)

func (o Options) withDefaults() Options {
	o.StdinName = cmp.Or(o.StdinName, "stdin")
	o.MaxFileBytes = cmp.Or(o.MaxFileBytes, DefaultMaxFileBytes)
	o.MaxEntries = cmp.Or(o.MaxEntries, DefaultMaxEntries)
	o.MaxUnpackedBytes = cmp.Or(o.MaxUnpackedBytes, DefaultMaxUnpackedBytes)
	return o
}

// Documents returns the documents of paths, in the order of paths and within a
// directory in the order of names, each once. What cannot be read is a document
// with an error, and the rest is read. Directories .git, node_modules and
// .terraform are not entered. The sequence ends early when ctx does, with a
// last document that carries ctx's error.
func Documents(ctx context.Context, paths []string, opts Options) iter.Seq[*Document] {
	return func(yield func(*Document) bool) {
		r := newRun(ctx, opts.withDefaults(), yield)
		for _, path := range paths {
			if !r.path(path) {
				return
			}
		}
	}
}
