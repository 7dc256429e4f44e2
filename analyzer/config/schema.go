package config

// kind is what a value must be.
type kind uint8

const (
	objectOf kind = iota // with the fields of the schema
	mapOf                // any keys, values of one schema
	listOf
	number
	integer
	share    // 0 to 1, or a percentage
	duration // as Go writes it; in seconds once checked
	boolean
	text
	word     // one of a list
	path     // of a file, relative to the file it stands in
	pathGlob // for paths, relative likewise
	output   // FORMAT or FORMAT=FILE
	week     // a rate for each hour of the week
	date     // a day, 2027-03-31
	param    // of a rule: a scalar or a list of scalars
)

// schema is what may stand at a place. Everything about a key is here once: the
// check of files, the JSON schema and `config show` follow from it.
type schema struct {
	kind kind
	doc  string // a sentence or a part of one, for editors

	fields []field // of an object
	of     *schema // of a map's values or a list's items
	keys   string  // what a map's keys are

	words    []string                // of a word
	why      func(text string) error // of a word: more than that the text is none of them, nil where there is no more to say
	min, max float64                 // of a number or integer, if max > min
	open     bool                    // min itself is out

	short  string // of an object: the key that a lone scalar stands for
	file   bool   // of an object: a lone scalar is the path of a file that holds it
	single bool   // of a list: a lone scalar is a list of one
	adds   bool   // of a list: layers add to it, where else the nearest layer's holds
	latch  bool   // of a rule: what a layer says firmly, stronger ones must not weaken (firm.go)

	needs  []string // keys that an object must have
	needs1 []string // keys, at least one of which an object must have
	whole  bool     // of an object or map: the nearest layer's holds alone

	initial string // what holds where nothing is said, "" for nothing
}

// field is a key of an object.
type field struct {
	key string
	*schema
}

// field returns the schema of an object's key, or nil.
func (s *schema) field(key string) *schema {
	for _, f := range s.fields {
		if f.key == key {
			return f.schema
		}
	}
	return nil
}

func (s *schema) fieldNames() []string {
	names := make([]string, len(s.fields))
	for i, f := range s.fields {
		names[i] = f.key
	}
	return names
}

// Keys lists every key that has a name, below its section ("traffic.aht"), in
// the order of the schema; those of single rules, flows and places have none.
func Keys() []string {
	var out []string
	var walk func(s *schema, at string)
	walk = func(s *schema, at string) {
		for _, f := range s.fields {
			out = append(out, keyPath(at, f.key))
			if f.key != "scenarios" { // the keys of traffic again
				walk(f.schema, keyPath(at, f.key))
			}
		}
	}
	walk(root(), "")
	return out
}
