package main

import (
	"slices"
	"testing"

	"archlint/analyzer/config"
	"archlint/analyzer/report/formats"
)

// A configuration can ask for each format that check prints, and for no other.
func TestConfigurationKnowsTheFormats(t *testing.T) {
	if want, got := formats.Names(), config.Formats(); !slices.Equal(want, got) {
		t.Errorf("the configuration knows %v, check prints %v", got, want)
	}
}
