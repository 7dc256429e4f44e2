package genesysfake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"archlint/cmd/archlint-export/internal/genesysfake/demoorg"
)

// request is a request with the parameters of its path, as they were sent.
type request struct {
	*http.Request
	params map[string]string
	body   []byte
}

func (r request) param(name string) string {
	value, err := url.PathUnescape(r.params[name])
	if err != nil {
		return ""
	}
	return value
}

// answers by the names of routes.
var answers = map[string]func(*Server, request) reply{
	"organization":        (*Server).organization,
	"divisions":           (*Server).divisions,
	"flows":               (*Server).flows,
	"flow":                (*Server).flow,
	"flowConfiguration":   (*Server).flowConfiguration,
	"flowLatest":          (*Server).flowLatest,
	"startExportJob":      (*Server).startJob,
	"exportJob":           (*Server).exportJob,
	"actions":             (*Server).actions,
	"action":              (*Server).action,
	"integrations":        listed(func(o *demoorg.Org) []map[string]any { return o.Integrations }),
	"integrationConfig":   (*Server).integrationConfig,
	"queues":              listed(func(o *demoorg.Org) []map[string]any { return o.Queues }),
	"ivrs":                listed(func(o *demoorg.Org) []map[string]any { return o.IVRs }),
	"messageRecipients":   listed(func(o *demoorg.Org) []map[string]any { return o.Recipients }),
	"emailDomains":        listed(func(o *demoorg.Org) []map[string]any { return o.Domains }),
	"emailRoutes":         (*Server).emailRoutes,
	"triggers":            (*Server).triggers,
	"limits":              (*Server).limits,
	"billableUsage":       (*Server).billableUsage,
	"licenceUsers":        listed(func(o *demoorg.Org) []map[string]any { return o.Users }),
	"flowTraffic":         (*Server).traffic,
	"workflowTraffic":     (*Server).traffic,
	"actionTraffic":       (*Server).traffic,
	"conversationTraffic": (*Server).traffic,
	"botTraffic":          (*Server).traffic,
	"executionSetting":    (*Server).executionSetting,
	"executions":          (*Server).executions,
	"startExecutionJob":   (*Server).startExecutionJob,
	"executionJob":        (*Server).executionJob,
	"signedAddress":       (*Server).signedAddress,
}

func listed(of func(*demoorg.Org) []map[string]any) func(*Server, request) reply {
	return func(s *Server, r request) reply { return page(s, r, of(s.opts.Org)) }
}

// page answers a page of a listing.
func page[T any](s *Server, r request, all []T) reply {
	number, size := intOf(r, "pageNumber", 1), min(intOf(r, "pageSize", 25), s.opts.MaxPageSize)
	pages := (len(all) + size - 1) / size
	from := min((number-1)*size, len(all))
	out := map[string]any{
		"entities": append([]T{}, all[from:min(from+size, len(all))]...),
		"pageSize": size, "pageNumber": number, "total": len(all), "pageCount": pages,
	}
	if number < pages && strings.HasSuffix(r.URL.Path, "/flows") {
		out["nextUri"] = fmt.Sprintf("%s?pageSize=%d&pageNumber=%d", r.URL.Path, size, number+1)
	}
	return ok(out)
}

func intOf(r request, name string, otherwise int) int {
	n, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil || n < 1 {
		return otherwise
	}
	return n
}

func (s *Server) organization(request) reply {
	o := s.opts.Org
	return ok(map[string]any{"id": o.ID, "name": o.Name, "version": 4, "state": "active", "selfUri": "/api/v2/organizations/me"})
}

func (s *Server) divisions(r request) reply {
	var all []map[string]any
	for i, d := range s.opts.Org.Divisions {
		all = append(all, map[string]any{"id": d.ID, "name": d.Name, "description": "", "homeDivision": i == 0})
	}
	return page(s, r, all)
}

func (s *Server) triggers(r request) reply {
	if r.URL.Query().Has("enabled") || r.URL.Query().Has("hasDelayBy") {
		s.problem("triggers were filtered: %s", r.URL.RawQuery)
	}
	// One at a time, so that the chain is followed.
	at := intOf(r, "after", 1) - 1
	all := s.opts.Org.Triggers
	out := map[string]any{"entities": append([]map[string]any{}, all[min(at, len(all)):min(at+1, len(all))]...)}
	if at+1 < len(all) {
		out["nextUri"] = fmt.Sprintf("/api/v2/processautomation/triggers?after=%d&pageSize=200", at+2)
	}
	return ok(out)
}

func (s *Server) actions(r request) reply {
	var all []map[string]any
	for _, a := range s.opts.Org.Actions {
		brief := map[string]any{}
		for k, v := range a {
			if k != "contract" && k != "config" {
				brief[k] = v
			}
		}
		all = append(all, brief)
	}
	return page(s, r, all)
}

func (s *Server) action(r request) reply {
	q := r.URL.Query()
	for _, a := range s.opts.Org.Actions {
		if a["id"] != r.param("actionId") {
			continue
		}
		out := map[string]any{}
		for k, v := range a {
			if (k == "contract" && q.Get("expand") != "contract") || (k == "config" && q.Get("includeConfig") != "true") {
				continue
			}
			out[k] = v
		}
		return ok(out)
	}
	return failure(http.StatusNotFound, "not.found", "There is no such action")
}

func (s *Server) integrationConfig(r request) reply {
	if config, found := s.opts.Org.Configs[r.param("integrationId")]; found {
		return ok(config)
	}
	return failure(http.StatusNotFound, "not.found", "There is no such integration")
}

func (s *Server) emailRoutes(r request) reply {
	routes, found := s.opts.Org.EmailRoutes[r.param("domainName")]
	if !found {
		return failure(http.StatusNotFound, "not.found", "There is no such domain")
	}
	return page(s, r, routes)
}

func (s *Server) limits(r request) reply {
	namespace := r.param("namespaceName")
	values, found := s.opts.Org.Limits[namespace]
	if !found {
		return failure(http.StatusNotFound, "not.found", "There is no such namespace")
	}
	all := []map[string]any{}
	for key, value := range values { // in no order, as the API promises none
		all = append(all, map[string]any{"key": key, "namespace": namespace, "value": value})
	}
	return ok(map[string]any{"entities": all})
}

// billableUsage counts the licences of users, as a report of products.
func (s *Server) billableUsage(r request) reply {
	products := map[string]string{"cx2": "Genesys Cloud CX 2 - Named", "communicate": "Genesys Cloud Communicate",
		"wem-add-on": "Genesys Cloud WEM Add-on"}
	people := map[string][]any{}
	for _, u := range s.opts.Org.Users {
		for _, l := range u["licenses"].([]string) {
			people[products[l]] = append(people[products[l]], map[string]any{"name": "Jane Placeholder", "date": "2026-10-31T00:00:00.000Z"})
		}
	}
	usages := []any{}
	for name, resources := range people {
		usages = append(usages, map[string]any{"name": name, "totalUsage": strconv.Itoa(len(resources)), "resources": resources})
	}
	q := r.URL.Query()
	return ok(map[string]any{"startDate": q.Get("startDate"), "endDate": q.Get("endDate"), "status": "Complete", "usages": usages})
}

func (s *Server) sortedFlows() []*demoorg.Flow {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*demoorg.Flow
	for _, f := range s.opts.Org.Flows {
		if !s.gone[f.ID] {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b *demoorg.Flow) int { return strings.Compare(a.ID, b.ID) })
	return all
}

func decode(body []byte, into any) bool { return json.Unmarshal(body, into) == nil }
