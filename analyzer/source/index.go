package source

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"sort"
)

// pageSize is the distance between the checkpoints of an index, in bytes. A
// position costs a binary search and a count over less than one page.
const pageSize = 256

// index answers "which line and column is this byte" for one text, however
// long its lines are: minified JSON is one line of a megabyte.
type index struct {
	lines []int // byte offset of the first byte of each line
	// chars[i] is the number of characters that begin before byte i*pageSize.
	chars []int
}

func newIndex(text []byte) *index {
	x := &index{lines: []int{0}, chars: make([]int, 0, len(text)/pageSize+2)}
	seen := 0
	for begin := 0; begin < len(text); begin += pageSize {
		page := text[begin:min(begin+pageSize, len(text))]
		x.chars = append(x.chars, seen)
		seen += countChars(page)
	}
	x.chars = append(x.chars, seen)
	x.addLines(text)
	return x
}

func (x *index) addLines(text []byte) {
	for begin := 0; ; {
		end := bytes.IndexByte(text[begin:], '\n')
		if end < 0 {
			return
		}
		begin += end + 1
		x.lines = append(x.lines, begin)
	}
}

// line returns the 1-based line that holds the byte at offset.
func (x *index) line(offset int) int {
	return sort.Search(len(x.lines), func(i int) bool { return x.lines[i] > offset })
}

// charsBefore returns how many characters begin before the byte at offset.
func (x *index) charsBefore(text []byte, offset int) int {
	page := offset / pageSize
	return x.chars[page] + countChars(text[page*pageSize:offset])
}

// countChars counts the bytes of text that begin a character: all but UTF-8
// continuation bytes. Counts of adjoining pieces add up wherever they are cut,
// and invalid UTF-8 cannot make the count fail.
func countChars(text []byte) int {
	count := len(text)
	for len(text) >= 8 {
		// A continuation byte has bit 7 set and bit 6 clear.
		word := binary.LittleEndian.Uint64(text)
		count -= bits.OnesCount64(word &^ (word << 1) & 0x8080808080808080)
		text = text[8:]
	}
	for _, b := range text {
		if b&0xC0 == 0x80 {
			count--
		}
	}
	return count
}
