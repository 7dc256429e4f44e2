package layout

import (
	"fmt"
	"path"
	"strings"
)

// longestSlug keeps whole file names below what every file system takes, with
// room for a GUID and an extension.
const longestSlug = 80

// slug makes a file name's readable part: lower-case ASCII letters and digits,
// with dashes between. Names of other scripts may leave nothing.
func slug(name string) string {
	var out strings.Builder
	gap := false
	for _, r := range strings.ToLower(name) {
		switch plain := (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9'); {
		case plain && gap && out.Len() > 0:
			out.WriteByte('-')
			fallthrough
		case plain:
			out.WriteRune(r)
			gap = false
		default:
			gap = true
		}
		if out.Len() >= longestSlug {
			break
		}
	}
	return out.String()
}

// checkedID refuses an id that would make a path of its own. Ids are GUIDs,
// those of actions with a prefix.
func checkedID(id string) error {
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
	if id == "" || len(id) > 120 || strings.Trim(id, allowed) != "" {
		return fmt.Errorf("%.40q is no id to name a file by", id)
	}
	return nil
}

// FlowPath is where a flow stands: flows/<type>/<name>~<id><ext>. The reader
// takes the flow's id from there.
func FlowPath(flowType, name, id, ext string) (string, error) {
	if err := checkedID(id); err != nil {
		return "", err
	}
	dir := slug(flowType)
	if dir == "" {
		dir = "unknown"
	}
	return path.Join("flows", dir, withID(name, id)+ext), nil
}

// ActionPath is where a data action stands: actions/<name>~<guid>.json.
func ActionPath(name, id string) (string, error) {
	if err := checkedID(id); err != nil {
		return "", err
	}
	return path.Join("actions", withID(name, strings.TrimPrefix(id, "custom_-_"))+".json"), nil
}

func withID(name, id string) string {
	if s := slug(name); s != "" {
		return s + "~" + id
	}
	return "unnamed~" + id
}
