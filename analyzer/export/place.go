package export

import (
	"path"
	"strings"
)

// InfoName is the file at the root of an export directory.
const InfoName = "archlint-export.json"

// isExecutions reports whether a file holds recorded executions, by its place.
func isExecutions(p place) bool {
	return p.in && strings.HasPrefix(p.path, "executions/") && path.Ext(p.path) == ".jsonl"
}

// roleFormat returns what a file is by its place in an export directory, or ""
// when the place does not say.
func roleFormat(p place) Format {
	if isExecutions(p) {
		return Executions
	}
	if !p.in || path.Ext(p.path) != ".json" {
		return ""
	}
	switch dir, _, _ := strings.Cut(p.path, "/"); dir {
	case InfoName:
		return ExportInfo
	case "flows":
		return PlatformJSON
	case "actions":
		return DataActionJSON
	case "org":
		return OrgFacts
	default:
		return ""
	}
}

// role names the facts that a file of an export directory holds: "queues" for
// org/queues.json.
func role(inside string) string {
	return strings.TrimSuffix(strings.TrimPrefix(inside, "org/"), ".json")
}
