// Package events knows what can replace the polling of a Genesys Cloud API: a
// notification topic, a trigger on an event, or an Architect action that needs
// no API call. The table is generated from the platform SDK's lists and from
// the alternatives that are written down in tools/eventtable.
package events

import (
	"net/url"
	"slices"
	"strings"
)

//go:generate go run archlint/tools/eventtable -in ../../tools/eventtable/alternatives.txt -out table.go

// Alternative is what replaces polling one API path.
type Alternative struct {
	Method string // "GET", ...
	Path   string // template as the API's definition spells it
	// Topics are notification topics that report the same changes, the most useful first.
	Topics []string
	// Trigger is set when events of these topics can start a workflow by a
	// trigger. The list of topics that triggers take is not in the SDK; those
	// that Genesys' examples use are marked.
	Trigger bool
	// BuiltIn is the Architect action or function that does the same, or "".
	BuiltIn string
	Note    string // a sentence for the reader, or ""
	Source  string
}

// All returns the table, by path and method.
func All() []Alternative { return slices.Clone(table) }

// For returns what replaces polling a request: its HTTP method and its URL as
// a data action's request template has it, with placeholders such as
// ${input.userId} for parts of the path, and with or without a host. Requests
// to other hosts than Genesys Cloud's have no alternative here. Of several
// paths that fit, the one with more literal parts counts.
func For(method, urlTemplate string) (Alternative, bool) {
	parts, ok := pathOf(urlTemplate)
	if !ok {
		return Alternative{}, false
	}
	best, literals := -1, -1
	for i := range table {
		if !strings.EqualFold(table[i].Method, strings.TrimSpace(method)) {
			continue
		}
		if n, fits := match(strings.Split(strings.Trim(table[i].Path, "/"), "/"), parts); fits && n > literals {
			best, literals = i, n
		}
	}
	if best < 0 {
		return Alternative{}, false
	}
	return table[best], true
}

// match returns the number of literal parts that a path's template and a
// request share, and whether they fit.
func match(template, parts []string) (literals int, fits bool) {
	if len(template) != len(parts) {
		return 0, false
	}
	for i, t := range template {
		switch {
		case strings.HasPrefix(t, "{"):
		case strings.EqualFold(t, parts[i]):
			literals++
		default:
			return 0, false
		}
	}
	return literals, true
}

// pathOf returns the parts of the path of a request to Genesys Cloud's API.
func pathOf(template string) ([]string, bool) {
	text := strings.TrimSpace(template)
	if scheme := strings.Index(text, "://"); scheme >= 0 {
		host, path, _ := strings.Cut(text[scheme+3:], "/")
		if !platformHost(host) {
			return nil, false
		}
		text = "/" + path
	}
	text = strings.TrimPrefix(text, "/")
	if !strings.HasPrefix(strings.ToLower(text), "api/v2/") {
		return nil, false
	}
	parts := cut(text)
	for i, p := range parts {
		if literal, err := url.PathUnescape(p); err == nil {
			parts[i] = literal
		}
	}
	return parts, len(parts) > 2
}

// cut splits a path at slashes that are not inside a placeholder, and ends at
// the query.
func cut(path string) []string {
	var parts []string
	depth, from := 0, 0
	for i, r := range path {
		switch r {
		case '{', '(':
			depth++
		case '}', ')':
			depth = max(depth-1, 0)
		case '/':
			if depth == 0 {
				parts = append(parts, path[from:i])
				from = i + 1
			}
		case '?', '#':
			if depth == 0 {
				return ended(parts, path[from:i])
			}
		}
	}
	return ended(parts, path[from:])
}

func ended(parts []string, last string) []string {
	if last == "" {
		return parts
	}
	return append(parts, last)
}

// platformHost reports whether a host is Genesys Cloud's API: api. and one of
// the regions' domains.
func platformHost(host string) bool {
	host, _, _ = strings.Cut(strings.ToLower(host), ":")
	if !strings.HasPrefix(host, "api.") {
		return false
	}
	for _, domain := range []string{".pure.cloud", ".mypurecloud.com", ".mypurecloud.com.au", ".mypurecloud.ie",
		".mypurecloud.de", ".mypurecloud.jp"} {
		if strings.HasSuffix(host, domain) {
			return true
		}
	}
	return false
}
