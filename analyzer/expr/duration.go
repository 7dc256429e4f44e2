package expr

import (
	"strconv"
	"strings"
	"time"
)

// ParseDuration reads the platform's own duration text: P0D0H1M0S500F is days,
// hours, minutes, seconds and, by F, milliseconds. Parts may be missing, but
// not all of them, and keep that order; a minus sign may stand before the P.
// It is not ISO 8601.
func ParseDuration(text string) (time.Duration, bool) {
	rest, negative := strings.CutPrefix(text, "-")
	rest, ok := strings.CutPrefix(rest, "P")
	if !ok || rest == "" {
		return 0, false
	}
	var total time.Duration
	units := durationUnits
	for rest != "" {
		digits := strings.TrimLeft(rest, "0123456789")
		n, err := strconv.ParseInt(rest[:len(rest)-len(digits)], 10, 64)
		if err != nil || digits == "" {
			return 0, false
		}
		for len(units) > 0 && units[0].letter != digits[0] {
			units = units[1:]
		}
		if len(units) == 0 {
			return 0, false
		}
		total, ok = addProduct(total, n, units[0].unit)
		if !ok {
			return 0, false
		}
		rest, units = digits[1:], units[1:]
	}
	if negative {
		total = -total
	}
	return total, true
}

var durationUnits = []struct {
	letter byte
	unit   time.Duration
}{
	{'D', 24 * time.Hour}, {'H', time.Hour}, {'M', time.Minute}, {'S', time.Second}, {'F', time.Millisecond},
}

// FormatDuration writes d as the platform does, cut to milliseconds.
func FormatDuration(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	var b strings.Builder
	b.WriteString(sign + "P")
	for _, u := range durationUnits {
		b.WriteString(strconv.FormatInt(int64(d/u.unit), 10))
		b.WriteByte(u.letter)
		d %= u.unit
	}
	return b.String()
}

// addProduct returns sum + n x unit and whether that fits.
func addProduct(sum time.Duration, n int64, unit time.Duration) (time.Duration, bool) {
	product, ok := mulInt(n, int64(unit))
	if !ok {
		return 0, false
	}
	total, ok := addInt(int64(sum), product)
	return time.Duration(total), ok
}

func addInt(a, b int64) (int64, bool) {
	c := a + b
	return c, (c > a) == (b > 0)
}

func mulInt(a, b int64) (int64, bool) {
	if a == 0 || b == 0 {
		return 0, true
	}
	c := a * b
	if c/b != a || a == -1<<63 || b == -1<<63 {
		return 0, false
	}
	return c, true
}
