package intake

import (
	"os"
	"path/filepath"
	"slices"
)

// IsSelection reports whether paths name single files only, so that nothing
// follows from what is not among them.
func IsSelection(paths []string) bool {
	for _, name := range paths {
		info, err := os.Stat(name)
		if name != "-" && (err != nil || info.IsDir() || slices.Contains([]string{".zip", ".gz", ".tgz"}, filepath.Ext(name))) {
			return false
		}
	}
	return true
}
