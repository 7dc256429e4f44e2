package intake

import (
	"os"
	"path/filepath"
)

// MayHoldCounts reports whether one of the paths is an export with counts of actions, as
// far as that can be seen without reading it: in an archive it cannot.
func MayHoldCounts(paths []string) bool {
	for _, path := range paths {
		if info, err := os.Stat(filepath.Join(path, "org", "traffic-objects")); err == nil && info.IsDir() {
			return true
		}
	}
	return false
}
