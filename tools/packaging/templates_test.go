package packaging

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTemplatesRun runs the commands of the templates on a clean flow and on one
// with errors, and looks for the reports that the systems are told to collect.
func TestTemplatesRun(t *testing.T) {
	unixOnly(t)
	for name, c := range map[string]struct{ command, junit string }{
		"GitLab":  {gitlab(t), "archlint.xml"},
		"Azure":   {azure(t), "archlint.xml"},
		"Jenkins": {jenkins(t), "archlint.xml"},
	} {
		t.Run(name, func(t *testing.T) {
			for bad, want := range map[bool]int{false: 0, true: 1} {
				dir := flows(t, bad)
				code, out := script(t, dir, c.command, "ARCHLINT_PATHS=.")
				if code != want {
					t.Errorf("exit code %d, want %d\n%s", code, want, out)
				}
				text, err := os.ReadFile(filepath.Join(dir, c.junit))
				if err != nil {
					t.Fatal(err)
				}
				var suites struct{ XMLName xml.Name }
				if err := xml.Unmarshal(text, &suites); err != nil || suites.XMLName.Local != "testsuites" {
					t.Errorf("%s holds %q: %v", c.junit, suites.XMLName.Local, err)
				}
			}
		})
	}
}

func gitlab(t *testing.T) string {
	var jobs map[string]struct {
		Script    []string
		Artifacts struct{ Reports map[string]string }
	}
	read(t, "docs/ci/archlint.gitlab-ci.yml", &jobs)
	job := jobs[".archlint"]
	for _, file := range job.Artifacts.Reports {
		if !strings.Contains(job.Script[0], "="+file) {
			t.Errorf("GitLab collects %s, which nothing writes", file)
		}
	}
	return job.Script[0]
}

func azure(t *testing.T) string {
	var pipeline struct{ Steps []map[string]any }
	read(t, "docs/ci/azure-pipelines.yml", &pipeline)
	for _, s := range pipeline.Steps {
		if command, ok := s["script"].(string); ok {
			return strings.ReplaceAll(command, "$(Build.ArtifactStagingDirectory)/", "")
		}
	}
	t.Fatal("the Azure pipeline has no script")
	return ""
}

func jenkins(t *testing.T) string {
	text, err := os.ReadFile(filepath.Join(root, "docs/ci/Jenkinsfile"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(text), "{") != strings.Count(string(text), "}") {
		t.Error("Jenkinsfile: braces do not match")
	}
	command := regexp.MustCompile(`sh '([^']+)'`).FindSubmatch(text)
	if command == nil {
		t.Fatal("the Jenkinsfile runs nothing")
	}
	return string(command[1])
}
