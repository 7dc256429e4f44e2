package calls

// scratch is memory for what is needed only until a region is solved. It is taken and
// given back like a stack, since the regions inside are solved meanwhile.
type scratch struct {
	room []int64
	used int
}

// release gives back what was taken since used was mark.
func (s *scratch) release(mark int) { s.used = mark }

// filled returns n numbers that are all v.
func (s *scratch) filled(n int, v int64) []int64 {
	if s.used+n > len(s.room) { // what was taken keeps the memory that it is in
		s.room = make([]int64, max(2*len(s.room), s.used+n, 256))
	}
	taken := s.room[s.used : s.used+n : s.used+n]
	s.used += n
	for i := range taken {
		taken[i] = v
	}
	return taken
}
