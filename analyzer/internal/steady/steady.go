// Package steady makes tests of random properties repeat: a test that fails
// once in ten thousand runs tells nobody anything when it fails a build that
// changed something else.
package steady

import (
	"flag"
	"os"
	"testing"
)

// seed is that of the properties unless somebody gives another.
const seed = "20261126"

// Run runs the tests of a package, its properties (pgregory.net/rapid) from a
// fixed seed. RAPID_SEED and -rapid.seed go before it, 0 for a random one: a
// soak is go test PACKAGE -rapid.seed=0 -rapid.checks=10000. The package must
// import rapid.
func Run(m *testing.M) {
	if _, given := os.LookupEnv("RAPID_SEED"); !given {
		if err := flag.Set("rapid.seed", seed); err != nil { // the command line is read after this
			panic(err)
		}
	}
	m.Run()
}
