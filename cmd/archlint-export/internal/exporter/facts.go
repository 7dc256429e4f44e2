package exporter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"
	"slices"

	"archlint/cmd/archlint-export/internal/api"
	"archlint/cmd/archlint-export/internal/layout"
)

// fact is a part that stands in one file below org/.
type fact struct {
	route api.Route
	file  string
	read  func(x *run, ctx context.Context) ([]object, error)
}

// factsOf are the parts beside flows and data actions. What is kept of a record
// is what the review reads, and what tells a person which record it is.
var factsOf = []fact{
	{api.Integrations, "integrations.json", (*run).integrations},
	{api.Queues, "queues.json", keeping(api.Queues, []string{"queueFlow", "emailInQueueFlow", "messageInQueueFlow", "division"},
		"id", "name", "selfUri")},
	{api.IVRs, "ivrs.json", keeping(api.IVRs, []string{"openHoursFlow", "closedHoursFlow", "holidayHoursFlow", "scheduleGroup", "division"},
		"id", "name", "dnis", "selfUri")},
	{api.MessageRecipients, "message-routes.json", keeping(api.MessageRecipients, []string{"flow"}, "id", "name", "messengerType", "selfUri")},
	{api.EmailDomains, "email-routes.json", (*run).emailRoutes},
	{api.Triggers, "triggers.json", (*run).triggers},
}

// facts takes the parts one after another: each is a few requests.
func (x *run) facts(ctx context.Context) error {
	x.Progress.Stage("facts", len(factsOf)+2)
	if err := x.organizationFile(); err != nil {
		return err
	}
	for _, f := range factsOf {
		records, err := f.read(x, ctx)
		if err := x.fact(ctx, f.route, f.file, len(records), err, func() ([]byte, error) { return listing(records) }); err != nil {
			return err
		}
	}
	if err := x.limits(ctx); err != nil {
		return err
	}
	return x.licences(ctx)
}

// fact writes the file of a part, or down that it could not be read. A part that
// is refused leaves no file of an earlier run behind: nobody could tell that it
// is old.
func (x *run) fact(ctx context.Context, route api.Route, file string, n int, err error, data func() ([]byte, error)) error {
	defer x.Progress.Step()
	name := path.Join("org", file)
	if err == nil {
		var text []byte
		if text, err = data(); err == nil {
			x.has(route.Part, n)
			_, err := x.write(name, text)
			return err
		}
	}
	if x.stops(ctx, err) {
		return err
	}
	x.lack(route, err)
	if api.Refused(err) {
		if err := x.dir.Remove(name); err != nil {
			return &diskError{err}
		}
	}
	return nil
}

func (x *run) organizationFile() error {
	m := x.manifest
	data, err := layout.JSON(map[string]string{"id": m.Organization.ID, "name": m.Organization.Name, "region": m.Region})
	if err == nil {
		_, err = x.write("org/organization.json", data)
	}
	return err
}

// keeping reads a listing of numbered pages and keeps, of each record, members
// as they are and references by id and name.
func keeping(route api.Route, references []string, members ...string) func(*run, context.Context) ([]object, error) {
	return func(x *run, ctx context.Context) (records []object, err error) {
		_, err = x.numbered(ctx, api.Get(route), func(data json.RawMessage) error {
			o, err := parseObject(data)
			if err == nil {
				records = append(records, o.keep(append(members, references...)...).reference(references...))
			}
			return err
		})
		return records, err
	}
}

func (x *run) triggers(ctx context.Context) (records []object, err error) {
	err = x.chained(ctx, api.Get(api.Triggers).With("pageSize", "200"), func(data json.RawMessage) error {
		o, err := parseObject(data)
		if err == nil {
			records = append(records, o.keep("id", "name", "topicName", "target", "enabled", "matchCriteria", "eventTTLSeconds",
				"delayBySeconds", "selfUri"))
		}
		return err
	})
	return records, err
}

