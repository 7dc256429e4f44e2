// Package capacity holds the traffic of an organisation, multiplied by how
// often each data action runs, against the platform's limits. It is pure: no
// files, no clock, no network.
//
// The caller says how often calls run (Load, from the analysis of the flows) and
// how many interactions come (Traffic); Assess answers with one record a limit
// and one a data action whose endpoint may hang. docs/methods/capacity.md has
// the formulas, their sources, and a worked example.
//
// What is not known stays unknown: it widens a demand to a range, and a verdict
// that would differ between the ends of the range is "unknown". Every default
// is an assumption that the result states in words.
package capacity
