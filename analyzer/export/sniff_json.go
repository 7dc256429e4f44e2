package export

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"

	"archlint/analyzer/flow"
	"archlint/analyzer/flow/archy"
)

// sniffJSON tells what a JSON text is by the names of its members. It reads no
// further than the first name that only one format has.
func sniffJSON(text []byte) Format {
	dec := jsontext.NewDecoder(bytes.NewBuffer(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if text[0] == '[' {
		if format := sniffList(text); format != Other {
			return format
		}
		return sniffBroken(text)
	}
	if _, err := dec.ReadToken(); err != nil {
		return Other
	}
	seen := map[string]bool{}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return sniffBroken(text)
		}
		key := name.String()
		if flowKeys[key] {
			return PlatformJSON
		}
		value, err := dec.ReadValue()
		if err != nil {
			return sniffBroken(text)
		}
		if format := sniffMember(key, value); format != "" {
			return format
		}
		seen[key] = true
	}
	if _, err := dec.ReadToken(); err != nil {
		return sniffBroken(text)
	}
	if format := sniffNames(seen); format != Other {
		return format
	}
	return sniffBroken(text)
}

// flowKeys are members that only flow configurations have.
var flowKeys = map[string]bool{"flowSequenceItemList": true, "initialSequence": true, "nextTrackingNumber": true}

// sniffMember tells the format by one member, or "" when it does not tell.
func sniffMember(key string, value jsontext.Value) Format {
	switch key {
	case "configuration", "latestConfiguration", "flowConfiguration":
		if bytes.Contains(value, []byte(`"flowSequenceItemList"`)) {
			return PlatformJSON
		}
	case "entities":
		if format := sniffList(value); format != Other {
			return format
		}
	case "planned_values":
		if bytes.Contains(value, []byte(`"genesyscloud_flow"`)) {
			return TerraformOther
		}
	case "resource", "data":
		if bytes.Contains(value, []byte(`"genesyscloud_integration`)) {
			return TerraformJSON
		}
	case "config":
		if bytes.Contains(value, []byte(`"requestUrlTemplate"`)) {
			return DataActionJSON
		}
	}
	// An Archy flow may be written in JSON, which is YAML.
	if _, known := flow.TypeOf(key); known && bytes.Contains(value, []byte(`"startUp`)) {
		return ArchyYAML
	}
	return ""
}

// sniffNames tells a data action by members that together only it has: an
// action without request configuration, as lists of the API give it.
func sniffNames(seen map[string]bool) Format {
	if seen["name"] && seen["contract"] && (seen["integrationId"] || seen["integrationType"] || seen["actionType"]) {
		return DataActionJSON
	}
	if seen["name"] && seen["category"] && seen["integrationId"] {
		return DataActionJSON
	}
	return Other
}

// sniffList tells what a list holds: data actions or nothing of interest.
func sniffList(text []byte) Format {
	if bytes.Contains(text, []byte(`"requestUrlTemplate"`)) ||
		(bytes.Contains(text, []byte(`"integrationId"`)) && bytes.Contains(text, []byte(`"category"`))) {
		return DataActionJSON
	}
	return Other
}

// sniffBroken tells what a JSON text was meant to be that is broken or holds its
// members where its format does not.
func sniffBroken(text []byte) Format {
	holds := func(name string) bool { return bytes.Contains(text, []byte(`"`+name+`"`)) }
	switch {
	case holds("flowSequenceItemList"), holds("initialSequence"), holds("__type") && holds("trackingId"):
		return PlatformJSON
	case archy.Sniff(text):
		return ArchyYAML
	case bytes.Contains(text, []byte(`"genesyscloud_integration`)):
		return TerraformJSON
	case bytes.Contains(text, []byte(`"requestUrlTemplate"`)):
		return DataActionJSON
	default:
		return Other
	}
}
