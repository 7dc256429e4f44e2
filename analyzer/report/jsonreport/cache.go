package jsonreport

import "archlint/analyzer/facts"

// jsonCache is the data table that keeps the answer of a call.
type jsonCache struct {
	Lookup    jsonPlace `json:"lookup"`
	Table     *string   `json:"table"`
	Key       string    `json:"key"`
	StaleWhen *string   `json:"staleWhen"`
}

func jsonCacheOf(c *facts.Cache) *jsonCache {
	if c == nil {
		return nil
	}
	return &jsonCache{*jsonPlaceOf(&c.Place), textOrNull(c.Table), c.Key, textOrNull(c.StaleWhen)}
}
