package html

import "embed"

// The scripts and styles of the page.
//
//go:embed assets/*.js assets/page.css
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
