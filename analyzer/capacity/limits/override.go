package limits

import (
	"math"
	"slices"
	"strings"
	"time"

	"archlint/analyzer/org/jsontree"
	"archlint/analyzer/source"
)

// Override is a value that replaces a default.
type Override struct {
	Namespace string
	Key       string
	Value     float64
	Source    string // Org or Config
	Reference string // where it was read, for the report
}

// With returns the catalogue with those values in place of the defaults; a later
// override of the same limit wins. A limit that the catalogue does not know is
// added at the end. c stays as it is.
func (c Catalogue) With(overrides []Override) Catalogue {
	c.Entries = slices.Clone(c.Entries)
	for _, o := range overrides {
		i := slices.IndexFunc(c.Entries, func(e CatalogueLimit) bool { return e.Namespace == o.Namespace && e.Key == o.Key })
		if i < 0 {
			c.Entries = append(c.Entries, CatalogueLimit{
				Namespace: o.Namespace, Key: o.Key, Title: o.Key, Scope: "organization", Raisable: "unknown",
			})
			i = len(c.Entries) - 1
		}
		c.Entries[i] = c.Entries[i].replaced(o)
	}
	return c
}

func (e CatalogueLimit) replaced(o Override) CatalogueLimit {
	if e.Source == Default {
		e.DefaultValue = e.Value
	}
	value := o.Value
	e.Value, e.Low, e.High = &value, nil, nil
	e.Source, e.Reference, e.Read, e.Confidence = o.Source, o.Reference, time.Time{}, "high"
	return e
}

// ReadOverrides reads an organisation's limits from JSON: answers of the
// namespace calls ({"entities": [{"key", "namespace", "value"}]}), one or many in
// a file, or an object with members "namespace/key": value. Records that are no
// limits are passed over; a limit whose value is no number is a problem with its
// place. namespace stands in where a record does not say its own.
func ReadOverrides(file *source.File, namespace, origin string) ([]Override, []*source.Error) {
	values, err := jsontree.Parse(file)
	r := overrideReader{namespace: namespace, origin: origin, file: file.Name}
	if err != nil {
		if e, ok := err.(*source.Error); ok {
			r.problems = append(r.problems, e)
		}
	}
	for _, value := range values {
		r.read(value, 0)
	}
	return r.found, r.problems
}

type overrideReader struct {
	namespace string
	origin    string
	file      string
	found     []Override
	problems  []*source.Error
}

func (r *overrideReader) read(n *jsontree.Datum, depth int) {
	for _, item := range n.Items() {
		r.read(item, depth)
	}
	if key := n.Get("key"); key.Text() != "" && n.Get("value").Is() {
		r.add(n, or(n.Get("namespace").Text(), r.namespace), key.Text(), n.Get("value"))
		return
	}
	if depth > 3 {
		return
	}
	for _, m := range n.Members() {
		namespace, key, slash := strings.Cut(m.Name, "/")
		switch {
		case slash && m.Value.Kind() != jsontree.Object && m.Value.Kind() != jsontree.Array:
			r.add(m.Value, namespace, key, m.Value)
		case m.Value.Kind() == jsontree.Object || m.Value.Kind() == jsontree.Array:
			r.read(m.Value, depth+1)
		}
	}
}

func (r *overrideReader) add(at *jsontree.Datum, namespace, key string, value *jsontree.Datum) {
	number, ok := value.Number()
	switch {
	case namespace == "":
		r.problems = append(r.problems, at.Errorf("limit %q names no namespace", key))
	case !ok || math.IsNaN(number) || math.IsInf(number, 0) || number < 0:
		r.problems = append(r.problems, value.Errorf("the value of limit %s/%s is not a number of at least 0", namespace, key))
	default:
		r.found = append(r.found, Override{
			Namespace: namespace, Key: key, Value: number, Source: r.origin, Reference: r.file,
		})
	}
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
