package org

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"archlint/analyzer/facts"
)

// headersOf reads the headers of a request as the integrations API has them: an object of
// texts. What is no text has the value "".
func headersOf(object []byte) []facts.Header {
	var read map[string]any
	if json.Unmarshal(object, &read) != nil {
		return nil
	}
	values := make(map[string]string, len(read))
	for name, v := range read {
		values[name], _ = v.(string)
	}
	return sortHeaders(values)
}

// headers reads the headers of a config_request block.
func (m *terraformModule) headers(request hcl.Body) []facts.Header {
	v, _ := m.attribute(request, "headers").Unmark()
	if v.IsNull() || !v.IsKnown() || !v.CanIterateElements() || !v.Type().IsObjectType() && !v.Type().IsMapType() {
		return nil
	}
	values := make(map[string]string)
	for name, value := range v.AsValueMap() {
		values[name] = knownText(value)
	}
	return sortHeaders(values)
}

func sortHeaders(values map[string]string) []facts.Header {
	out := make([]facts.Header, 0, len(values))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		out = append(out, facts.Header{Name: name, Value: values[name]})
	}
	return out
}
