package exporter

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// withheld stands in for the value of a header that may be a secret.
const withheld = "(not exported)"

// cleanAction rewrites a data action for the export: members in order, and
// without values of headers that might be keys. Credentials belong into the
// integration, where the API never shows them, but a key is quickly typed into
// a header, and an export is made for Git.
func cleanAction(data []byte) ([]byte, error) {
	o, err := parseObject(data)
	if err != nil {
		return nil, fmt.Errorf("the data action is not JSON")
	}
	if err := o.descend(withholdHeaders, "config", "request", "headers"); err != nil {
		return nil, err
	}
	whole, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	return tidy(whole)
}

// descend applies change to the member at the end of the path, if it is there.
func (o object) descend(change func(object) object, path ...string) error {
	inner, err := parseObject(o[path[0]])
	if err != nil {
		return nil // not there, or not an object: nothing to change
	}
	if len(path) > 1 {
		if err := inner.descend(change, path[1:]...); err != nil {
			return err
		}
	} else {
		inner = change(inner)
	}
	o[path[0]], err = json.Marshal(inner)
	return err
}

func withholdHeaders(headers object) object {
	for name := range headers {
		if value := headers.text(name); !harmless(name, value) {
			headers[name] = json.RawMessage(`"` + withheld + `"`)
		}
	}
	return headers
}

// harmless reports whether a header's value tells no secret: it only describes
// the text, or all of it comes from elsewhere when the action runs.
func harmless(name, value string) bool {
	switch http.CanonicalHeaderKey(strings.TrimSpace(name)) {
	case "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Cache-Control", "Content-Type", "Usertype":
		return true
	}
	scheme, rest, _ := strings.Cut(strings.TrimSpace(value), " ")
	if strings.EqualFold(scheme, "basic") || strings.EqualFold(scheme, "bearer") {
		value = strings.TrimSpace(rest)
	}
	inside, opened := strings.CutPrefix(value, "${")
	return value == "" || (opened && strings.Count(inside, "}") == 1 && strings.HasSuffix(inside, "}"))
}
