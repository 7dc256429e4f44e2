package org

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"archlint/analyzer/source"
)

// actionJSON is a data action as the integrations API returns it with
// expand=contract&includeConfig=true, and as the exports write it (those lack
// the ids and name the integration's type instead of the integration).
type actionJSON struct {
	ID              string          `json:"id"`
	Name            string          `json:"name"`
	IntegrationID   string          `json:"integrationId"`
	IntegrationType json.RawMessage `json:"integrationType"` // of actions a string; integrations have an object
	Category        string          `json:"category"`
	ActionType      string          `json:"actionType"`
	Secure          bool            `json:"secure"`
	Contract        json.RawMessage `json:"contract"`
	SelfURI         string          `json:"selfUri"`
	Config          *struct {
		TimeoutSeconds *float64 `json:"timeoutSeconds"`
		Request        *struct {
			URL     string          `json:"requestUrlTemplate"`
			Type    string          `json:"requestType"`
			Body    string          `json:"requestTemplate"`
			Headers json.RawMessage `json:"headers"`
		} `json:"request"`
	} `json:"config"`
	// Function holds the settings of a Genesys Cloud Function, as GET
	// /integrations/actions/{actionId}/function returns them beside the action.
	Function *struct {
		TimeoutSeconds *float64 `json:"timeoutSeconds"`
	} `json:"function"`
}

func (a *actionJSON) typeID() string {
	var id string
	if err := json.Unmarshal(a.IntegrationType, &id); err != nil {
		return ""
	}
	return id
}

// isAction tells an action from any other JSON object.
func (a *actionJSON) isAction() bool {
	if a.Name == "" {
		return false
	}
	if strings.Contains(a.SelfURI, "/integrations/actions/") {
		return true
	}
	described := a.Contract != nil || a.Config != nil && a.Config.Request != nil
	return described && (a.typeID() != "" || a.IntegrationID != "" || a.Category != "")
}

func (a *actionJSON) definition(file *source.File, pos source.Pos) Definition {
	d := Definition{IntegrationID: a.IntegrationID, Auth: strings.EqualFold(a.ActionType, "customAuth")}
	d.ID, d.Name, d.Integration, d.IntegrationType, d.Secure = a.ID, a.Name, a.Category, a.typeID(), a.Secure
	d.Contract = contractInputs(inputSchema(a.Contract))
	d.TimeoutUnknown = a.Config == nil // a listing without the actions' configuration
	if a.Config != nil {
		d.TimeoutSeconds = a.Config.TimeoutSeconds
		if a.Config.Request != nil {
			d.URL, d.Method = a.Config.Request.URL, a.Config.Request.Type
			d.Body, d.Headers = a.Config.Request.Body, headersOf(a.Config.Request.Headers)
		}
	}
	if a.Function != nil && a.Function.TimeoutSeconds != nil {
		d.TimeoutSeconds, d.TimeoutUnknown = a.Function.TimeoutSeconds, false
		if d.IntegrationType == "" {
			d.IntegrationType = functionType
		}
	}
	d.finish(file, pos)
	return d
}

// speaksOfActions are keys that only data actions have.
var speaksOfActions = [][]byte{[]byte(`"requestUrlTemplate"`), []byte(`"integrationType"`), []byte(`/integrations/actions/`)}

func decodeActionJSON(file *source.File, text []byte) (DefinitionFile, error) {
	if !containsAny(text, speaksOfActions) {
		return DefinitionFile{}, nil
	}
	r := &actionReader{
		file: file, text: text, shift: len(file.Text) - len(text),
		dec: jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)),
	}
	if err := r.read(); err != nil {
		return r.out, r.fail(err)
	}
	return r.out, nil
}

func containsAny(text []byte, words [][]byte) bool {
	for _, w := range words {
		if bytes.Contains(text, w) {
			return true
		}
	}
	return false
}

// actionReader collects the actions of a JSON text.
type actionReader struct {
	file  *source.File
	text  []byte
	shift int // bytes of the file before text
	dec   *jsontext.Decoder
	out   DefinitionFile
}

// read reads one value: an action, an array of values, or a page of them.
func (r *actionReader) read() error {
	if r.dec.PeekKind() == '[' {
		return r.readArray()
	}
	start := r.nextOffset()
	value, err := r.dec.ReadValue()
	if err != nil {
		return err
	}
	if value.Kind() != '{' {
		return nil
	}
	var action actionJSON
	if err := json.Unmarshal(value, &action); err == nil && action.isAction() {
		r.out.Definitions = append(r.out.Definitions, action.definition(r.file, r.posAt(start)))
		return nil
	} else if err != nil && containsAny(value, speaksOfActions) && !bytes.Contains(value, []byte(`"entities"`)) {
		r.problem(start, err)
		return nil
	}
	return r.readPage(value, start)
}

func (r *actionReader) readArray() error {
	if _, err := r.dec.ReadToken(); err != nil {
		return err
	}
	for r.dec.PeekKind() != ']' {
		if err := r.read(); err != nil {
			return err
		}
	}
	_, err := r.dec.ReadToken()
	return err
}

// readPage reads the "entities" of an API listing that stands at start.
func (r *actionReader) readPage(value jsontext.Value, start int) error {
	page := &actionReader{
		file: r.file, text: r.text, shift: r.shift + start,
		dec: jsontext.NewDecoder(bytes.NewReader(value), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)),
	}
	page.text = value
	if _, err := page.dec.ReadToken(); err != nil {
		return err
	}
	for page.dec.PeekKind() == '"' {
		key, err := page.dec.ReadToken()
		if err != nil {
			return err
		}
		if key.String() == "entities" && page.dec.PeekKind() == '[' {
			err = page.readArray()
		} else {
			err = page.dec.SkipValue()
		}
		if err != nil {
			return err
		}
	}
	r.out.Definitions = append(r.out.Definitions, page.out.Definitions...)
	r.out.Problems = append(r.out.Problems, page.out.Problems...)
	return nil
}

// nextOffset is where the next value begins in r.text.
func (r *actionReader) nextOffset() int {
	at := int(r.dec.InputOffset())
	for at < len(r.text) && strings.IndexByte(" \t\r\n,:", r.text[at]) >= 0 {
		at++
	}
	return at
}

func (r *actionReader) posAt(offset int) source.Pos { return r.file.PosAt(r.shift + offset) }

func (r *actionReader) problem(start int, err error) {
	message := fmt.Sprintf("not a data action as the integrations API writes it: %v", err)
	r.out.Problems = append(r.out.Problems, &source.Error{File: r.file.Name, Pos: r.posAt(start), Message: message})
}

func (r *actionReader) fail(err error) error {
	offset := int(r.dec.InputOffset())
	if syntactic := (*jsontext.SyntacticError)(nil); errors.As(err, &syntactic) {
		offset = int(syntactic.ByteOffset)
		return &source.Error{File: r.file.Name, Pos: r.posAt(offset), Message: "not JSON: " + syntactic.Err.Error()}
	}
	return &source.Error{File: r.file.Name, Pos: r.posAt(offset), Message: fmt.Sprintf("not JSON: %v", err)}
}
