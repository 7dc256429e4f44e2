package walks

import (
	"encoding/json"
	"strconv"
)

// content is what a variable holds.
type content struct {
	known   bool
	literal string // if it is known
	write   int    // which write from outside it is of, if it is not known
}

// question is a comparison of one value from outside: as long as the value stays, it
// gets one answer.
type question struct {
	write    int
	operator string
	with     string
}

func (w *walker) receive(into value) {
	w.writes++
	w.vars[into.Text] = content{write: w.writes}
}

func (w *walker) number(into value, n int) {
	w.vars[into.Text] = content{known: true, literal: strconv.Itoa(n)}
}

// set assigns a constant, or copies a variable.
func (w *walker) set(variable, to value) {
	var o operand
	if text, err := json.Marshal(to.Config); err == nil && json.Unmarshal(text, &o) == nil {
		if o.Ref != nil {
			w.vars[variable.Text] = w.vars[o.Ref.Text]
			return
		}
	}
	w.vars[variable.Text] = content{known: true, literal: to.Text}
}

// holds decides a condition: a comparison of a variable with a constant. A variable
// that nothing has written is not set, and equal to nothing.
func (w *walker) holds(a *action) bool {
	for operator, text := range a.Expression.Config {
		var op struct {
			Operands []operand `json:"operands"`
		}
		if json.Unmarshal(text, &op) != nil || len(op.Operands) != 2 || op.Operands[0].Ref == nil || op.Operands[1].Lit == nil {
			continue
		}
		held, written := w.vars[op.Operands[0].Ref.Text]
		with := op.Operands[1].Lit.Text
		switch {
		case !written:
			return false
		case held.known:
			return compare(operator, held.literal, with)
		}
		return w.outside(a.ID, question{held.write, operator, with})
	}
	return w.r.Float64() < w.shares.yes(a.ID)
}

// outside answers a question about a value that nobody here knows.
func (w *walker) outside(id string, q question) bool {
	answer, asked := w.drawn[q]
	if !asked {
		answer = w.r.Float64() < w.shares.yes(id)
		w.drawn[q] = answer
	}
	return answer
}

func compare(operator, a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	numbers := errX == nil && errY == nil
	switch operator {
	case "==":
		return a == b || numbers && x == y
	case "!=":
		return a != b && !(numbers && x == y)
	case ">":
		return numbers && x > y
	case "<":
		return numbers && x < y
	case ">=":
		return numbers && x >= y
	case "<=":
		return numbers && x <= y
	}
	return false
}