// integrations are all of them by name and type; those that data actions
// belong to also tell which credentials they use, by id: that is how a shared
// OAuth client shows. Properties and notes stay behind, they may hold anything.
func (x *run) integrations(ctx context.Context) (records []object, err error) {
	_, err = x.numbered(ctx, api.Get(api.Integrations), func(data json.RawMessage) error {
		o, err := parseObject(data)
		if err == nil {
			records = append(records, o.keep("id", "name", "integrationType", "intendedState", "selfUri").reference("integrationType"))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, o := range records {
		if !x.integrationsUsed[o.text("id")] {
			continue
		}
		switch config, err := x.integrationConfig(ctx, o.text("id")); {
		case err == nil:
			o["config"] = config
		case !api.Gone(err):
			return nil, err
		}
	}
	return records, nil
}

func (x *run) integrationConfig(ctx context.Context, id string) (json.RawMessage, error) {
	data, err := x.ask(ctx, api.Get(api.IntegrationConfig, id))
	if err != nil {
		return nil, err
	}
	config, err := parseObject(data)
	if err != nil {
		return nil, err
	}
	credentials, err := parseObject(config["credentials"])
	if err != nil {
		credentials = object{} // none
	}
	for name := range credentials {
		credentials.reference(name)
	}
	return json.Marshal(map[string]object{"credentials": credentials})
}

// emailRoutes are the routes of all e-mail domains.
func (x *run) emailRoutes(ctx context.Context) (records []object, err error) {
	var domains []string
	_, err = x.numbered(ctx, api.Get(api.EmailDomains), func(data json.RawMessage) error {
		o, err := parseObject(data)
		if id := o.text("id"); err == nil && id != "" {
			domains = append(domains, id)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(domains)
	for _, domain := range slices.Compact(domains) {
		routes, err := x.domainRoutes(ctx, domain)
		if err != nil && !api.Gone(err) {
			return nil, err
		}
		records = append(records, routes...)
	}
	return records, nil
}

func (x *run) domainRoutes(ctx context.Context, domain string) (records []object, err error) {
	_, err = x.numbered(ctx, api.Get(api.EmailRoutes, domain), func(data json.RawMessage) error {
		o, err := parseObject(data)
		if err != nil {
			return err
		}
		kept := o.keep("id", "pattern", "flow", "spamFlow", "queue", "selfUri").reference("flow", "spamFlow", "queue")
		name, err := json.Marshal(o.text("pattern") + "@" + domain)
		kept["name"] = name
		records = append(records, kept)
		return err
	})
	return records, err
}

// limitNamespaces are those that say something about what flows do.
var limitNamespaces = []string{"architect", "bots", "dataactions", "datatables", "event.orchestration", "integrations",
	"notifications", "platform.api"}

// limits takes the organisation's own limits, a file for each namespace.
func (x *run) limits(ctx context.Context) error {
	defer x.Progress.Step()
	read := 0
	for _, namespace := range limitNamespaces {
		name := "org/limits/" + namespace + ".json"
		records, err := x.limitsOf(ctx, namespace)
		switch {
		case err == nil:
			data, err := listing(records)
			if err != nil {
				return err
			}
			if _, err := x.write(name, data); err != nil {
				return err
			}
			read += len(records)
			continue
		case x.stops(ctx, err):
			return err
		case !api.Gone(err): // not every organisation has every namespace
			x.lack(api.Limits, fmt.Errorf("namespace %s: %w", namespace, err))
		}
		if api.Refused(err) || api.Gone(err) {
			if err := x.dir.Remove(name); err != nil {
				return &diskError{err}
			}
		}
	}
	x.has(api.PartLimits, read)
	return nil
}

func (x *run) limitsOf(ctx context.Context, namespace string) (records []object, err error) {
	body, err := x.ask(ctx, api.Get(api.Limits, namespace))
	if err != nil {
		return nil, err
	}
	var p page
	if err := json.Unmarshal(body, &p); err != nil {
		return nil, err
	}
	for _, data := range p.Entities {
		o, err := parseObject(data)
		if err != nil {
			return nil, err
		}
		records = append(records, o.keep("key", "namespace", "value"))
	}
	slices.SortFunc(records, func(a, b object) int { return compareText(a, b, "key") })
	return records, nil
}

func compareText(a, b object, member string) int {
	switch x, y := a.text(member), b.text(member); {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

var errNotYet = errors.New(http.StatusText(http.StatusAccepted))
