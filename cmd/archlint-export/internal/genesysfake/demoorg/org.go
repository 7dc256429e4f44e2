// Package demoorg makes up organisations: one to show, and large ones to
// measure with. Everything in them follows from a seed.
package demoorg

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"archlint/analyzer/flow/flowtext"
	"archlint/cmd/archlint-export/internal/genesysfake/walks"
)

// Org is a made-up organisation: what the platform knows of it, in the shapes of
// its answers.
type Org struct {
	ID, Name     string
	Divisions    []Division
	Flows        []*Flow
	Actions      []map[string]any // with contract and configuration
	Integrations []map[string]any
	Configs      map[string]map[string]any // of integrations, by id
	Queues       []map[string]any
	IVRs         []map[string]any
	Recipients   []map[string]any
	Domains      []map[string]any
	EmailRoutes  map[string][]map[string]any // by domain
	Triggers     []map[string]any
	Limits       map[string]map[string]int // by namespace
	Users        []map[string]any          // with their licences
	Seed         uint64                    // of the traffic
}

// Division is a division.
type Division struct{ ID, Name string }

// Flow is a flow with the text of its published version.
type Flow struct {
	ID, Name, Type, Description string
	Division                    Division
	// Version is the number of the published version, 0 when it never was.
	Version   int
	Published time.Time
	// Draft is set when there is a newer version that is not published.
	Draft bool
	JSON  func() ([]byte, error)
	YAML  func() ([]byte, error)
	// Walks are the runs of the flow, nil when it never runs.
	Walks *walks.Flow
}

// maker holds what the parts of an organisation refer to.
type maker struct {
	org *Org
	r   *rand.Rand
	// by name
	actions map[string]*flowtext.Action
	queues  map[string]string
	flows   map[string]string
}

func newMaker(name string, seed uint64) *maker {
	r := rand.New(rand.NewPCG(seed, 1))
	m := &maker{
		r: r, actions: map[string]*flowtext.Action{}, queues: map[string]string{}, flows: map[string]string{},
		org: &Org{
			ID: flowtext.GUID(r), Name: name, Seed: seed, Configs: map[string]map[string]any{},
			EmailRoutes: map[string][]map[string]any{}, Limits: map[string]map[string]int{},
		},
	}
	for _, d := range []string{"Home", "Field Service"} {
		m.org.Divisions = append(m.org.Divisions, Division{flowtext.GUID(r), d})
	}
	return m
}

func ref(id, name string) map[string]any { return map[string]any{"id": id, "name": name} }

// integration adds an integration with one credential.
func (m *maker) integration(name, kind, credential string) string {
	id := flowtext.GUID(m.r)
	m.org.Integrations = append(m.org.Integrations, map[string]any{
		"id": id, "name": name, "integrationType": ref(kind, name), "intendedState": "ENABLED",
		"notes":         "Ask the platform team before changing anything",
		"reportedState": map[string]any{"code": "ACTIVE", "effective": "Active", "lastUpdated": "2026-11-20T08:00:00.000Z"},
		"selfUri":       "/api/v2/integrations/" + id,
	})
	m.org.Configs[id] = map[string]any{
		"id": id, "name": name, "version": 3, "notes": "", "properties": map[string]any{"tenant": "example"}, "advanced": map[string]any{},
		"credentials": map[string]any{credential: ref(flowtext.GUID(m.r), name+" credentials")},
		"selfUri":     "/api/v2/integrations/" + id + "/config/current",
	}
	return id
}

// api is what a data action calls.
type api struct {
	method, url string
	timeout     int // 0: the platform's default
	header      map[string]any
	in, out     map[string]string // names and types
}

