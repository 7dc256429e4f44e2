package flowtest

import (
	"fmt"
	"os"
	"path/filepath"
)

// WriteOrg writes the flows of Org to dir, which it makes, a file each; format is
// "json" or "yaml".
func WriteOrg(dir, format string, seed uint64, n int) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for i, f := range Org(seed, n) {
		write := f.JSON
		if format == "yaml" {
			write = f.YAML
		}
		text, err := write()
		if err != nil {
			return fmt.Errorf("flow %d: %w", i, err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("flow-%05d.%s", i, format)), text, 0o666); err != nil {
			return err
		}
	}
	return nil
}
