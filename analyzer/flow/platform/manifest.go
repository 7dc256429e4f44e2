package platform

import (
	"fmt"

	"archlint/analyzer/source"
)

// use is one entry of the manifest: a data action, and who uses it.
type use struct {
	name   string // of the data action
	node   string // id of the user: an action, a variable, or a setting's name
	called string // the user's own name
	pos    source.Pos
}

// manifest reads the data actions of the flow's list of used resources.
func (d *decoder) manifest() error {
	_, err := d.object(false, func(key string) error {
		if key != "dataAction" {
			return d.skip()
		}
		return d.array(false, func(int) error { return d.manifestEntry() })
	})
	return err
}

func (d *decoder) manifestEntry() error {
	var name string
	first := len(d.uses)
	_, err := d.object(false, func(key string) (err error) {
		switch key {
		case "name":
			name, err = d.string()
		case "context":
			err = d.array(false, func(int) error { return d.manifestContext() })
		default:
			err = d.skip()
		}
		return err
	})
	for i := range d.uses[first:] {
		d.uses[first+i].name = name
	}
	return err
}

func (d *decoder) manifestContext() error {
	var u use
	begin, err := d.object(false, func(key string) (err error) {
		switch key {
		case "id":
			u.node, err = d.string()
		case "name":
			u.called, err = d.string()
		default:
			err = d.skip()
		}
		return err
	})
	u.pos = d.posAt(begin)
	d.uses = append(d.uses, u)
	return err
}

// checkManifest holds the manifest against what was decoded: every use of a
// data action must be an action here or in an embedded module. (Other users
// are variables, and settings by name, which are not GUIDs.)
func (d *decoder) checkManifest() {
	for _, u := range d.uses {
		if !isGUID(u.node) || d.ids[u.node] {
			continue
		}
		by := ""
		if u.called != "" {
			by = fmt.Sprintf(" (%q)", u.called)
		}
		d.problem(u.pos, "the manifest says that action %s%s calls the data action %q, but the flow has no such action", u.node, by, u.name)
	}
}

// isGUID reports whether s has the form of a GUID.
func isGUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case c < '0' || c > 'f' || ('9' < c && c < 'A') || ('F' < c && c < 'a'):
			return false
		}
	}
	return true
}
