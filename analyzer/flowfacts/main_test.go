package flowfacts

import (
	"testing"

	"archlint/analyzer/internal/steady"
)

func TestMain(m *testing.M) { steady.Run(m) }
