package jsonreport

import "archlint/analyzer/finding"

type jsonAccepted struct {
	FindingRecord
	By     finding.Acceptance `json:"by"`
	Record jsonRecord         `json:"record"`
}

type jsonRecord struct {
	Reason  string `json:"reason"`
	Owner   string `json:"owner"`
	Expires string `json:"expires"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Comment bool   `json:"comment"`
}

func jsonAcceptedOf(a finding.Accepted) jsonAccepted {
	return jsonAccepted{FindingRecordOf(a.Finding), a.By, jsonRecord(a.Record)}
}
