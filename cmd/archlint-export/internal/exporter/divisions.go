package exporter

import (
	"context"
	"encoding/json"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/layout"
)

// listDivisions counts the divisions of the organisation. The listing of flows
// is cut, without a word, to those divisions that the client's roles span: the
// two numbers beside each other let a reader see that.
func (x *run) listDivisions(ctx context.Context) error {
	n := 0
	_, err := x.numbered(ctx, api.Get(api.Divisions), func(json.RawMessage) error { n++; return nil })
	switch {
	case err != nil && x.stops(ctx, err):
		return err
	case err != nil:
		x.lack(api.Divisions, err)
	default:
		x.manifest.Divisions = &layout.Divisions{Visible: n}
	}
	return nil
}

func (x *run) countDivisions(all []flowRecord) {
	if x.manifest.Divisions == nil {
		return
	}
	seen := map[string]bool{}
	for _, f := range all {
		if f.Division != nil && f.Division.ID != "" {
			seen[f.Division.ID] = true
		}
	}
	x.manifest.Divisions.WithFlows = len(seen)
}
