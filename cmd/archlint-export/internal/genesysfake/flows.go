package genesysfake

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"archlint/cmd/archlint-export/internal/genesysfake/demoorg"
)

func (s *Server) flows(r request) reply {
	var all []map[string]any
	for _, f := range s.sortedFlows() {
		all = append(all, flowRecord(f))
	}
	if q := r.URL.Query(); q.Get("deleted") == "true" || q.Has("type") || q.Has("virtualAgentEnabled") {
		s.problem("flows were filtered: %s", r.URL.RawQuery)
	}
	return page(s, r, all)
}

// flowRecord is a flow as listings show it: with the person who edits it.
func flowRecord(f *demoorg.Flow) map[string]any {
	out := map[string]any{
		"id": f.ID, "name": f.Name, "description": f.Description, "type": strings.ToUpper(f.Type),
		"division": map[string]any{"id": f.Division.ID, "name": f.Division.Name, "selfUri": "/api/v2/authorization/divisions/" + f.Division.ID},
		"active":   true, "system": false, "deleted": false, "selfUri": "/api/v2/flows/" + f.ID,
	}
	version := func(n int, kind string) map[string]any {
		return map[string]any{
			"id": fmt.Sprintf("%d.0", n), "name": fmt.Sprintf("%d.0", n), "type": kind, "secure": false, "debug": false,
			"configurationUri": fmt.Sprintf("/api/v2/flows/%s/versions/%d.0/configuration", f.ID, n),
			"dateCreated":      f.Published.UnixMilli(), "selfUri": fmt.Sprintf("/api/v2/flows/%s/versions/%d.0", f.ID, n),
		}
	}
	if f.Version > 0 {
		published := version(f.Version, "PUBLISH")
		published["datePublished"] = f.Published.UTC().Format("2006-01-02T15:04:05.000Z")
		out["publishedVersion"] = published
	}
	if f.Draft {
		saved := version(f.Version+1, "SAVE")
		saved["dateSaved"] = f.Published.Add(48 * time.Hour).UnixMilli()
		out["savedVersion"] = saved
		out["lockedUser"] = map[string]any{"id": "f2b5a3d0-0000-4000-8000-000000000001", "name": "Jane Placeholder",
			"email": "jane@example.com", "version": 1}
	}
	return out
}

func (s *Server) find(id string) *demoorg.Flow {
	for _, f := range s.sortedFlows() {
		if f.ID == id {
			return f
		}
	}
	return nil
}

func (s *Server) flow(r request) reply {
	if f := s.find(r.param("flowId")); f != nil {
		return ok(flowRecord(f))
	}
	return noFlow()
}

func noFlow() reply {
	return failure(http.StatusNotFound, "architect.flow.not.found", "Could not find flow.")
}

func (s *Server) flowConfiguration(r request) reply {
	f, version := s.find(r.param("flowId")), r.param("versionId")
	if f == nil {
		return noFlow()
	}
	if version != fmt.Sprintf("%d.0", f.Version) && (!f.Draft || version != fmt.Sprintf("%d.0", f.Version+1)) {
		return failure(http.StatusNotFound, "architect.flow.version.not.found", "Could not find version "+version)
	}
	return configuration(f)
}

func (s *Server) flowLatest(r request) reply {
	if f := s.find(r.param("flowId")); f != nil {
		return configuration(f)
	}
	return noFlow()
}

func configuration(f *demoorg.Flow) reply {
	body, err := f.JSON()
	if err != nil {
		return failure(http.StatusInternalServerError, "internal", err.Error())
	}
	return raw(body, "application/json")
}
