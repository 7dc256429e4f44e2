package facts

// FlowAt finds the flow that a record stands in, by the flow's name and the
// record's file; -1 if there is none. Several flows may bear one name: that of
// the same file goes first, and else the first, since the records of a common
// module stand in another file than the flow that calls it.
func FlowAt(flows []Flow, name, file string) int {
	byName := -1
	for i := range flows {
		if flows[i].Name != name {
			continue
		}
		if flows[i].File == file {
			return i
		}
		if byName < 0 {
			byName = i
		}
	}
	return byName
}
