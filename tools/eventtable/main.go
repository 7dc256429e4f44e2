// Command eventtable writes the table of package events: which notification
// topic, trigger or Architect action replaces the polling of which public API
// path. It reads the topics and the API's paths from the platform SDK, which
// it finds (or has downloaded) in the module cache and never compiles, and the
// alternatives that people have to know from alternatives.txt beside it.
//
// Every path and topic is held against the SDK: one that does not exist stops
// the command.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// sdk is where paths and topics come from; DESIGN names the version.
const sdk = "github.com/mypurecloud/platform-client-sdk-go/v157@v157.0.0"

func main() {
	out := flag.String("out", "table.go", "file to write")
	in := flag.String("in", "", "file of alternatives to read")
	flag.Parse()
	if err := run(*in, *out); err != nil {
		fmt.Fprintln(os.Stderr, "eventtable:", err)
		os.Exit(1)
	}
}

func run(in, out string) error {
	dir, err := moduleDir()
	if err != nil {
		return err
	}
	api, err := readAPI(dir)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	known, err := readAlternatives(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	rows, err := merge(api, known)
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	return os.WriteFile(out, render(rows), 0o644)
}

// moduleDir returns the SDK's directory in the module cache.
func moduleDir() (string, error) {
	printed, err := exec.Command("go", "mod", "download", "-json", sdk).Output()
	if err != nil {
		return "", fmt.Errorf("find %s: %w", sdk, err)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(printed, &module); err != nil {
		return "", fmt.Errorf("find %s: %w", sdk, err)
	}
	return module.Dir, nil
}

// api is what the SDK tells: the methods of each path, and the topics.
type api struct {
	methods map[string][]string // by path template
	topics  []string
}

func readAPI(dir string) (*api, error) {
	var swagger struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := readJSON(filepath.Join(dir, "swagger.json"), &swagger); err != nil {
		return nil, err
	}
	var mappings struct {
		Notifications []struct {
			Topic string `json:"topic"`
		} `json:"notifications"`
	}
	if err := readJSON(filepath.Join(dir, "notificationMappings.json"), &mappings); err != nil {
		return nil, err
	}
	a := &api{methods: make(map[string][]string)}
	for path, methods := range swagger.Paths {
		for method := range methods {
			a.methods[path] = append(a.methods[path], method)
		}
	}
	for _, n := range mappings.Notifications {
		a.topics = append(a.topics, n.Topic)
	}
	return a, nil
}

func readJSON(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
