package unfold

// bits is a set of variables. A budget allows 64 of them.
type bits uint64

func (b bits) has(v variable) bool { return v >= 0 && b&(1<<uint(v)) != 0 }

func (b bits) with(v variable) bits {
	if v < 0 {
		return b
	}
	return b | 1<<uint(v)
}

func (b bits) without(v variable) bits {
	if v < 0 {
		return b
	}
	return b &^ (1 << uint(v))
}
