package cfg

// ReturnEdges returns the numbers of the edges of a call by which a run goes on when what
// is called returns by an output: those of its name, else the default ones, else all.
func ReturnEdges(out []Edge, output string) []int {
	for _, want := range []string{output, "default"} {
		var match []int
		for k, e := range out {
			if e.Output == want {
				match = append(match, k)
			}
		}
		if match != nil {
			return match
		}
	}
	all := make([]int, len(out))
	for k := range all {
		all[k] = k
	}
	return all
}
