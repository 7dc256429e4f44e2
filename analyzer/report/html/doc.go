// Package html writes a review as one HTML file that needs nothing else: no
// network, no font, no second file, the same bytes for the same input.
//
// A strict content-security policy names the page's one style sheet and one
// script by their hashes; everything from the reviewed files is text or data.
// What matters stands in the page as plain HTML, and the script adds to it:
// sorting, filters, sliders that work demand out anew, and the graphs, which are
// laid out when somebody looks at them.
package html
