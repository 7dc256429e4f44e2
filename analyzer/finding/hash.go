package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Hash returns a short stable digest of parts: 32 hexadecimal digits of
// SHA-256 over the parts, each with its length, so that no two lists of parts
// run into each other.
func Hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
