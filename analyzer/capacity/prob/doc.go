// Package prob holds the few distributions that capacity questions need:
// Poisson counts, compound Poisson counts, and the Erlang B loss formula. It
// knows nothing of contact centres and imports nothing of ours.
//
// Functions take any float. Where an argument makes no sense (negative, NaN)
// they return NaN or, for counts, 0: none panics.
package prob
