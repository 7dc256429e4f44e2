package limits

import (
	"fmt"
	"slices"
	"strings"
)

// concurrent is what a licence type ends in when it is counted by people logged
// in at the same time rather than by named people.
const concurrent = "-concurrent"

// LicenceTypes returns every licence type that the catalogue knows, in its order.
func (c Catalogue) LicenceTypes() []string {
	var types []string
	for _, e := range c.Entries {
		if e.Licence != "" {
			types = append(types, e.Licence)
		}
	}
	return types
}

// Allowance returns what one licence of that type adds to the month's fair use;
// the entry has a value. Types are written as by --licence-type: cx2,
// cx2-digital-concurrent, and so on.
func (c Catalogue) Allowance(licence string) (CatalogueLimit, error) {
	licence = strings.ToLower(strings.TrimSpace(licence))
	i := slices.IndexFunc(c.Entries, func(e CatalogueLimit) bool { return e.Licence == licence && e.Licence != "" && e.Value != nil })
	if i >= 0 {
		return c.Entries[i], nil
	}
	if named, ok := strings.CutSuffix(licence, concurrent); ok && slices.Contains(c.LicenceTypes(), named) {
		return CatalogueLimit{}, fmt.Errorf("licence type %q: %s is not sold by concurrent users", licence, named)
	}
	return CatalogueLimit{}, fmt.Errorf("licence type %q is not known: one of %s", licence, strings.Join(c.LicenceTypes(), ", "))
}

// IsConcurrent reports whether that licence type counts people logged in at the same time.
func IsConcurrent(licence string) bool { return strings.HasSuffix(licence, concurrent) }
