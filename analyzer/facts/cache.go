package facts

// Cache is a data table that keeps the answer of a call, as the vendor's blueprint has it: a
// lookup, the call only where it found nothing or something too old, and a write of what the
// call answered under the same key. The call is then made at most once for a key and a period,
// however many interactions come. The place is that of the lookup.
type Cache struct {
	Place
	Name  string `json:"name"`  // name of the lookup
	Table string `json:"table"` // name or id of the data table, "" unknown
	Key   string `json:"key"`   // the key that is looked up and written, as written in the flow
	// StaleWhen is the condition by which what was found is too old, as written; "" where it
	// is never too old.
	StaleWhen string `json:"staleWhen"`
	// WrittenBy are the nodes of the calls that write the answer back.
	WrittenBy []string `json:"writtenBy"`
}
