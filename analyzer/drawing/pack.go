package drawing

import "archlint/analyzer/internal/pack"

// Packed is a drawing in a fraction of its memory: a review of thousands of flows
// holds them so. The zero Packed is of none.
type Packed struct{ data string }

// drawings is the codec of drawings. It never changes.
var drawings = pack.For[Drawing]()

// Pack packs a drawing.
func Pack(d *Drawing) Packed { return Packed{drawings.Pack(d)} }

// Drawing is the drawing again, nil where there is none.
func (p Packed) Drawing() *Drawing {
	if !p.Held() {
		return nil
	}
	d := drawings.Unpack(p.data)
	return &d
}

// Held reports whether there is a drawing.
func (p Packed) Held() bool { return p.data != "" }
