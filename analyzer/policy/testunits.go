package policy

// ReadTestUnits reads sources with their unit tests, and the built-in library where opts.Builtin
// is set. One with an error is left out and told.
func ReadTestUnits(opts Options) ([]*Unit, LoadErrors) {
	var texts []SourceText
	var errs LoadErrors
	add := func(src string, files []SourceFile, err error) {
		if err != nil {
			errs.Add(src, nil, "reading policies: %v", err)
			return
		}
		texts = append(texts, SourceText{Name: src, Files: files})
	}
	if opts.Builtin {
		files, err := readBuiltin()
		add(BuiltinSource, files, err)
	}
	for _, name := range opts.Sources {
		files, err := ReadSource(name)
		add(sourceName(name), files, err)
	}
	units, parseErrs := ParseTestUnits(texts)
	return units, append(errs, parseErrs...)
}

// ParseTestUnits parses sources with their tests; one with an error is left out.
func ParseTestUnits(texts []SourceText) ([]*Unit, LoadErrors) {
	var units []*Unit
	var errs LoadErrors
	library, err := sharedHelpers()
	if err != nil {
		errs.AddErr("policies/lib", err)
	}
	for _, text := range texts {
		helpers := library
		if text.Name == BuiltinSource {
			helpers = nil
		}
		u, unitErrs := parseUnit(text.Name, text.Files, helpers)
		u.text = text
		if errs = append(errs, unitErrs...); len(unitErrs) == 0 {
			units = append(units, u)
		}
	}
	return units, errs
}

// PrepareTests fits the modules of rules and tests to the input, so that they compile together:
// input.params holds the parameters' defaults, and what a test gives besides.
func (u *Unit) PrepareTests() LoadErrors {
	var errs LoadErrors
	u.rewrite(true, &errs)
	for _, m := range u.tests {
		rewriteNullTests(m)
	}
	return errs
}
