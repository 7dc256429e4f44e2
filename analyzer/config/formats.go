package config

// Formats are the names of the formats that a configuration can ask for.
func Formats() []string {
	return []string{"text", "json", "sarif", "junit", "github", "gitlab", "checkstyle", "markdown", "html"}
}
