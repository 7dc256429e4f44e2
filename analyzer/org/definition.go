package org

import (
	"bytes"
	"fmt"
	"strings"

	hcljson "github.com/hashicorp/hcl/v2/json"

	"archlint/analyzer/facts"
	"archlint/analyzer/source"
)

// Definition is a data action as some file defines it, and what is needed to
// tell which call sites mean it. Fields of the embedded record are "" (or nil)
// where the file does not say, or says so by something that is no constant.
type Definition struct {
	facts.Definition
	// IntegrationID is the GUID of the integration, "" when unknown.
	IntegrationID string
	// Auth marks a custom authentication action: the platform runs it to get a
	// token for the others of its integration; no flow can call it.
	Auth bool
	Pos  source.Pos
}

// DefinitionFile is what one file defines. Problems are what made a part of it
// unusable, with places.
type DefinitionFile struct {
	Definitions []Definition
	Problems    []*source.Error
}

// DecodeDefinitions reads the data actions of a file: an action as the
// integrations API returns it or as Architect's and the integration page's
// export writes it (*.custom.json), a page ("entities") or an array of those,
// Terraform (.tf, .tf.json). A file without data actions gives none and no
// error; a broken one gives an error only when it speaks of data actions.
func DecodeDefinitions(file *source.File) (DefinitionFile, error) {
	text := bytes.TrimPrefix(file.Text, []byte("\xef\xbb\xbf"))
	switch isTerraform := bytes.Contains(text, []byte(actionResource)); {
	case startsLikeJSON(text) && isTerraform:
		return decodeTerraform(file, text, hcljson.Parse)
	case startsLikeJSON(text):
		return decodeActionJSON(file, text)
	case isTerraform:
		return decodeTerraform(file, text, parseHCL)
	}
	return DefinitionFile{}, nil
}

func startsLikeJSON(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	return len(text) > 0 && (text[0] == '{' || text[0] == '[')
}

// finish derives what follows from the rest of a definition.
func (d *Definition) finish(file *source.File, pos source.Pos) {
	d.Pos, d.File, d.Line, d.Column = pos, file.Name, pos.Line, pos.Column
	d.Method, d.Host = strings.ToUpper(d.Method), constantHost(d.URL)
	d.PlatformAPI = platformAPI(d.IntegrationType, d.URL)
}

// String names a definition and its place, for messages.
func (d *Definition) String() string {
	integration := d.Integration
	if integration == "" {
		integration = "integration not stated"
	}
	return fmt.Sprintf("%q (%s) at %s:%d", d.Name, integration, d.File, d.Line)
}

// NameIntegration gives d the name and type of its integration, known from
// elsewhere by its id. A type that d states itself stays.
func (d *Definition) NameIntegration(name, integrationType string) {
	d.Integration = name
	if d.IntegrationType == "" {
		d.IntegrationType = integrationType
	}
	d.PlatformAPI = platformAPI(d.IntegrationType, d.URL)
}
