package flow

import "strconv"

// Identity names an action or a container for people and in findings: by tracking id
// where the format has one, else by path, else by id.
func Identity(tracking int, id, path string) string {
	switch {
	case tracking > 0:
		return strconv.Itoa(tracking)
	case path != "":
		return path
	default:
		return id
	}
}
