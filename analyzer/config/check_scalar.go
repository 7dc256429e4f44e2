package config

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"archlint/analyzer/waiver"
)

func (c *checker) scalar(v *value, s *schema, key string) *value {
	out := *v
	var err error
	switch s.kind {
	case number, integer:
		out.num, err = numeric(v, s)
	case share:
		out.num, err = shareOf(v)
	case duration:
		out.num, err = secondsOf(v)
	case boolean:
		out.num, err = truthOf(v)
	case word:
		err = wordOf(v.text, s)
	case output:
		name, _, _ := strings.Cut(v.text, "=")
		err = oneOf(name, s.words)
	case date:
		_, err = waiver.Day(v.text)
		if err != nil {
			err = fmt.Errorf("%q is not a day; write it like 2027-03-31", v.text)
		}
	case text, path, pathGlob:
		if v.text == "" {
			err = fmt.Errorf("want %s", expectation(s))
		}
	}
	if err == nil {
		err = inRange(&out, s)
	}
	if err != nil {
		c.fail(v, key, "%v", err)
		return nil
	}
	return &out
}

func numeric(v *value, s *schema) (float64, error) {
	x := v.num
	if v.tag == "" { // a flag's text
		n, err := strconv.ParseFloat(v.text, 64)
		if err != nil {
			return 0, fmt.Errorf("%q is not a number", v.text)
		}
		x = n
	} else if v.tag != "!!int" && v.tag != "!!float" {
		return 0, fmt.Errorf("want %s, not %q", expectation(s), v.text)
	}
	if s.kind == integer && x != math.Trunc(x) {
		return 0, fmt.Errorf("%s is not a whole number", v.text)
	}
	return x, nil
}

func shareOf(v *value) (float64, error) {
	if digits, percent := strings.CutSuffix(v.text, "%"); percent {
		x, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
		if err != nil {
			return 0, fmt.Errorf("%q is not a percentage", v.text)
		}
		return x / 100, nil
	}
	return numeric(v, &schema{kind: share})
}

func secondsOf(v *value) (float64, error) {
	d, err := time.ParseDuration(v.text)
	if err != nil {
		return 0, fmt.Errorf("%q is not a duration; write it like 300s, 5m or 800ms", v.text)
	}
	return d.Seconds(), nil
}

func truthOf(v *value) (float64, error) {
	b, err := strconv.ParseBool(v.text)
	if err != nil || v.tag != "" && v.tag != "!!bool" {
		return 0, fmt.Errorf("want true or false, not %q", v.text)
	}
	if b {
		return 1, nil
	}
	return 0, nil
}

// wordOf holds a word to those that s takes.
func wordOf(text string, s *schema) error {
	if s.why != nil {
		if err := s.why(text); err != nil {
			return err
		}
	}
	return oneOf(text, s.words)
}

func oneOf(text string, words []string) error {
	if slices.Contains(words, text) {
		return nil
	}
	hint := DidYouMean(text, words)
	if hint == "" {
		hint = candidates(words)
	}
	return fmt.Errorf("%q is not known%s", text, hint)
}

// inRange holds a number to its bounds. The words are those of the flags.
func inRange(v *value, s *schema) error {
	if s.max <= s.min || s.kind == word {
		return nil
	}
	if v.num >= s.min && v.num <= s.max && !(s.open && v.num == s.min) {
		return nil
	}
	bound := plain
	text := plain(v.num)
	if s.kind == duration {
		bound, text = inTime, v.text
	}
	if s.open && v.num == s.min {
		return fmt.Errorf("%s says nothing: give more, or leave it out where it is not known", text)
	}
	return fmt.Errorf("%s is not between %s and %s", text, bound(s.min), bound(s.max))
}

// plain writes a number without an exponent, as people do.
func plain(x float64) string {
	if math.Abs(x) > 1e15 {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// inTime writes seconds as a duration.
func inTime(seconds float64) string {
	return time.Duration(seconds * float64(time.Second)).Truncate(time.Hour).String()
}

// expectation says what a schema accepts.
func expectation(s *schema) string {
	switch s.kind {
	case objectOf:
		if s.file {
			return "a mapping, or the path of a file"
		}
		return "a mapping with " + strings.Join(s.fieldNames(), ", ")
	case mapOf:
		return "a mapping of " + s.keys
	case listOf:
		return "a list"
	case number:
		return "a number"
	case integer:
		return "a whole number"
	case share:
		return "a share from 0 to 1, or a percentage"
	case duration:
		return "a duration like 5m"
	case boolean:
		return "true or false"
	case word, output:
		return "one of " + strings.Join(s.words, ", ")
	case path:
		return "a path"
	case pathGlob:
		return "a pattern for paths"
	case date:
		return "a day like 2027-03-31"
	default:
		return "a text"
	}
}
