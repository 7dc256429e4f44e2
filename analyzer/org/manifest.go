package org

import (
	"strings"

	"archlint/analyzer/org/jsontree"
	"archlint/analyzer/source"
)

// manifest reads archlint-export.json. Of its members these matter here:
//
//	{ "region": "mypurecloud.de", "organization": {"id": "...", "name": "..."},
//	  "exportedAt": "...", "partial": false,
//	  "refused": [{"part": "queues", "route": "...", "permission": "routing:queue:view", "status": 403}],
//	  "counts": {"flows": 12, "dataActions": 7} }
//
// A part that is counted was read to its end; one that was refused is unknown.
func (p *parser) manifest(_ *source.File, values []*jsontree.Datum) {
	for _, v := range values {
		o := p.org
		o.Region = or(v.Get("region").Text(), o.Region)
		o.ID = or(or(v.Get("organization", "id").Text(), v.First("orgId", "organizationId").Text()), o.ID)
		o.Name = or(v.Get("organization", "name").Text(), o.Name)
		o.ExportedAt = or(v.First("exportedAt", "when", "date").Text(), o.ExportedAt)
		o.Partial = o.Partial || v.Get("partial").True()
		for _, r := range v.Get("refused").Items() {
			p.refusal(r)
		}
		for _, m := range v.Get("counts").Members() {
			if count, ok := m.Value.Number(); ok && count >= 0 {
				p.known[partName(m.Name)] = true
				if m.Name == "flows" {
					flows := int(count)
					o.FlowCount = &flows
				}
			}
		}
		for _, only := range []string{"flows", "types", "divisions", "modifiedSince"} {
			asked := v.Get("asked", only)
			o.Narrowed = o.Narrowed || len(asked.Items()) > 0 || asked.Text() != ""
		}
	}
}

// refusal reads one refused part: a record, or only its name.
func (p *parser) refusal(n *jsontree.Datum) {
	r := Refusal{
		Part: partName(or(n.Text(), n.First("part", "what", "name").Text())), Route: n.First("route", "path").Text(),
		Permission: n.Get("permission").Text(),
	}
	if status, ok := n.Get("status").Number(); ok {
		r.Status = int(status)
	}
	if r.Part == "" {
		r.Part = or(r.Route, "unnamed part")
	}
	p.refused[r.Part] = true
	p.org.NotReviewed = append(p.org.NotReviewed, r)
}

// partName gives parts the names of this package, however the export spells them.
func partName(name string) string {
	switch plain := plainRole(name); {
	case plain == "actions" || plain == "dataactions" || plain == "integrationactions":
		return PartDataActions
	case strings.HasPrefix(plain, "licen"):
		return PartLicences
	default:
		if r, ok := readingOf(name); ok && r.part != "" {
			return r.part
		}
		return name
	}
}
