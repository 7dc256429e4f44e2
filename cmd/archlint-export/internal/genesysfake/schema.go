package genesysfake

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"archlint/cmd/archlint-export/internal/api"
)

// Schema is the part of the API's published description that an export touches.
type Schema struct {
	doc *openapi3.T
}

// swagger is the description as far as it must be understood to cut it down.
type swagger struct {
	Swagger     string                                `json:"swagger"`
	Info        json.RawMessage                       `json:"info"`
	Host        string                                `json:"host"`
	Schemes     []string                              `json:"schemes"`
	Consumes    []string                              `json:"consumes"`
	Produces    []string                              `json:"produces"`
	Paths       map[string]map[string]json.RawMessage `json:"paths"`
	Definitions map[string]json.RawMessage            `json:"definitions"`
	Responses   map[string]json.RawMessage            `json:"responses,omitempty"`
}

// LoadSchema reads swagger.json of the SDK's module in dir. It is 19 MB and
// 1,900 paths: all but the routes of an export, and what they refer to, is cut
// away first.
func LoadSchema(dir string) (*Schema, error) {
	data, err := os.ReadFile(filepath.Join(dir, "swagger.json"))
	if err != nil {
		return nil, err
	}
	var full swagger
	if err := json.Unmarshal(data, &full); err != nil {
		return nil, err
	}
	small, err := full.cut()
	if err != nil {
		return nil, err
	}
	data, err = json.Marshal(small)
	if err != nil {
		return nil, err
	}
	var doc2 openapi2.T
	if err := json.Unmarshal(data, &doc2); err != nil {
		return nil, err
	}
	doc, err := openapi2conv.ToV3(&doc2)
	if err != nil {
		return nil, err
	}
	mend(doc)
	return &Schema{doc}, nil
}

// mend puts right what the description says amiss: booleans of which the values
// are listed as strings, and a node of any JSON that is called an object (a
// trigger's criterion compares with a string as a rule).
func mend(doc *openapi3.T) {
	for _, item := range doc.Paths.Map() {
		for _, operation := range item.Operations() {
			// Tokens are looked at before requests are.
			operation.Security = openapi3.NewSecurityRequirements()
			for _, p := range operation.Parameters {
				if p.Value.Schema != nil && p.Value.Schema.Value.Type.Is(openapi3.TypeBoolean) {
					p.Value.Schema.Value.Enum = nil
				}
			}
		}
	}
	if node := doc.Components.Schemas["JsonNode"]; node != nil {
		node.Value.Type = nil
	}
}

func (s swagger) cut() (swagger, error) {
	paths := map[string]map[string]json.RawMessage{}
	var pending []byte
	for _, r := range api.Routes() {
		operation, ok := s.Paths[r.Path][strings.ToLower(r.Method)]
		if !ok {
			return s, fmt.Errorf("the API's description has no %s %s", r.Method, r.Path)
		}
		if paths[r.Path] == nil {
			paths[r.Path] = map[string]json.RawMessage{}
		}
		paths[r.Path][strings.ToLower(r.Method)] = operation
		pending = append(pending, operation...)
	}
	definitions := map[string]json.RawMessage{}
	for todo := references(pending); len(todo) > 0; {
		name := todo[0]
		todo = todo[1:]
		if _, done := definitions[name]; done {
			continue
		}
		definitions[name] = s.Definitions[name]
		todo = append(todo, references(s.Definitions[name])...)
	}
	s.Paths, s.Definitions = paths, definitions
	return s, nil
}

// references are the names of definitions that a piece of the description uses.
func references(piece []byte) []string {
	const mark = `"#/definitions/`
	var names []string
	for {
		_, after, found := bytes.Cut(piece, []byte(mark))
		if !found {
			return names
		}
		name, rest, _ := bytes.Cut(after, []byte(`"`))
		names, piece = append(names, string(name)), rest
	}
}

// Permissions are those that the description demands of a route, and whether
// any one of them suffices.
func (s *Schema) Permissions(r api.Route) (permissions []string, anyOne bool, err error) {
	operation := s.operation(r)
	if operation == nil {
		return nil, false, fmt.Errorf("no %s %s", r.Method, r.Path)
	}
	var required struct {
		Type        string   `json:"type"`
		Permissions []string `json:"permissions"`
	}
	said, found := operation.Extensions["x-inin-requires-permissions"]
	if !found {
		return nil, true, nil
	}
	data, err := json.Marshal(said)
	if err == nil {
		err = json.Unmarshal(data, &required)
	}
	return required.Permissions, required.Type == "ANY", err
}

func (s *Schema) operation(r api.Route) *openapi3.Operation {
	item := s.doc.Paths.Value(r.Path)
	if item == nil {
		return nil
	}
	return item.GetOperation(r.Method)
}

// Request holds a request against the description.
func (s *Schema) Request(r *http.Request, body []byte) error {
	input, err := s.input(r, body)
	if err != nil {
		return err
	}
	known := []string{}
	for _, p := range input.Route.Operation.Parameters {
		if p.Value.In == openapi3.ParameterInQuery {
			known = append(known, p.Value.Name)
		}
	}
	for name := range r.URL.Query() {
		if !slices.Contains(known, name) {
			return fmt.Errorf("query parameter %s is not described", name)
		}
	}
	return openapi3filter.ValidateRequest(r.Context(), input)
}

// Answer holds an answer against the description.
func (s *Schema) Answer(r *http.Request, status int, body []byte) error {
	input, err := s.input(r, nil)
	if err != nil {
		return err
	}
	return openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(bytes.NewReader(body)), Options: options(),
	})
}

func options() *openapi3filter.Options {
	return &openapi3filter.Options{
		AuthenticationFunc:    openapi3filter.NoopAuthenticationFunc,
		IncludeResponseStatus: true,
		SkipSettingDefaults:   true,
	}
}

func (s *Schema) input(r *http.Request, body []byte) (*openapi3filter.RequestValidationInput, error) {
	route, params, found := api.Match(r.Method, r.URL.EscapedPath())
	if !found {
		return nil, fmt.Errorf("no such route")
	}
	operation := s.operation(route)
	if operation == nil {
		return nil, fmt.Errorf("not described")
	}
	copied := r.Clone(r.Context())
	copied.Body = http.NoBody
	if len(body) > 0 {
		copied.Body = io.NopCloser(bytes.NewReader(body))
	}
	return &openapi3filter.RequestValidationInput{
		Request: copied, PathParams: params, Options: options(),
		Route: &routers.Route{Spec: s.doc, Path: route.Path, PathItem: s.doc.Paths.Value(route.Path), Method: route.Method, Operation: operation},
	}, nil
}
