package intake

import (
	"bytes"
	"fmt"
	"strings"

	"archlint/analyzer/export"
	"archlint/analyzer/flow/archy"
	"archlint/analyzer/internal/phrase"
	"archlint/analyzer/source"
	"archlint/analyzer/terraform"
)

// deployments fills templates of flows in with what a CX as Code configuration says.
// Both can stand anywhere in the paths, so that templates wait until all is read.
type deployments struct {
	files []*source.File                    // of the configuration
	later []func()                          // decode the templates
	names map[string]string                 // of flows, by the names of the files, as far as files give them
	of    map[string][]terraform.Deployment // by the name of the flow's file
}

// add keeps what belongs to a configuration.
func (d *deployments) add(doc *export.Document) {
	if doc.Err != nil {
		return
	}
	switch doc.Format {
	case export.Terraform, export.TerraformJSON, export.TerraformOther:
		d.files = append(d.files, doc.File)
	case export.ArchyYAML:
		if d.names == nil {
			d.names = make(map[string]string)
		}
		d.names[doc.File.Name] = archy.NameIn(doc.File.Text)
	}
}

// isTemplate reports whether a document is a flow with placeholders.
func isTemplate(doc *export.Document) bool {
	return doc.Err == nil && doc.Format == export.ArchyYAML && bytes.Contains(doc.File.Text, []byte("{{"))
}

// fill evaluates the configuration and decodes the templates.
func (d *deployments) fill(o terraform.Options) []error {
	if len(d.later) == 0 {
		return nil
	}
	o.FlowName = d.flowName
	all, errs := terraform.Read(d.files, o)
	d.of = make(map[string][]terraform.Deployment)
	for _, one := range all {
		if file, ok := d.fileOf(one); ok {
			d.of[file] = append(d.of[file], one)
		}
	}
	for _, decode := range d.later {
		decode()
	}
	return errs
}

// fileOf is the file that a deployment takes its flow from.
func (d *deployments) fileOf(one terraform.Deployment) (string, bool) {
	for _, name := range one.Candidates {
		if _, ok := d.names[name]; ok {
			return name, true
		}
	}
	return "", false
}

// flowName is the name of the flow that a deployment makes.
func (d *deployments) flowName(one terraform.Deployment) (string, bool) {
	file, _ := d.fileOf(one)
	name := archy.Substituted(d.names[file], one.Values())
	return name, name != "" && !strings.Contains(name, "{{")
}

// decode decodes a template once for each deployment, and as it is where there is none.
// Deployments with the same values are one flow.
func (d *deployments) decode(doc *export.Document) document {
	all := d.of[doc.File.Name]
	if len(all) == 0 {
		return decode(doc)
	}
	var out document
	seen := make(map[string]bool)
	for _, one := range all {
		values := one.Values()
		if key := fmt.Sprint(values); seen[key] {
			continue
		} else {
			seen[key] = true
		}
		decoded := decodeWith(doc, archy.Options{Substitutions: values})
		out.flows = append(out.flows, decoded.flows...)
		out.notes = append(out.notes, decoded.notes...)
		out.notes = append(out.notes, mismatches(doc.File, one)...)
		out.errs = append(out.errs, decoded.errs...)
		out.waivers = decoded.waivers
		out.damaged = out.damaged || decoded.damaged
	}
	return out
}

// mismatches are notes on placeholders without a value and on values without a
// placeholder, which Terraform reports only when it applies, and without a place.
func mismatches(file *source.File, d terraform.Deployment) []*source.Error {
	keys, offsets := archy.Placeholders(file.Text)
	at := make(map[string]int)
	for i, key := range keys {
		at[key] = offsets[i]
	}
	var notes []*source.Error
	given := make(map[string]bool)
	for _, s := range d.Substitutions {
		given[s.Key] = true
		offset, used := at[s.Key]
		switch {
		case !used:
			notes = append(notes, &source.Error{File: d.At, Pos: s.Pos, Message: fmt.Sprintf(
				"substitution %q of %s: no placeholder {{%s}} stands in %s", s.Key, d.Address, s.Key, file.Name)})
		case !s.Known:
			notes = append(notes, &source.Error{File: file.Name, Pos: file.PosAt(offset), Message: fmt.Sprintf(
				"{{%s}} of %s depends on %s, which is not known%s", s.Key, d.Address, dependsOn(s), hint(s))})
		}
	}
	if d.Open {
		return notes
	}
	for i, key := range keys {
		if !given[key] {
			notes = append(notes, &source.Error{File: file.Name, Pos: file.PosAt(offsets[i]), Message: fmt.Sprintf(
				"placeholder {{%s}} gets no value: the substitutions of %s (%s:%d) lack the key", key, d.Address, d.At, d.Pos.Line)})
		}
	}
	return notes
}

func dependsOn(s terraform.Substitution) string {
	if len(s.DependsOn) == 0 {
		return "what only Terraform knows"
	}
	return phrase.Some(s.DependsOn, 5)
}

// hint says how to give a value that a variable lacks.
func hint(s terraform.Substitution) string {
	for _, name := range s.DependsOn {
		if short, ok := strings.CutPrefix(name, "var."); ok {
			return fmt.Sprintf(": give it with --var %s=VALUE", short)
		}
	}
	return ""
}
