package html

import "embed"

// The scripts and styles of the page. dagre lays graphs out; its licence and
// version stand beside it. go generate fetches it anew.
//
//go:generate ./assets/dagre/fetch.sh
//go:embed assets/*.js assets/page.css assets/dagre/dagre.min.js
var assets embed.FS

// asset returns the text of a file in assets. Each is embedded: one that is
// missing is a build error or found by the first test.
func asset(name string) string {
	text, err := assets.ReadFile("assets/" + name)
	if err != nil {
		return ""
	}
	return string(text)
}
