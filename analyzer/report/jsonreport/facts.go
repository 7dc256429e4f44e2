package jsonreport

import (
	"io"
	"math"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"archlint/analyzer/review"
)

// WriteFlowFacts prints the input document of flow-scope policies for each
// flow, one a line (JSON Lines). The rules' own parameters are not in it: each
// rule sees its own.
func WriteFlowFacts(w io.Writer, r *review.Review) error {
	for i := range r.Flows {
		if err := json.MarshalWrite(w, r.FlowInput(i), factsOptions()...); err != nil {
			return err
		}
		if _, err := io.WriteString(w, "\n"); err != nil {
			return err
		}
	}
	return nil
}

// WriteOrgFacts prints the one input document of org-scope policies.
func WriteOrgFacts(w io.Writer, r *review.Review) error {
	if err := json.MarshalWrite(w, r.OrgInput(), factsOptions()...); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// factsOptions print facts as policies see them: no null lists, numbers that
// are none as null, everything else as encoding/json would.
func factsOptions() []json.Options {
	return []json.Options{
		json.Deterministic(true),
		jsonv1.OmitEmptyWithLegacySemantics(true),
		jsontext.AllowInvalidUTF8(true),
		json.WithMarshalers(json.MarshalToFunc(func(enc *jsontext.Encoder, x float64) error {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return enc.WriteToken(jsontext.Null)
			}
			return enc.WriteToken(jsontext.Float(x))
		})),
	}
}
