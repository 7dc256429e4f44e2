package valuegen

// Shrink takes steps away from f as long as bad holds of what is left, and tries at
// most so often.
func Shrink(f Flow, tries int, bad func(Flow) bool) Flow {
	for changed := true; changed; {
		changed = false
		for i := 0; i < places(f); i++ {
			for way := range 3 {
				small := f.Clone()
				if !cut(&small, i, way) {
					continue
				}
				if tries--; tries < 0 {
					return withoutVars(f, bad)
				}
				if wellFormed(small) && bad(small) {
					f, changed = small, true
					i--
					break
				}
			}
		}
	}
	return withoutVars(f, bad)
}

// withoutVars takes away what f declares and does not need.
func withoutVars(f Flow, bad func(Flow) bool) Flow {
	for i := len(f.Vars) - 1; i >= 0; i-- {
		small := f.Clone()
		if small.Vars = append(small.Vars[:i], small.Vars[i+1:]...); bad(small) {
			f = small
		}
	}
	if small := f.Clone(); bad(withoutHandler(small)) {
		f = withoutHandler(small)
	}
	for i := len(f.Containers) - 1; i > 0; i-- {
		small := f.Clone()
		if small.Containers = append(small.Containers[:i], small.Containers[i+1:]...); wellFormed(small) && bad(small) {
			f = small
		}
	}
	return f
}

func withoutHandler(f Flow) Flow {
	f.Handler = ""
	return f
}

// wellFormed reports whether loops are left and repeated inside of loops alone, and steps
// lead to containers that there are.
func wellFormed(f Flow) bool {
	names := map[string]bool{"": true}
	for _, c := range f.Containers {
		names[c.Name] = true
	}
	for _, c := range f.Containers {
		if !insideLoops(c.Steps, false) || !insideLoops(c.Choices, false) || !leadTo(c.Steps, names) || !leadTo(c.Choices, names) {
			return false
		}
	}
	return names[f.Handler]
}

func leadTo(steps []Step, names map[string]bool) bool {
	for _, s := range steps {
		if !names[s.To] {
			return false
		}
		for _, b := range s.Branches {
			if !leadTo(b.Steps, names) {
				return false
			}
		}
	}
	return true
}

func insideLoops(steps []Step, inside bool) bool {
	for _, s := range steps {
		if (s.Do == "loopExit" || s.Do == "loopNext") && !inside {
			return false
		}
		for _, b := range s.Branches {
			if !insideLoops(b.Steps, inside || b.Output == "loop") {
				return false
			}
		}
	}
	return true
}

// places counts the steps of f.
func places(f Flow) int {
	n := 0
	for _, c := range f.Containers {
		n += stepsIn(c.Steps) + stepsIn(c.Choices)
	}
	return n
}

func stepsIn(steps []Step) int {
	n := len(steps)
	for _, s := range steps {
		for _, b := range s.Branches {
			n += stepsIn(b.Steps)
		}
	}
	return n
}

// cut takes away step i, or leaves one of its branches in its place.
func cut(f *Flow, i, way int) bool {
	for _, c := range f.Containers {
		if done, ok := cutIn(&c.Steps, &i, way); done {
			return ok && len(c.Steps) > 0
		}
		if done, ok := cutIn(&c.Choices, &i, way); done {
			return ok && len(c.Choices) > 0 && way == 0
		}
	}
	return false
}

func cutIn(steps *[]Step, i *int, way int) (done, ok bool) {
	for at := range *steps {
		s := (*steps)[at]
		if *i == 0 {
			var put []Step
			if way > 0 {
				if len(s.Branches) < way {
					return true, false
				}
				put = s.Branches[way-1].Steps
			}
			rest := append([]Step(nil), (*steps)[at+1:]...)
			*steps = append(append((*steps)[:at], put...), rest...)
			return true, true
		}
		*i--
		for b := range s.Branches {
			if done, ok := cutIn(&s.Branches[b].Steps, i, way); done {
				return true, ok
			}
		}
	}
	return false, false
}
