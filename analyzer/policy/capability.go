package policy

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/policy/bounded"
)

// capabilities are OPA's own, less every builtin that could see or change
// anything but the input: the network, the environment, the clock, chance.
// Token and certificate checks go too, since they compare with the clock; and so
// does what may cost any amount of work (package bounded).
func capabilities() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	kept := make([]*ast.Builtin, 0, len(c.Builtins))
	for _, b := range c.Builtins {
		if !b.Nondeterministic && !reachesOut(b.Name) && bounded.Available(b.Name) {
			kept = append(kept, b)
		}
	}
	c.Builtins = kept
	c.AllowNet = []string{}
	return c
}

func reachesOut(name string) bool {
	for _, prefix := range []string{"http.", "io.jwt.", "crypto.x509.", "providers.", "rand.", "opa.", "net.lookup",
		"time.now", "uuid.rfc4122"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
