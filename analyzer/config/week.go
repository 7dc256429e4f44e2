package config

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

const weekHours = 7 * 24

var dayNames = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// week holds a weekly profile to its form: a list of 168 rates, or days with
// hours with rates.
func (c *checker) week(v *value, key string) *value {
	if _, err := weekOf(v); err != nil {
		at := v
		if err.at != nil {
			at = err.at
		}
		c.fail(at, key, "%s", err.message)
		return nil
	}
	return v
}

type weekError struct {
	at      *value
	message string
}

// weekOf returns the rate of each hour of the week, Monday 00:00 first. Hours
// that are not named have none.
func weekOf(v *value) ([]float64, *weekError) {
	switch {
	case v == nil:
		return nil, nil
	case v.shape == list:
		return weekList(v)
	case v.shape != object:
		return nil, &weekError{v, "want days (mon, mon-fri, ...) with hours (08:00-18:00) and rates, or a list of 168 rates"}
	}
	rates, said := make([]float64, weekHours), make([]bool, weekHours)
	for _, days := range v.keys {
		from, to, err := span(days, dayNumber)
		if err != "" {
			return nil, &weekError{v.members[days], fmt.Sprintf("%q: %s", days, err)}
		}
		for d := from; d <= to; d++ {
			if err := addDay(v.members[days], rates[d*24:d*24+24], said[d*24:d*24+24]); err != nil {
				return nil, err
			}
		}
	}
	return rates, nil
}

func weekList(v *value) ([]float64, *weekError) {
	if len(v.items) != weekHours {
		return nil, &weekError{v, fmt.Sprintf("%d rates instead of %d, one for each hour from Monday 00:00", len(v.items), weekHours)}
	}
	rates := make([]float64, weekHours)
	for i, item := range v.items {
		x, err := rateOf(item)
		if err != nil {
			return nil, err
		}
		rates[i] = x
	}
	return rates, nil
}

// addDay fills in one day: a rate for all of it, or hours with rates.
func addDay(v *value, rates []float64, said []bool) *weekError {
	if v.shape == scalar {
		return addHours(v, 0, 24, rates, said)
	}
	if v.shape != object {
		return &weekError{v, "want hours (08:00-18:00) with rates, or one rate for the day"}
	}
	for _, hours := range v.keys {
		from, to, err := hourSpan(hours)
		if err != "" {
			return &weekError{v.members[hours], fmt.Sprintf("%q: %s", hours, err)}
		}
		if err := addHours(v.members[hours], from, to, rates, said); err != nil {
			return err
		}
	}
	return nil
}

func addHours(v *value, from, to int, rates []float64, said []bool) *weekError {
	x, err := rateOf(v)
	if err != nil {
		return err
	}
	for h := from; h < to; h++ {
		if said[h] {
			return &weekError{v, fmt.Sprintf("the hour from %02d:00 is given twice", h)}
		}
		rates[h], said[h] = x, true
	}
	return nil
}

func rateOf(v *value) (float64, *weekError) {
	if v.shape != scalar || v.tag != "!!int" && v.tag != "!!float" || !(v.num >= 0 && v.num <= 1e9) {
		return 0, &weekError{v, "want interactions per minute, a number of at least 0"}
	}
	return v.num, nil
}

// span reads "fri" or "mon-fri".
func span(text string, number func(string) (int, bool)) (from, to int, err string) {
	first, last, isRange := strings.Cut(text, "-")
	from, ok := number(strings.TrimSpace(first))
	to = from
	if isRange && ok {
		to, ok = number(strings.TrimSpace(last))
	}
	if !ok {
		return 0, 0, "want a day (mon, tue, wed, thu, fri, sat, sun) or a span of days like mon-fri"
	}
	if to < from {
		return 0, 0, "the span ends before it begins"
	}
	return from, to, ""
}

func dayNumber(text string) (int, bool) {
	for i, name := range dayNames {
		if strings.EqualFold(text, name) {
			return i, true
		}
	}
	return 0, false
}

var hours = regexp.MustCompile(`^(\d{1,2}):00\s*-\s*(\d{1,2}):00$`)

// hourSpan reads "08:00-18:00"; the end is not part of it.
func hourSpan(text string) (from, to int, err string) {
	m := hours.FindStringSubmatch(text)
	if m == nil {
		return 0, 0, "want full hours like 08:00-18:00"
	}
	from, _ = strconv.Atoi(m[1]) // at most two digits: cannot fail
	to, _ = strconv.Atoi(m[2])
	if to > 24 || from >= to {
		return 0, 0, "want full hours of one day, from 00:00 to 24:00"
	}
	return from, to, ""
}
