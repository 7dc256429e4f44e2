package oracle

// EveryChoice makes a run for each sequence of choices that runs can make, and
// reports whether most runs were enough.
func EveryChoice(most int, run func(Chooser)) bool {
	var path, width []int
	for range most {
		i := 0
		run(func(n int) int {
			if i == len(path) {
				path, width = append(path, 0), append(width, n)
			}
			i++
			return path[i-1]
		})
		for len(path) > 0 && path[len(path)-1]+1 == width[len(path)-1] {
			path, width = path[:len(path)-1], width[:len(path)-1]
		}
		if len(path) == 0 {
			return true
		}
		path[len(path)-1]++
	}
	return false
}
