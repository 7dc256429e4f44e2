package platform

// stringCache shares the strings that repeat all over a flow: member names,
// words, GUIDs. It is direct-mapped: a string has one slot, and what was there
// before gives way. A map would share more and costs a fifth of all decoding.
type stringCache [1024]string

// longestShared is the length up to which a string is worth sharing.
const longestShared = 64

// get returns text as a string.
func (c *stringCache) get(text []byte) string {
	if len(text) == 0 || len(text) > longestShared {
		return string(text)
	}
	slot := &c[slotOf(text)]
	if *slot != string(text) { // compares without a copy
		*slot = string(text)
	}
	return *slot
}

// slotOf mixes the length and five bytes; they tell member names and GUIDs
// apart well enough.
func slotOf(text []byte) uint32 {
	last := len(text) - 1
	h := uint32(len(text))
	for _, b := range [...]byte{text[0], text[last/4], text[last/2], text[last-last/4], text[last]} {
		h = h*31 + uint32(b)
	}
	return h % uint32(len(stringCache{}))
}
