package config

import (
	"encoding/json"
	"strings"
)

// draft is the version of JSON Schema that the published schemas are written in.
const draft = "https://json-schema.org/draft/2020-12/schema"

// JSONSchema returns the JSON schema of a configuration file, for editors.
func JSONSchema() ([]byte, error) { return published(root(), "archlint configuration") }

// ProfileJSONSchema returns the JSON schema of a traffic profile in a file of
// its own.
func ProfileJSONSchema() ([]byte, error) {
	s := *profileSchema()
	s.file = false
	s.doc = "A traffic profile of archlint: which share of the runs takes which output, and how often loops go round."
	return published(&s, "archlint traffic profile")
}

// WaiversJSONSchema returns the JSON schema of a file with waivers.
func WaiversJSONSchema() ([]byte, error) { return published(waiversFile(), "archlint waivers") }

func published(s *schema, title string) ([]byte, error) {
	doc := s.json()
	doc["$schema"], doc["title"] = draft, title
	text, err := json.MarshalIndent(doc, "", "  ") // sorts keys
	return append(text, '\n'), err
}

// schemaDoc is a JSON schema.
type schemaDoc = map[string]any

// json is the schema in the words of JSON Schema. Nothing (null) is allowed
// where a section may stand empty, with all its keys commented out.
func (s *schema) json() schemaDoc {
	doc := s.bare()
	if s.doc != "" {
		doc["description"] = s.doc
	}
	if s.initial != "" {
		doc["default"] = s.initial
	}
	return doc
}

func (s *schema) bare() schemaDoc {
	switch s.kind {
	case objectOf, mapOf:
		return s.orShort(s.jsonObject())
	case listOf:
		return s.orShort(schemaDoc{"type": []string{"array", "null"}, "items": s.of.json()})
	case number:
		return s.bounds(schemaDoc{"type": "number"})
	case integer:
		return s.bounds(schemaDoc{"type": "integer"})
	case share:
		return schemaDoc{"anyOf": []schemaDoc{s.bounds(schemaDoc{"type": "number"}), {"type": "string", "pattern": `^\d+(\.\d+)?\s*%$`}}}
	case duration:
		return schemaDoc{"type": "string", "pattern": `^(\d+(\.\d*)?|\.\d+)(h|m|s|ms|us|µs|ns)((\d+(\.\d*)?|\.\d+)(h|m|s|ms|us|µs|ns))*$`}
	case boolean:
		return schemaDoc{"type": "boolean"}
	case word:
		return schemaDoc{"enum": s.words}
	case output:
		return schemaDoc{"type": "string", "pattern": "^(" + strings.Join(s.words, "|") + ")(=.+)?$"}
	case week:
		return jsonWeek()
	case date:
		return schemaDoc{"type": "string", "pattern": `^\d{4}-\d{2}-\d{2}$`}
	case param:
		return schemaDoc{"anyOf": []schemaDoc{jsonScalar(), {"type": "array", "items": jsonScalar()}}}
	default:
		return jsonText()
	}
}

// jsonText is any text, also one that YAML takes for a number or a truth value.
func jsonText() schemaDoc {
	return schemaDoc{"type": []string{"string", "number", "boolean"}, "minLength": 1}
}

func jsonScalar() schemaDoc { return schemaDoc{"type": []string{"string", "number", "boolean"}} }

func (s *schema) jsonObject() schemaDoc {
	doc := schemaDoc{"type": []string{"object", "null"}}
	if s.kind == mapOf {
		doc["additionalProperties"] = s.of.json()
		if len(s.words) > 0 {
			doc["propertyNames"] = schemaDoc{"enum": s.words}
		}
		return doc
	}
	properties := schemaDoc{}
	for _, f := range s.fields {
		properties[f.key] = f.json()
	}
	doc["properties"], doc["additionalProperties"] = properties, false
	if len(s.needs) > 0 {
		doc["required"] = s.needs
		doc["type"] = "object"
	}
	if len(s.needs1) > 0 {
		var one []schemaDoc
		for _, key := range s.needs1 {
			one = append(one, schemaDoc{"required": []string{key}})
		}
		doc["anyOf"] = one
	}
	return doc
}

// orShort allows the short form as well as the full one.
func (s *schema) orShort(full schemaDoc) schemaDoc {
	switch {
	case s.single:
		return schemaDoc{"anyOf": []schemaDoc{full, s.of.bare()}}
	case s.file:
		return schemaDoc{"anyOf": []schemaDoc{full, jsonText()}}
	case s.short != "":
		return schemaDoc{"anyOf": []schemaDoc{full, s.field(s.short).bare()}}
	}
	return full
}

func (s *schema) bounds(doc schemaDoc) schemaDoc {
	if s.max <= s.min {
		return doc
	}
	doc["maximum"] = s.max
	if s.open {
		doc["exclusiveMinimum"] = s.min
	} else {
		doc["minimum"] = s.min
	}
	return doc
}

func jsonWeek() schemaDoc {
	rate := schemaDoc{"type": "number", "minimum": 0, "maximum": 1e9}
	day := `(mon|tue|wed|thu|fri|sat|sun)`
	hour := `\d{1,2}:00`
	return schemaDoc{"anyOf": []schemaDoc{
		{"type": "array", "items": rate, "minItems": weekHours, "maxItems": weekHours},
		{"type": "object", "additionalProperties": false, "patternProperties": schemaDoc{
			"^" + day + `(\s*-\s*` + day + ")?$": schemaDoc{"anyOf": []schemaDoc{rate, {
				"type": "object", "additionalProperties": false, "patternProperties": schemaDoc{"^" + hour + `\s*-\s*` + hour + "$": rate},
			}}},
		}},
	}}
}
