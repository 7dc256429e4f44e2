package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"archlint/analyzer/internal/phrase"
)

// Figure is a computed number as reports print it: four digits after the
// point, or four significant ones below 1, so that the last bits of a sum
// never show. A figure that is no number (unknown, infinite) is null in JSON.
type Figure float64

// MarshalJSON implements json.Marshaler.
func (f Figure) MarshalJSON() ([]byte, error) { return f.append(nil), nil }

// MarshalJSONTo implements the Marshaler of the faster library.
func (f Figure) MarshalJSONTo(enc *jsontext.Encoder) error {
	return enc.WriteValue(f.append(enc.AvailableBuffer()))
}

func (f Figure) append(to []byte) []byte {
	x := Round(float64(f))
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return append(to, "null"...)
	}
	return strconv.AppendFloat(to, x, 'f', -1, 64)
}

// FigureOf is x as a Figure, nil for nil.
func FigureOf(x *float64) *Figure {
	if x == nil {
		return nil
	}
	f := Figure(*x)
	return &f
}

// Round cuts x to the digits that a figure keeps.
func Round(x float64) float64 {
	abs := math.Abs(x)
	if abs == 0 || math.IsNaN(x) || math.IsInf(x, 0) {
		return x + 0 // makes -0 a plain 0
	}
	if abs >= 1e11 {
		return math.Round(x) // four more digits would not be exact
	}
	digits := 4
	if abs < 1 {
		digits = 3 - int(math.Floor(math.Log10(abs)))
	}
	text := strconv.FormatFloat(x, 'f', min(digits, 300), 64)
	rounded, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return x
	}
	return rounded
}

// Number prints a figure for people: thousands apart, at most two digits
// after the point, more only below 0.1.
func Number(x float64) string {
	x += 0 // makes -0 a plain 0
	switch abs := math.Abs(x); {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return "unknown"
	case abs >= 100 || x == math.Trunc(x):
		return phrase.Grouped(x)
	case abs >= 10:
		return trimZeros(strconv.FormatFloat(x, 'f', 1, 64))
	case abs >= 0.1:
		return trimZeros(strconv.FormatFloat(x, 'f', 2, 64))
	case abs < 0.0001:
		return "less than 0.0001"
	default:
		return strconv.FormatFloat(Round(x), 'f', -1, 64)
	}
}

// NumberOr prints a figure that may be unknown.
func NumberOr(x *float64, unknown string) string {
	if x == nil || math.IsNaN(*x) || math.IsInf(*x, 0) {
		return unknown
	}
	return Number(*x)
}

// Percent prints a share, 0.069 as "6.9 %".
func Percent(share float64) string {
	text := Number(share * 100)
	if text == "unknown" {
		return text
	}
	return text + " %"
}

func trimZeros(s string) string { return strings.TrimRight(strings.TrimRight(s, "0"), ".") }

// Counted prints a number with its noun: "1 error", "2 errors".
func Counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return phrase.Grouped(n) + " " + noun + "s"
}
