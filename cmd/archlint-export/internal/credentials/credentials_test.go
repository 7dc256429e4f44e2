package credentials

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

const id, value = "9f1c8b8e-id", "p4ssw0rd-value"

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func file(t *testing.T, mode os.FileMode, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "credentials")
	if err := os.WriteFile(name, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestFind(t *testing.T) {
	whole := EnvID + "=" + id + "\n# a comment\n\nexport " + EnvSecret + "='" + value + "'\n" + EnvRegion + "=mypurecloud.de\n"
	ask := func() (string, string, error) { return id + "\n", value, nil }
	tests := []struct {
		name    string
		sources Sources
		region  string
		wrong   string
	}{
		{"environment", Sources{Getenv: env(EnvID, id, EnvSecret, value, EnvRegion, "eu-west-1")}, "eu-west-1", ""},
		{"half an environment", Sources{Getenv: env(EnvID, id), Ask: ask}, "", "must hold both"},
		{"file", Sources{Getenv: env(), File: file(t, 0o600, whole)}, "mypurecloud.de", ""},
		{"file beats environment", Sources{Getenv: env(EnvID, "x", EnvSecret, "y"), File: file(t, 0o400, whole)}, "mypurecloud.de", ""},
		{"file without secret", Sources{Getenv: env(), File: file(t, 0o600, EnvID+"="+id)}, "", "must hold both"},
		{"file that is no list", Sources{Getenv: env(), File: file(t, 0o600, "\n"+value)}, "", ":2: not of the form"},
		{"no such file", Sources{Getenv: env(), File: "/nonexistent/file"}, "", "no such file"},
		{"person", Sources{Getenv: env(), Ask: ask}, "", ""},
		{"person who leaves", Sources{Getenv: env(), Ask: func() (string, string, error) { return "", "", errors.New("closed") }}, "", "closed"},
		{"person who says nothing", Sources{Getenv: env(), Ask: func() (string, string, error) { return "", "", nil }}, "", "may be empty"},
		{"nobody", Sources{Getenv: env()}, "", "no credentials"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found, err := tt.sources.Find()
			if tt.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), tt.wrong) {
					t.Fatalf("error %v, want %q", err, tt.wrong)
				}
				if strings.Contains(err.Error(), value) {
					t.Fatal("the error shows the secret")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if found.Client.ID != id || found.Client.Secret.Reveal() != value || found.Region != tt.region {
				t.Errorf("found %q, %q, %q", found.Client.ID, found.Client.Secret.Reveal(), found.Region)
			}
		})
	}
}

func TestFileOfOthersIsRefused(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("rights are kept elsewhere on Windows")
	}
	for _, mode := range []os.FileMode{0o644, 0o640, 0o604, 0o620} {
		name := file(t, 0o600, EnvID+"="+id+"\n"+EnvSecret+"="+value)
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := (Sources{Getenv: env(), File: name}).Find(); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("mode %o: error %v", mode, err)
		}
	}
}

func TestSecretIsNeverShown(t *testing.T) {
	client := Client{ID: id, Secret: NewSecret(value)}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T"} {
		fmt.Fprintf(&out, verb+"\n", client)
		fmt.Fprintf(&out, verb+"\n", client.Secret)
		fmt.Fprintf(&out, verb+"\n", &client)
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "client", client, "secret", client.Secret)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "client", client, "secret", client.Secret)
	encoded, err := json.Marshal(map[string]any{"client": client, "key": map[Secret]int{client.Secret: 1}})
	if err != nil {
		t.Fatal(err)
	}
	out.Write(encoded)
	hex := fmt.Sprintf("%x", value)
	if s := out.String(); strings.Contains(s, value) || strings.Contains(s, hex) {
		t.Errorf("shown in:\n%s", s)
	}
}
