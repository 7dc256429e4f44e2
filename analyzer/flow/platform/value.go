package platform

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"

	"archlint/analyzer/flow"
	"archlint/analyzer/internal/rawjson"
)

// value reads a setting: {config, text, type, ...}. It returns nil for values
// that are not objects and for those out of service, which do not apply.
func (d *decoder) value() (*flow.Value, error) {
	v := &flow.Value{Path: string(d.path)}
	outOfService := false
	var text string
	isObject := d.dec.PeekKind() == '{'
	begin, err := d.object(false, func(key string) (err error) {
		switch key {
		case "config":
			v.Config, _, err = d.raw()
		case "text":
			text, err = d.string()
		case "type":
			v.Type, err = d.string()
		case "outOfService":
			outOfService, err = d.bool()
		default:
			err = d.skip()
		}
		return err
	})
	if err != nil || !isObject || outOfService {
		return nil, err
	}
	v.Pos = d.posAt(begin)
	d.classify(v, text)
	return v, nil
}

// classify decides by the discriminator of config what kind of value v is. An
// old save may lack config; then only the source text is known.
func (d *decoder) classify(v *flow.Value, text string) {
	v.Text = text
	word, body := d.discriminator(v.Config)
	switch word {
	case "lit":
		v.Kind = flow.Literal
		if operand := d.operand(body); operand.hasText {
			v.Text = operand.text
		}
	case "emp", "nul":
		v.Kind, v.Text = flow.NotSet, ""
	case "":
		v.Kind = flow.Expression
		if text == "" {
			v.Kind = flow.NotSet
		}
	default:
		v.Kind = flow.Expression
		d.reads(&v.Reads, d.references(v.Config))
	}
}

// discriminator returns the one key of a config object and a cursor at what
// follows it.
func (d *decoder) discriminator(config []byte) (word string, body rawjson.Cursor) {
	c := rawjson.At(config)
	if c.Enter('{') && c.Kind() == '"' {
		word = d.unquote(c.Raw())
	}
	return word, c
}

// operand is the body of a lit, ref or sysref.
type operand struct {
	text    string
	hasText bool
	val     string // GUID of a variable or resource, or a built-in's name
	pos     int    // column in the expression's source
}

// operand reads the object that comes next. The bytes were validated with the
// document, so that what is no operand is merely not one.
func (r *reader) operand(c rawjson.Cursor) operand {
	var found operand
	if !c.Enter('{') {
		return found
	}
	for c.More('}') {
		key := c.String()
		kind := c.Kind()
		switch body := c.Raw(); {
		case kind == '"' && string(key) == "text":
			found.text, found.hasText = r.unquote(body), true
		case kind == '"' && string(key) == "val":
			found.val = r.unquote(body)
		case kind == '0' && string(key) == "pos":
			found.pos, _ = strconv.Atoi(string(body))
		}
	}
	return found
}

// references finds the variables that a piece of a configuration reads: the
// bodies of all "ref" and "sysref" keys in it, in the order of the expression's
// source (the tree stores the operands of "." and "[" the other way round).
// Inside a JSON string every quote is escaped, so that the bytes `ref":` after
// an unescaped quote are a key and nothing else.
func (r *reader) references(text []byte) []operand {
	var found []operand
	for at := 0; ; {
		next := bytes.Index(text[at:], []byte(`ref"`))
		if next < 0 {
			break
		}
		begin := at + next
		at = begin + len(`ref"`)
		if !isReferenceKey(text[:begin]) {
			continue
		}
		body := bytes.TrimLeft(text[at:], " \t\r\n")
		if len(body) == 0 || body[0] != ':' {
			continue
		}
		if ref := r.operand(rawjson.At(body)); ref.text != "" {
			found = append(found, ref)
		}
	}
	slices.SortStableFunc(found, func(a, b operand) int { return cmp.Compare(a.pos, b.pos) })
	return found
}

// isReferenceKey reports whether before ends in the quote, or the quote and
// "sys", that opens a name of its own.
func isReferenceKey(before []byte) bool {
	before = bytes.TrimSuffix(before, []byte("sys"))
	return bytes.HasSuffix(before, []byte(`"`)) && !bytes.HasSuffix(before, []byte(`\"`))
}

// reads sets the names of refs, each variable once. The names are final only
// when all declarations are known: see resolveNames.
func (d *decoder) reads(names *[]string, refs []operand) {
	refs = d.distinct(refs)
	for _, ref := range refs {
		*names = append(*names, ref.text)
	}
	for i, ref := range refs {
		if ref.val != "" {
			d.unresolved = append(d.unresolved, nameUse{at: &(*names)[i], guid: ref.val})
		}
	}
}

// distinct drops the later mentions of a variable, in place.
func (d *decoder) distinct(refs []operand) []operand {
	if len(refs) < 2 {
		return refs
	}
	clear(d.seen)
	return slices.DeleteFunc(refs, func(ref operand) bool {
		id := cmp.Or(ref.val, ref.text)
		known := d.seen[id]
		d.seen[id] = true
		return known
	})
}

// nameUse is a place that mentions a variable, to be spelled as declared.
type nameUse struct {
	at   *string
	guid string
}

// resolveNames gives every mention of a variable the spelling of its
// declaration, and then makes variables of the values that are written to.
func (d *decoder) resolveNames() {
	for _, use := range d.unresolved {
		if name, ok := d.declared[use.guid]; ok {
			*use.at = name
		}
	}
	for _, v := range d.written {
		d.makeVariable(v)
	}
}

// makeVariable turns an expression that is one bare variable into a place to
// write to. Anything else that stands there cannot be written to: unknown.
func (d *decoder) makeVariable(v *flow.Value) {
	if v.Kind == flow.NotSet {
		return
	}
	if word, _ := d.discriminator(v.Config); (word == "ref" || word == "sysref") && len(v.Reads) == 1 {
		v.Kind, v.Text, v.Reads = flow.VariableIn, v.Reads[0], nil
		return
	}
	v.Kind = flow.Unknown
}
