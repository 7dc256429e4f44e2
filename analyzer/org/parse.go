package org

import (
	"cmp"
	"errors"
	"path"
	"slices"
	"sort"
	"strings"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/facts"
	"archlint/analyzer/org/jsontree"
	"archlint/analyzer/source"
)

// ManifestRole is the role of archlint-export.json.
const ManifestRole = "manifest"

// RoleOf tells a document's role by its path in an export, "" when it has none.
func RoleOf(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	if path.Base(name) == "archlint-export.json" {
		return ManifestRole
	}
	i := strings.LastIndex("/"+name, "/org/")
	if i < 0 || !strings.EqualFold(path.Ext(name), ".json") {
		return ""
	}
	return strings.TrimSuffix(name[i+len("org/"):], path.Ext(name))
}

type parser struct {
	org      *Org
	known    map[string]bool
	refused  map[string]bool
	measured map[string]int // where a flow or data action stands in the traffic
	objects  objectCounter
	problems []*source.Error
}

// reading is how one kind of document is read.
type reading struct {
	part string
	read func(*parser, *source.File, []*jsontree.Datum)
}

// readings by role, the role written without case and separators.
func readingOf(role string) (reading, bool) {
	switch r := plainRole(role); {
	case r == "manifest":
		return reading{"", (*parser).manifest}, true
	case r == "organization" || r == "organisation" || r == "org":
		return reading{"", (*parser).organization}, true
	case r == "flows":
		return reading{"", (*parser).flows}, true
	case r == "queues" || r == "routingqueues":
		return reading{PartQueues, (*parser).queues}, true
	case strings.HasPrefix(r, "limits"):
		return reading{PartLimits, (*parser).limits}, true
	case strings.HasPrefix(r, "licen") || strings.HasPrefix(r, "billableusage"):
		return reading{PartLicences, (*parser).licences}, true
	case r == "integrations":
		return reading{PartIntegrations, (*parser).integrations}, true
	case r == "ivrs":
		return reading{PartIVRs, (*parser).ivrs}, true
	case r == "triggers":
		return reading{PartTriggers, (*parser).triggers}, true
	case strings.HasPrefix(r, "message"):
		return reading{PartMessageRoutes, (*parser).messageRoutes}, true
	case strings.HasPrefix(r, "email"):
		return reading{PartEmailRoutes, (*parser).emailRoutes}, true
	case strings.HasPrefix(r, "traffic"):
		return reading{PartTraffic, (*parser).traffic}, true
	default:
		return reading{}, false
	}
}

func plainRole(role string) string {
	return strings.NewReplacer("-", "", "_", "", "/", "", ".", "", " ", "").Replace(strings.ToLower(role))
}

func (p *parser) piece(piece Piece) {
	r, ok := readingOf(piece.Role)
	if !ok {
		return
	}
	values, err := jsontree.Parse(piece.File)
	if err != nil {
		p.problem(piece.File, err)
		return // a part cut short is not known
	}
	if r.part != "" {
		p.known[r.part] = true
	}
	r.read(p, piece.File, values)
}

func (p *parser) problem(file *source.File, err error) {
	var placed *source.Error
	if !errors.As(err, &placed) {
		placed = &source.Error{File: file.Name, Message: err.Error()}
	}
	p.problems = append(p.problems, placed)
}

// finish settles what is known and puts the lists in order.
func (p *parser) finish() {
	for part := range p.known {
		if !p.refused[part] {
			p.org.Known = append(p.org.Known, part)
		}
	}
	sort.Strings(p.org.Known)
	o := p.org
	sort.SliceStable(o.NotReviewed, func(i, j int) bool { return o.NotReviewed[i].Part < o.NotReviewed[j].Part })
	sort.SliceStable(o.Queues, func(i, j int) bool { return o.Queues[i].Name < o.Queues[j].Name })
	sort.SliceStable(o.Licences, func(i, j int) bool { return o.Licences[i].Type < o.Licences[j].Type })
	sort.SliceStable(o.OtherLicence, func(i, j int) bool { return o.OtherLicence[i].Name < o.OtherLicence[j].Name })
	sort.SliceStable(o.Integrations, func(i, j int) bool { return o.Integrations[i].Name < o.Integrations[j].Name })
	sort.SliceStable(o.EntryPoints, func(i, j int) bool {
		a, b := o.EntryPoints[i], o.EntryPoints[j]
		return a.Kind < b.Kind || a.Kind == b.Kind && a.Name < b.Name
	})
	slices.SortStableFunc(o.Flows, func(a, b ListedFlow) int { return cmp.Compare(a.ID, b.ID) })
	o.Traffic.sort()
	p.objects.settle(&o.Traffic)
}

func (p *parser) organization(_ *source.File, values []*jsontree.Datum) {
	for _, v := range values {
		p.org.ID = or(v.Get("id").Text(), p.org.ID)
		p.org.Name = or(v.Get("name").Text(), p.org.Name)
		p.org.Region = or(v.First("region", "homeRegion").Text(), p.org.Region)
	}
}

// limits takes an answer of the limits calls; a role such as limits/dataactions
// or limits-dataactions names the namespace of records that do not.
func (p *parser) limits(file *source.File, _ []*jsontree.Datum) {
	namespace := strings.TrimSuffix(path.Base(file.Name), path.Ext(file.Name))
	namespace = strings.TrimLeft(strings.TrimPrefix(namespace, "limits"), "-_.")
	found, problems := limits.ReadOverrides(file, namespace, limits.Org)
	p.org.Limits = append(p.org.Limits, found...)
	p.problems = append(p.problems, problems...)
}

// queues takes pages of routing queues with their in-queue flows.
func (p *parser) queues(_ *source.File, values []*jsontree.Datum) {
	for _, n := range jsontree.Entities(values) {
		if n.Get("name").Text() == "" && n.Get("id").Text() == "" {
			continue
		}
		q := Queue{Queue: facts.Queue{ID: n.Get("id").Text(), Name: n.Get("name").Text()}}
		q.CallFlow, q.CallFlowID = reference(n.Get("queueFlow"))
		q.EmailFlow, q.EmailFlowID = reference(n.Get("emailInQueueFlow"))
		q.MessageFlow, q.MessageFlowID = reference(n.Get("messageInQueueFlow"))
		p.org.Queues = append(p.org.Queues, q)
	}
}

// integrations takes pages of integrations. The OAuth client is recognised by the id
// of the credentials that the configuration refers to; there are no secrets in it.
func (p *parser) integrations(_ *source.File, values []*jsontree.Datum) {
	for _, n := range jsontree.Entities(values) {
		if n.Get("id").Text() == "" && n.Get("name").Text() == "" {
			continue
		}
		i := facts.Integration{
			ID: n.Get("id").Text(), Name: n.Get("name").Text(),
			Type: or(n.Get("integrationType", "id").Text(), n.Get("integrationType").Text()),
		}
		for _, m := range n.Get("config", "credentials").Members() {
			i.OAuthClient = or(i.OAuthClient, m.Value.First("id", "name").Text())
		}
		p.org.Integrations = append(p.org.Integrations, i)
	}
}

// reference reads {"id", "name"}.
func reference(n *jsontree.Datum) (name, id string) {
	return n.Get("name").Text(), n.Get("id").Text()
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
