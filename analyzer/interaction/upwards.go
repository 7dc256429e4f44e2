package interaction

// Each runs work for 0..n-1, some of them side by side, and waits for them.
type Each func(n int, work func(int))

// inTurn runs one after another.
func inTurn(n int, work func(int)) {
	for i := range n {
		work(i)
	}
}

// upwards runs work for every group of flows, after the groups that it leads to.
// Groups that do not lead to one another may run side by side.
func (n *Net) upwards(each Each, work func(group []int32)) {
	for _, level := range n.levels() {
		each(len(level), func(i int) { work(level[i]) })
	}
}

// levels are the groups by how many others they lead to in a row at most.
func (n *Net) levels() [][][]int32 {
	level := make([]int, n.groups.Len())
	var out [][][]int32
	for c := int32(n.groups.Len()) - 1; c >= 0; c-- { // those that a group leads to come first
		for _, i := range n.groups.Members(c) {
			for _, to := range n.After(int(i)) {
				if g := n.groups.Of[to]; g != c {
					level[c] = max(level[c], level[g]+1)
				}
			}
		}
		if level[c] == len(out) {
			out = append(out, nil)
		}
		out[level[c]] = append(out[level[c]], n.groups.Members(c))
	}
	return out
}
