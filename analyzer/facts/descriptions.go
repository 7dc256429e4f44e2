package facts

import (
	_ "embed" // the descriptions
	"encoding/json"
)

//go:embed descriptions.json
var descriptions []byte

// Descriptions returns what the fields of the records mean, by "Record.field" as JSON names
// it. They are the comments of the fields; a test keeps the two the same.
func Descriptions() map[string]string {
	var all map[string]string
	if json.Unmarshal(descriptions, &all) != nil {
		return nil // the test reads them as well
	}
	return all
}
