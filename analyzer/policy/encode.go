package policy

import (
	"math"
	"reflect"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/policy/fields"
)

// encoder turns facts into OPA values directly, without a JSON round trip. For
// each type it works out once which fields there are; encoding then only
// reads them. The values equal what json.Marshal and a parse would give, but
// nil slices and maps are empty rather than null, as the facts promise.
type encoder struct {
	value    encode
	record   *recordPlan // of an encoder for structs
	writings sync.Pool   // to be used again: a flow has many texts
}

// encode turns one value into a term.
type encode func(v reflect.Value, w *writing) *ast.Term

// writing is one encoding under way.
type writing struct {
	// texts are shared: the same names of flow, file and container stand in
	// hundreds of records.
	texts map[string]*ast.Term
	// pairs are those of the records that are being written, one in another.
	pairs [][2]*ast.Term
	// jobs is on how many goroutines a long list is written.
	jobs int
}

func newWriting() *writing { return &writing{texts: map[string]*ast.Term{}, jobs: 1} }

// forget releases what was written.
func (w *writing) forget() {
	clear(w.texts)
	clear(w.pairs[:cap(w.pairs)])
}

// newPlanner plans encoders that leave out the fields, of all records, that
// nobody wants.
func newPlanner(want func(fields.Field) bool) planner {
	return planner{records: map[reflect.Type]*recordPlan{}, want: want}
}

func everything(fields.Field) bool { return true }

// encoder returns an encoder for values of type t. It is safe for concurrent use.
func (p *planner) encoder(t reflect.Type) *encoder {
	return &encoder{value: p.plan(t), record: p.records[t]}
}

// term encodes v, which must be of the encoder's type.
func (e *encoder) term(v reflect.Value) *ast.Term { return e.value(v, newWriting()) }

// termWithout encodes a record but for the lists that nobody wants, long ones on as
// many goroutines as there are jobs.
func (e *encoder) termWithout(v reflect.Value, jobs int, unwanted func(name string) bool) *ast.Term {
	w, ok := e.writings.Get().(*writing)
	if !ok {
		w = newWriting()
	}
	defer e.writings.Put(w)
	defer w.forget()
	w.jobs = jobs
	return e.record.encode(v, w, func(f *fieldPlan) bool { return !f.list || !unwanted(f.name) })
}

// planner works out how types are written, each once.
type planner struct {
	records map[reflect.Type]*recordPlan
	want    func(fields.Field) bool
}

// recordPlan is how a struct is written: its fields with ready-made keys.
type recordPlan struct {
	fields []fieldPlan
}

type fieldPlan struct {
	name      string
	key       *ast.Term
	index     []int
	list      bool
	omitEmpty bool
	value     encode
}

func (p *planner) plan(t reflect.Type) encode {
	switch t.Kind() {
	case reflect.Pointer:
		elem := p.plan(t.Elem())
		return func(v reflect.Value, w *writing) *ast.Term {
			if v.IsNil() {
				return ast.InternedNullTerm
			}
			return elem(v.Elem(), w)
		}
	case reflect.Struct:
		r := p.record(t)
		return func(v reflect.Value, w *writing) *ast.Term { return r.encode(v, w, nil) }
	case reflect.Slice:
		return p.list(t)
	case reflect.Bool:
		return func(v reflect.Value, _ *writing) *ast.Term { return ast.InternedTerm(v.Bool()) }
	case reflect.String:
		return text
	case reflect.Int, reflect.Int64:
		return func(v reflect.Value, _ *writing) *ast.Term { return ast.InternedTerm(v.Int()) }
	case reflect.Float64:
		return func(v reflect.Value, _ *writing) *ast.Term { return floatTerm(v.Float()) }
	}
	return anything
}

func (p *planner) record(t reflect.Type) *recordPlan {
	if known := p.records[t]; known != nil {
		return known // also the way out for types that hold themselves
	}
	r := &recordPlan{}
	p.records[t] = r
	for _, f := range fields.Of(t) {
		if !p.want(f) {
			continue
		}
		r.fields = append(r.fields, fieldPlan{name: f.Name, key: ast.StringTerm(f.Name), index: f.Index,
			list: f.Type.Kind() == reflect.Slice, omitEmpty: f.OmitEmpty, value: p.plan(f.Type)})
	}
	return r
}

// encode writes a record, with all fields or with those that are wanted.
func (r *recordPlan) encode(v reflect.Value, w *writing, want func(*fieldPlan) bool) *ast.Term {
	first := len(w.pairs)
	for i := range r.fields {
		f := &r.fields[i]
		if want != nil && !want(f) {
			continue
		}
		field := v.Field(f.index[0])
		for _, inner := range f.index[1:] {
			field = field.Field(inner)
		}
		if f.omitEmpty && isEmpty(field) {
			continue
		}
		value := f.value(field, w) // before append looks at w.pairs
		w.pairs = append(w.pairs, [2]*ast.Term{f.key, value})
	}
	t := ast.ObjectTerm(w.pairs[first:]...)
	w.pairs = w.pairs[:first]
	return t
}

// longList is how long a list is that is worth more than one goroutine.
const longList = 10_000

func (p *planner) list(t reflect.Type) encode {
	elem := p.plan(t.Elem())
	return func(v reflect.Value, w *writing) *ast.Term {
		n := v.Len()
		switch {
		case n == 0:
			return ast.InternedEmptyArray
		case n >= longList && w.jobs > 1:
			return encodeInParts(v, elem, w.jobs)
		}
		terms := make([]*ast.Term, n)
		for i := range n {
			terms[i] = elem(v.Index(i), w)
		}
		return ast.ArrayTerm(terms...)
	}
}

// encodeInParts encodes a list in as many parts as there are jobs, side by side.
func encodeInParts(v reflect.Value, elem encode, jobs int) *ast.Term {
	terms := make([]*ast.Term, v.Len())
	var parts sync.WaitGroup
	for job := range jobs {
		from, to := job*len(terms)/jobs, (job+1)*len(terms)/jobs
		parts.Go(func() {
			w := newWriting()
			for i := from; i < to; i++ {
				terms[i] = elem(v.Index(i), w)
			}
		})
	}
	parts.Wait()
	return ast.ArrayTerm(terms...)
}

func text(v reflect.Value, w *writing) *ast.Term {
	s := v.String()
	t := w.texts[s]
	if t == nil {
		t = ast.InternedTerm(s)
		w.texts[s] = t
	}
	return t
}

// floatTerm writes whole numbers as integers, as JSON output would, so that
// set and object keys made of them compare equal. What JSON cannot say is null.
func floatTerm(f float64) *ast.Term {
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return ast.InternedNullTerm
	case f == math.Trunc(f) && math.Abs(f) < 1<<53:
		return ast.InternedTerm(int64(f))
	}
	return ast.FloatNumberTerm(f)
}

func isEmpty(v reflect.Value) bool {
	if v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		return v.Len() == 0
	}
	return v.IsZero()
}

// anything encodes what has no plan of its own: maps and interfaces, which the
// facts use for parameters only.
func anything(v reflect.Value, _ *writing) *ast.Term {
	if v.Kind() == reflect.Map && v.Len() == 0 {
		return ast.InternedEmptyObject
	}
	value, err := ast.InterfaceToValue(v.Interface())
	if err != nil {
		return ast.InternedNullTerm
	}
	return ast.NewTerm(value)
}
