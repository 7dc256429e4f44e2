// Package report has what all formats share: options, sentences, tables, figures. A
// format is a package of its own below it. They decide nothing.
package report
