package org

import (
	"cmp"
	"slices"

	"archlint/analyzer/org/jsontree"
	"archlint/analyzer/source"
)

// ListedFlow is a flow as the exporter lists it. A configuration does not say
// which version it is of, so this list is the only place that does.
type ListedFlow struct {
	ID, Name string
	// Version that the export holds, as [Version] writes it; "" when it holds none.
	Version string
}

// flows takes the exporter's list of flows.
func (p *parser) flows(_ *source.File, values []*jsontree.Datum) {
	for _, n := range jsontree.Entities(values) {
		f := ListedFlow{ID: n.Get("id").Text(), Name: n.Get("name").Text(), Version: Version(n.Get("version").Text())}
		if f.ID != "" {
			p.org.Flows = append(p.org.Flows, f)
		}
	}
}

// FlowVersion is the version of a flow that the export holds, "" when it does not
// say, or says two.
func (o *Org) FlowVersion(id string) string {
	i, found := slices.BinarySearchFunc(o.Flows, id, func(f ListedFlow, id string) int { return cmp.Compare(f.ID, id) })
	if !found {
		return ""
	}
	version := o.Flows[i].Version
	for _, same := range o.Flows[i:] {
		if same.ID == id && same.Version != version {
			return ""
		}
	}
	return version
}
