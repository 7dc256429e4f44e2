package interpreter

// Every makes a run for each sequence of choices that runs can make, at most so many,
// and as long as goOn is true. It reports whether those were all.
func Every(most int, goOn func(choose func(n int) int) bool) bool {
	var path, width []int
	for range most {
		i := 0
		if !goOn(func(n int) int {
			if i == len(path) {
				path, width = append(path, 0), append(width, n)
			}
			i++
			return path[i-1]
		}) {
			return false
		}
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
