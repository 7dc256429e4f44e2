package exporter

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"

	"archlint/cmd/archlint-export/internal/api"
)

// page is what all listings of the API have in common.
type page struct {
	Entities  []json.RawMessage `json:"entities"`
	PageCount int               `json:"pageCount"`
	Total     *int              `json:"total"`
	NextURI   string            `json:"nextUri"`
}

const (
	pageSize = 100
	// maxPages ends a listing that would never end: no organisation has a
	// million entities of a kind.
	maxPages = 10_000
)

func (x *run) page(ctx context.Context, r api.Request) (page, error) {
	body, err := x.client.Do(ctx, r)
	if err != nil {
		return page{}, err
	}
	var p page
	if err := json.Unmarshal(body, &p); err != nil {
		return page{}, fmt.Errorf("%s %s: the answer is not the listing it should be: %w", r.Route.Method, r.Route.Path, err)
	}
	return p, nil
}

// numbered calls each with every entity of a listing of numbered pages, and
// returns how many the listing says there are, -1 when it does not.
func (x *run) numbered(ctx context.Context, r api.Request, each func(json.RawMessage) error) (total int, err error) {
	total = -1
	for n := 1; n <= maxPages; n++ {
		p, err := x.page(ctx, r.Page(n, pageSize))
		if err != nil {
			return total, err
		}
		for _, entity := range p.Entities {
			if err := each(entity); err != nil {
				return total, err
			}
		}
		if p.Total != nil {
			total = *p.Total
		}
		more := p.NextURI != "" || n < p.PageCount
		if len(p.Entities) == 0 || !more {
			return total, nil
		}
	}
	return total, fmt.Errorf("%s %s: more than %d pages", r.Route.Method, r.Route.Path, maxPages)
}

// chained does the same for a listing of which each page names the next.
func (x *run) chained(ctx context.Context, r api.Request, each func(json.RawMessage) error) error {
	seen := map[string]bool{}
	for range maxPages {
		p, err := x.page(ctx, r)
		if err != nil {
			return err
		}
		for _, entity := range p.Entities {
			if err := each(entity); err != nil {
				return err
			}
		}
		after := cursor(p.NextURI)
		if after == "" || seen[after] {
			return nil
		}
		seen[after] = true
		r = r.With("after", after)
	}
	return fmt.Errorf("%s %s: more than %d pages", r.Route.Method, r.Route.Path, maxPages)
}

func cursor(next string) string {
	u, err := url.Parse(next)
	if err != nil {
		return ""
	}
	return u.Query().Get("after")
}
