// Package report prints a review: one file a format. It decides nothing.
package report
