// Package html writes a review as one HTML file that needs nothing else: no
// network, no font, no second file, the same bytes for the same input.
//
// A strict content-security policy names the page's one style sheet and one
// script by their hashes; everything from the reviewed files is text or data.
// The findings and figures are plain HTML. The script adds sorting, filters, sliders that
// compute the demand for other traffic, and the graphs, which are laid out when they are
// opened.
package html
