package credentials

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"

	"archlint/analyzer/source"
)

// The variables, named as the CX as Code provider names them.
const (
	EnvID     = "GENESYSCLOUD_OAUTHCLIENT_ID"
	EnvSecret = "GENESYSCLOUD_OAUTHCLIENT_SECRET"
	EnvRegion = "GENESYSCLOUD_REGION"
)

// Sources is where credentials may come from.
type Sources struct {
	Getenv func(string) string
	// File is a file of lines NAME=value with the names above, "" for none. Only
	// its owner may have rights on it.
	File string
	// Ask asks a person for an id and a secret; nil when nobody is there.
	Ask func() (id, secret string, err error)
}

// Found is what was found: a client, and a region where one is beside it.
type Found struct {
	Client Client
	Region string
}

// Find takes credentials from the file if one is named, else from the
// environment, else from a person.
func (s Sources) Find() (Found, error) {
	get := s.Getenv
	from := "the environment"
	if s.File != "" {
		values, err := readFile(s.File)
		if err != nil {
			return Found{}, err
		}
		get, from = func(name string) string { return values[name] }, s.File
	}
	found := Found{Client{strings.TrimSpace(get(EnvID)), NewSecret(strings.TrimSpace(get(EnvSecret)))}, get(EnvRegion)}
	switch id, secret := found.Client.ID != "", !found.Client.Secret.Empty(); {
	case id && secret:
		return found, nil
	case id != secret || s.File != "":
		return Found{}, fmt.Errorf("%s must hold both %s and %s", from, EnvID, EnvSecret)
	case s.Ask == nil:
		return Found{}, fmt.Errorf("no credentials: set %s and %s, or name a file with --credentials", EnvID, EnvSecret)
	}
	return s.ask(found)
}

func (s Sources) ask(found Found) (Found, error) {
	id, secret, err := s.Ask()
	if err != nil {
		return Found{}, fmt.Errorf("no credentials: %w", err)
	}
	found.Client = Client{strings.TrimSpace(id), NewSecret(strings.TrimSpace(secret))}
	if found.Client.ID == "" || found.Client.Secret.Empty() {
		return Found{}, errors.New("no credentials: neither client id nor secret may be empty")
	}
	return found, nil
}

// readFile reads NAME=value lines of a file that only its owner can read.
func readFile(name string) (map[string]string, error) {
	file, err := source.Open(name)
	if err != nil {
		return nil, fmt.Errorf("credentials file: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("credentials file: %w", err)
	}
	// Windows keeps rights elsewhere, and reports the same bits for every file.
	if rights := info.Mode().Perm(); rights&0o077 != 0 && runtime.GOOS != "windows" {
		return nil, fmt.Errorf("credentials file %s is open to others (%#o): chmod 600 it", name, rights)
	}
	return parse(io.LimitReader(file, 64<<10), name)
}

func parse(r io.Reader, name string) (map[string]string, error) {
	values := map[string]string{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, ok := strings.Cut(strings.TrimPrefix(line, "export "), "=")
		if !ok {
			// The line may be a secret: its number must do.
			return nil, fmt.Errorf("%s:%d: not of the form NAME=value", name, n)
		}
		values[strings.TrimSpace(key)] = strings.Trim(strings.TrimSpace(value), `"'`)
	}
	if lines.Err() != nil {
		return nil, fmt.Errorf("%s: %w", name, lines.Err())
	}
	return values, nil
}
