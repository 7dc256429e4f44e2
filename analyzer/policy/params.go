package policy

import (
	"fmt"
	"math"

	"archlint/analyzer/source"
)

// coerce checks a value from METADATA or configuration against the
// parameter's type and brings numbers into one Go type each: int64 for
// "integer", float64 for "number", []any of string for "strings".
func (p Param) coerce(value any) (any, error) {
	switch p.Type {
	case "integer":
		f, ok := number(value)
		if !ok || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
			return int64(0), fmt.Errorf("want an integer, not %v", value)
		}
		return int64(f), nil
	case "number":
		f, ok := number(value)
		if !ok || math.IsNaN(f) || math.IsInf(f, 0) {
			return float64(0), fmt.Errorf("want a number, not %v", value)
		}
		return f, nil
	case "string":
		s, ok := value.(string)
		if !ok {
			return "", fmt.Errorf("want a string, not %v", value)
		}
		return s, nil
	case "boolean":
		b, ok := value.(bool)
		if !ok {
			return false, fmt.Errorf("want true or false, not %v", value)
		}
		return b, nil
	case "strings":
		return texts(value)
	}
	return nil, fmt.Errorf("type %q is unknown: want integer, number, string, boolean or strings", p.Type)
}

func number(value any) (float64, bool) {
	switch v := value.(type) {
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case uint64:
		return float64(v), true
	case float64:
		return v, true
	case interface{ Float64() (float64, error) }: // json.Number
		f, err := v.Float64()
		return f, err == nil
	}
	return 0, false
}

func texts(value any) (any, error) {
	out := []any{}
	switch list := value.(type) {
	case []string:
		for _, s := range list {
			out = append(out, s)
		}
	case []any:
		for _, v := range list {
			s, ok := v.(string)
			if !ok {
				return out, fmt.Errorf("want a list of strings, not %v in it", v)
			}
			out = append(out, s)
		}
	default:
		return out, fmt.Errorf("want a list of strings, not %v", value)
	}
	return out, nil
}

// configure applies levels and parameter values to the rules, by id or alias.
// A name that no rule has is an error with the nearest candidate: a typing
// mistake must not silently leave a rule as it was.
func configure(rules []*Rule, opts Options) LoadErrors {
	var errs LoadErrors
	where := opts.where()
	byName, names := map[string]*Rule{}, []string{}
	for _, r := range rules {
		for _, name := range append([]string{r.ID}, r.Aliases...) {
			byName[name] = r
			names = append(names, name)
		}
	}
	for _, id := range SortedKeys(opts.Levels) {
		r, level := byName[id], opts.Levels[id]
		switch {
		case r == nil:
			errs = append(errs, &source.Error{Message: fmt.Sprintf("%sseverity of rule %q: no such rule%s", where(id, ""), id, DidYouMean(id,
				names))})
		case !validLevel(string(level)):
			errs = append(errs, &source.Error{Message: fmt.Sprintf("%sseverity of rule %q: %q is none: want error, warning, info or off",
				where(id, ""), id, level)})
		default:
			r.Severity = level
		}
	}
	for _, id := range SortedKeys(opts.Params) {
		if byName[id] == nil {
			errs = append(errs, &source.Error{Message: fmt.Sprintf("%sparameters of rule %q: no such rule%s", where(id, ""), id, DidYouMean(id,
				names))})
			continue
		}
		errs = append(errs, byName[id].setParams(id, opts.Params[id], where)...)
	}
	return errs
}

// where is Where, or nowhere.
func (o Options) where() func(rule, param string) string {
	if o.Where == nil {
		return func(string, string) string { return "" }
	}
	return o.Where
}

func (r *Rule) setParams(as string, values map[string]any, where func(rule, param string) string) LoadErrors {
	var errs LoadErrors
	names := make([]string, len(r.Params))
	for i, p := range r.Params {
		names[i] = p.Name
	}
	for _, name := range SortedKeys(values) {
		i := indexOf(names, name)
		if i < 0 {
			errs = append(errs, &source.Error{Message: fmt.Sprintf("%srule %s has no parameter %q%s", where(as, name), as, name, DidYouMean(name,
				names))})
			continue
		}
		value, err := r.Params[i].coerce(values[name])
		if err != nil {
			errs = append(errs, &source.Error{Message: fmt.Sprintf("%sparameter %s of rule %s: %v", where(as, name), name, as, err)})
			continue
		}
		r.Params[i].Value = value
	}
	return errs
}

func indexOf(list []string, s string) int {
	for i, one := range list {
		if one == s {
			return i
		}
	}
	return -1
}

func validLevel(s string) bool {
	return contains([]string{"error", "warning", "info", "off"}, s)
}