// action adds a custom data action.
func (m *maker) action(name, integrationID, integration string, a api) *flowtext.Action {
	id := "custom_-_" + flowtext.GUID(m.r)
	config := map[string]any{
		"request": map[string]any{
			"requestUrlTemplate": a.url, "requestType": a.method, "headers": a.header, "requestTemplate": "${input.rawRequest}",
		},
		"response": map[string]any{"translationMap": map[string]any{}, "translationMapDefaults": map[string]any{},
			"successTemplate": "${rawResult}"},
	}
	if a.header == nil {
		config["request"].(map[string]any)["headers"] = map[string]any{}
	}
	if a.timeout > 0 {
		config["timeoutSeconds"] = a.timeout
	}
	m.org.Actions = append(m.org.Actions, map[string]any{
		"id": id, "name": name, "integrationId": integrationID, "category": integration, "version": 2, "secure": false,
		"contract": map[string]any{
			"input":  map[string]any{"inputSchema": schema("Request", a.in)},
			"output": map[string]any{"successSchema": schema("Result", a.out)},
		},
		"config": config, "selfUri": "/api/v2/integrations/actions/" + id,
	})
	action := &flowtext.Action{ID: id, Name: name, Integration: integration}
	m.actions[name] = action
	return action
}

func schema(title string, properties map[string]string) map[string]any {
	p := map[string]any{}
	for name, kind := range properties {
		p[name] = map[string]any{"type": kind}
	}
	return map[string]any{"$schema": "http://json-schema.org/draft-04/schema#", "title": title, "type": "object", "properties": p}
}

// publish adds a flow; version 0 means that it was never published.
func (m *maker) publish(f *flowtext.Flow, division, version int) {
	m.flows[f.Name] = f.ID
	// Writing draws the ids of the steps: once.
	configuration := sync.OnceValues(f.JSON)
	m.org.Flows = append(m.org.Flows, &Flow{
		ID: f.ID, Name: f.Name, Type: f.Type, Description: f.Description, Division: m.org.Divisions[division], Version: version,
		Published: time.Date(2026, 10, 1+len(m.org.Flows)%28, 9, 30, 0, 0, time.UTC), Draft: version == 0 || version%3 == 0,
		JSON: configuration, YAML: f.YAML, Walks: walks.New(f.ID, f.Type, version, m.org.Seed, configuration),
	})
}

func (m *maker) flow(name, kind, description string) *flowtext.Flow {
	return flowtext.New(flowtext.GUID(m.r), name, kind, description, m.r.Uint64())
}

// queue adds a queue; its in-queue flow may follow later.
func (m *maker) queue(name string) string {
	id := flowtext.GUID(m.r)
	m.queues[name] = id
	m.org.Queues = append(m.org.Queues, map[string]any{
		"id": id, "name": name, "memberCount": 10 + m.r.IntN(40), "modifiedBy": flowtext.GUID(m.r),
		"selfUri": "/api/v2/routing/queues/" + id,
	})
	return id
}

func (m *maker) inQueue(queue, flow string) {
	for _, q := range m.org.Queues {
		if q["name"] == queue {
			q["queueFlow"] = ref(m.flows[flow], flow)
		}
	}
}

func (m *maker) ivr(name, number, open, closed string) {
	id := flowtext.GUID(m.r)
	ivr := map[string]any{
		"id": id, "name": name, "dnis": []string{number}, "openHoursFlow": ref(m.flows[open], open), "version": 4,
		"dateModified": "2026-11-01T07:00:00.000Z", "modifiedBy": flowtext.GUID(m.r), "selfUri": "/api/v2/architect/ivrs/" + id,
	}
	if closed != "" {
		ivr["closedHoursFlow"] = ref(m.flows[closed], closed)
	}
	m.org.IVRs = append(m.org.IVRs, ivr)
}

// users adds people by the licences they hold.
func (m *maker) users(n int, licences ...string) {
	for range n {
		id := flowtext.GUID(m.r)
		m.org.Users = append(m.org.Users, map[string]any{"id": id, "licenses": licences, "selfUri": fmt.Sprintf("/api/v2/license/users/%s", id)})
	}
}
