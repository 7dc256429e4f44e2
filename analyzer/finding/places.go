package finding

// PlaceLevels say where rules have other levels than elsewhere.
type PlaceLevels struct {
	Matches func(file, flow string) bool
	Levels  map[string]Severity // by rule id
}

// Places is the processor that gives findings the level of the last place that
// matches and names their rule. It goes before Levels, which removes what is Off.
func Places(places []PlaceLevels) Processor {
	return step{"places", func(findings []Finding) []Finding {
		for i := range findings {
			f := &findings[i]
			for _, p := range places {
				if level, ok := p.Levels[f.Rule]; ok && p.Matches(f.File, f.Flow) {
					f.Severity = level
				}
			}
		}
		return findings
	}}
}
