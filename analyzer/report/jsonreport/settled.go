package jsonreport

import (
	"archlint/analyzer/facts"
	"archlint/analyzer/report"
)

// jsonSettled is a decision or a switch with an output that no run takes.
type jsonSettled struct {
	Node      string       `json:"node"`
	Name      string       `json:"name"`
	File      string       `json:"file"`
	Line      int          `json:"line"`
	Column    int          `json:"column"`
	Container string       `json:"container"`
	Condition string       `json:"condition"`
	Always    *string      `json:"always"`
	Never     []string     `json:"never"`
	Values    []facts.Held `json:"values"`
	Setting   bool         `json:"setting"`
	Follows   bool         `json:"follows"`
	CutOff    int          `json:"cutOff"`
	Calls     []string     `json:"calls"`
}

func jsonSettledOf(c *facts.SettledCondition) jsonSettled {
	return jsonSettled{
		Node: c.Node, Name: c.Name, File: c.File, Line: c.Line, Column: c.Column, Container: c.Container,
		Condition: c.Condition, Always: textOrNull(c.Always), Never: report.Copied(c.Never), Values: report.Copied(c.Values),
		Setting: c.Setting, Follows: c.Follows, CutOff: c.CutOff, Calls: report.Copied(c.Calls),
	}
}
