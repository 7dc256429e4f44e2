package calls

import (
	"math"
	"slices"
)

// part is a way through a piece of the flow: its probability, and the mean and
// second moments of the counts over the runs that take it, all three as
// measures, not divided by the probability. Parts that follow one another
// multiply (they are the start of the series of a generating function).
type part struct {
	p      float64
	mean   []float64
	second []float64
}

func newPart(counts int) part {
	return part{mean: make([]float64, counts), second: make([]float64, counts*counts)}
}

// then is a followed by b.
func (a part) then(b part) part {
	k := len(a.mean)
	c := newPart(k)
	c.p = a.p * b.p
	for i := range k {
		c.mean[i] = a.p*b.mean[i] + b.p*a.mean[i]
		for j := range k {
			at := i*k + j
			c.second[at] = a.p*b.second[at] + b.p*a.second[at] + a.mean[i]*b.mean[j] + a.mean[j]*b.mean[i]
		}
	}
	return c
}

// scaled is the part with a share of its runs.
func (a part) scaled(share float64) part {
	c := newPart(len(a.mean))
	c.p = share * a.p
	for i, x := range a.mean {
		c.mean[i] = share * x
	}
	for i, x := range a.second {
		c.second[i] = share * x
	}
	return c
}

// jet is a polynomial in the probability of a round, with its first and second
// derivative there.
type jet struct{ value, first, second float64 }

// geometric returns 1 + p + ... + p^(n-1) and p^n. Of an n that is no whole number,
// both are between those of the whole numbers around it, in proportion.
func geometric(p, n float64) (sum, power jet) {
	power = jet{value: 1}
	n = max(n, 0)
	whole := math.Floor(n)
	for range min(int64(whole), 1<<20) {
		sum = sum.mixed(1, power, 1)
		power = power.times(p)
		if power.value < 1e-12 && power.second < 1e-9 {
			break
		}
	}
	more := n - whole
	return sum.mixed(1, power, more), power.mixed(1-more, power.times(p), more)
}

// times is the polynomial for one more round.
func (j jet) times(p float64) jet {
	return jet{p * j.value, p*j.first + j.value, p*j.second + 2*j.first}
}

// mixed is a times one polynomial and b times another.
func (j jet) mixed(a float64, other jet, b float64) jet {
	return jet{a*j.value + b*other.value, a*j.first + b*other.first, a*j.second + b*other.second}
}

// rounds puts a round into a polynomial: the power t of a part has mean
// t p^(t-1) mean and second moments t p^(t-1) second + t(t-1) p^(t-2) mean x mean.
func (a part) rounds(of jet) part {
	k := len(a.mean)
	c := newPart(k)
	c.p = of.value
	for i := range k {
		c.mean[i] = of.first * a.mean[i]
		for j := range k {
			at := i*k + j
			c.second[at] = of.first*a.second[at] + of.second*a.mean[i]*a.mean[j]
		}
	}
	return c
}

// placed are moments with the positions of their counts among others.
type placed struct {
	*Moments
	at []int32
}

// newPlaced finds m's counts among counts, which hold them all, both ascending.
func newPlaced(m *Moments, counts []int) placed {
	p := placed{m, make([]int32, len(m.Counts))}
	from := 0
	for i, c := range m.Counts {
		at, _ := slices.BinarySearch(counts[from:], c)
		from += at
		p.at[i] = int32(from)
	}
	return p
}

// addTo adds share times the moments to those of the counts that they are
// placed among.
func (p placed) addTo(mean, second []float64, share float64) {
	k := len(mean)
	for i, at := range p.at {
		mean[at] += share * p.Mean[i]
		for j, other := range p.at {
			second[int(at)*k+int(other)] += share * p.Second[i*len(p.at)+j]
		}
	}
}
