package walks

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
)

// shares are how often the ways on are taken: fixed for each place by the seed of
// the organisation, and known to nobody.
type shares struct{ seed uint64 }

func (s shares) at(what, id string) *rand.Rand { return rand.New(rand.NewPCG(s.seed, hash(what+id))) }

func hash(text string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(text))
	return h.Sum64()
}

// split draws the shares of n ways from a flat Dirichlet distribution.
func (s shares) split(id string, n int) []float64 {
	r, sum := s.at("split", id), 0.0
	out := make([]float64, n)
	for i := range out {
		out[i] = -math.Log(1 - r.Float64())
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// trouble is how often a data action fails, and how often it takes too long.
func (s shares) trouble(id string) (failed, late float64) {
	r := s.at("trouble", id)
	return 0.15 * r.Float64(), 0.05 * r.Float64()
}

// yes is how often a condition holds that depends on a value from outside.
func (s shares) yes(id string) float64 { return s.at("yes", id).Float64() }

func (s shares) refusal(id string) float64 { return 0.05 * s.at("refusal", id).Float64() }
func (s shares) answer(id string) float64  { return 0.2 + 0.4*s.at("answer", id).Float64() }
func (s shares) hangUp(id string) float64  { return 0.03 * s.at("hangUp", id).Float64() }
