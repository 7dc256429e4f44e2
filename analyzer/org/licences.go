package org

import (
	"math"
	"regexp"
	"strings"

	"archlint/analyzer/facts"
	"archlint/analyzer/org/jsontree"
	"archlint/analyzer/source"
)

// licences takes licence counts in any of these shapes: records with a type or
// name and a quantity; an object {"cx2-concurrent": 800}; a billing report
// ("usages"); pages of users with their licences, which are counted. Of a
// commitment and a usage the greater counts, as in fair use.
func (p *parser) licences(_ *source.File, values []*jsontree.Datum) {
	counts := map[string]int{}
	var names []string
	add := func(name string, count int) {
		if _, seen := counts[name]; !seen {
			names = append(names, name)
		}
		counts[name] += count
	}
	for _, v := range values {
		for _, wrapper := range []string{"licences", "licenses", "usages", "counts"} {
			if inner := v.Get(wrapper); inner.Is() {
				v = inner
			}
		}
		addLicences(jsontree.Entities([]*jsontree.Datum{v}), add)
	}
	for _, name := range names {
		p.addLicence(name, counts[name])
	}
}

func addLicences(records []*jsontree.Datum, add func(string, int)) {
	for _, n := range records {
		name := n.First("type", "licenceType", "licenseType", "name", "license").Text()
		quantity, counted := quantityOf(n)
		switch {
		case name != "" && counted:
			add(name, quantity)
		case n.Get("licenses").Kind() == jsontree.Array:
			for _, licence := range n.Get("licenses").Items() {
				if licence.Text() != "" {
					add(licence.Text(), 1)
				}
			}
		case name == "":
			for _, m := range n.Members() {
				if count, ok := whole(m.Value); ok {
					add(m.Name, count)
				}
			}
		}
	}
}

// quantityOf is the greatest of a record's quantities.
func quantityOf(n *jsontree.Datum) (int, bool) {
	most, found := 0, false
	for _, member := range []string{"count", "quantity", "usageQuantity", "prepayQuantity", "commitment"} {
		if count, ok := whole(n.Get(member)); ok {
			most, found = max(most, count), true
		}
	}
	if resources := n.Get("resources"); !found && resources.Kind() == jsontree.Array {
		return len(resources.Items()), true
	}
	return most, found
}

func whole(n *jsontree.Datum) (int, bool) {
	v, ok := n.Number()
	if !ok || n.Kind() != jsontree.Number && n.Kind() != jsontree.String || v < 0 || v > 1e9 || math.IsNaN(v) {
		return 0, false
	}
	return int(v), true
}

// addLicence files a count under its licence type, if its name tells one.
func (p *parser) addLicence(name string, count int) {
	licence := licenceType(name)
	if licence == "" {
		p.org.OtherLicence = append(p.org.OtherLicence, NamedCount{name, count})
		return
	}
	for i := range p.org.Licences {
		if p.org.Licences[i].Type == licence {
			p.org.Licences[i].Count += count
			return
		}
	}
	p.org.Licences = append(p.org.Licences, facts.LicenceCount{Type: licence, Count: count})
}

var cxName = regexp.MustCompile(`\bcx[ -]?([1-4])\b`)

// licenceType tells the type by a product's name ("Genesys Cloud CX 2 Digital -
// Concurrent") or its own spelling (cx2-digital-concurrent); "" when it does not
// tell for certain, as with add-ons.
func licenceType(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	if strings.Contains(name, "add-on") || strings.Contains(name, "addon") || strings.Contains(name, "upgrade") {
		return ""
	}
	licence := ""
	switch m := cxName.FindStringSubmatch(name); {
	case m != nil:
		licence = "cx" + m[1]
		if strings.Contains(name, "digital") && (m[1] == "2" || m[1] == "3") {
			licence += "-digital"
		}
		if strings.Contains(name, "concurrent") {
			licence += "-concurrent"
		}
	case name == "communicate" || strings.HasSuffix(name, "cloud communicate"):
		licence = "communicate"
	case name == "ex" || strings.HasSuffix(name, "cloud ex"):
		licence = "ex"
	}
	return licence
}
