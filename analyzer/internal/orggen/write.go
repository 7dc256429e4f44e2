package orggen

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
)

// File is one file of an export.
type File struct{ Name, Text string }

// Files are the organisation as an export lays it out, in the order of names. A
// flow is a file of Archy YAML.
func (o Org) Files() []File {
	out := []File{{"archlint-export.json", o.manifest()}}
	for _, f := range o.Flows {
		out = append(out, File{fmt.Sprintf("flows/%s/%s~%s.yaml", f.Type, plain(f.Name), ID(f.Name)), o.yaml(f)})
	}
	for _, a := range o.Actions {
		if a.Unread {
			continue
		}
		out = append(out, File{fmt.Sprintf("actions/%s~%s.json", plain(a.Name), ID(a.Name)), definition(a)})
	}
	out = append(out, o.orgFiles()...)
	slices.SortFunc(out, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// ID is the id of whatever has that name.
func ID(name string) string {
	h := fnv.New64a()
	h.Write([]byte(name))
	return fmt.Sprintf("00000000-0000-4000-8000-%012x", h.Sum64()&0xffffffffffff)
}

func plain(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }

type object = map[string]any

func written(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // made of strings and numbers
	}
	return string(text) + "\n"
}

func (o Org) manifest() string {
	counts := object{
		"actions": o.definitions(), "integrations": len(o.Integrations), "queues": len(o.Queues), "triggers": len(o.Triggers),
		"ivrs": o.entries("voice"), "messageRoutes": o.entries("message"), "emailRoutes": o.entries("email"),
	}
	if o.Whole {
		counts["flows"] = len(o.Flows)
	}
	return written(object{
		"schemaVersion": 1, "region": "mypurecloud.ie", "organization": object{"id": ID("Org"), "name": "Org"},
		"exportedAt": "2026-11-20T08:00:00Z", "version": "published", "partial": false, "refused": []any{}, "counts": counts,
	})
}

func (o Org) entries(medium string) int {
	n := 0
	for _, e := range o.Entries {
		if e.Medium == medium {
			n++
		}
	}
	return n
}

func (o Org) definitions() int {
	n := 0
	for _, a := range o.Actions {
		if !a.Unread {
			n++
		}
	}
	return n
}

// orgFiles are the facts of the organisation. A part without any has no file: the
// manifest tells that the exporter read it to its end.
func (o Org) orgFiles() []File {
	parts := make(map[string][]any)
	for _, q := range o.Queues {
		parts["queues"] = append(parts["queues"], o.queueRecord(q))
	}
	for _, e := range o.Entries {
		part, member := entryPlace(e.Medium)
		parts[part] = append(parts[part], object{"id": ID(e.Name), "name": e.Name, member: o.reference(e.Flow)})
	}
	for _, i := range o.Integrations {
		record := object{"id": ID(i.Name), "name": i.Name, "intendedState": "ENABLED"}
		if i.Type != "" {
			record["integrationType"] = object{"id": i.Type}
		}
		parts["integrations"] = append(parts["integrations"], record)
	}
	for _, t := range o.Triggers {
		parts["triggers"] = append(parts["triggers"], object{
			"id": ID(t.Name), "name": t.Name, "topicName": "v2.detail.events.conversation.{id}.customer.end", "enabled": true,
			"target": object{"type": "Workflow", "id": ID(t.Flow)}, "matchCriteria": []any{},
		})
	}
	var out []File
	for part, records := range parts { // Files sorts them
		out = append(out, File{"org/" + part + ".json", written(object{"entities": records, "total": len(records)})})
	}
	return out
}

func entryPlace(medium string) (part, member string) {
	switch medium {
	case "voice":
		return "ivrs", "openHoursFlow"
	case "message":
		return "message-routes", "flow"
	default:
		return "email-routes", "flow"
	}
}

func (o Org) reference(flow string) object { return object{"id": ID(flow), "name": o.shown(flow)} }

func (o Org) queueRecord(q Queue) object {
	record := object{"id": ID(q.Name), "name": q.Name}
	for member, flow := range map[string]string{"queueFlow": q.CallFlow, "messageInQueueFlow": q.MessageFlow,
		"emailInQueueFlow": q.EmailFlow} {
		if flow != "" {
			record[member] = o.reference(flow)
		}
	}
	return record
}

// definition writes what a data action says of itself.
func definition(a Action) string {
	url, method := "https://crm.example.com/"+plain(a.Name), "GET"
	if a.Platform {
		url = "/api/v2/users/me"
	}
	if a.Launches != "" {
		url, method = "/api/v2/flows/executions", "POST"
	}
	config := object{
		"request":  object{"requestUrlTemplate": url, "requestType": method, "headers": object{}, "requestTemplate": "${input.rawRequest}"},
		"response": object{"translationMap": object{}, "translationMapDefaults": object{}, "successTemplate": "{}"},
	}
	if a.Timeout != NotSet {
		config["timeoutSeconds"] = a.Timeout
	}
	schema := object{"type": "object", "properties": object{}}
	return written(object{
		"id": "custom_-_" + ID(a.Name), "name": a.Name, "integrationId": ID(a.Integration), "category": a.Integration, "secure": false,
		"contract": object{"input": object{"inputSchema": schema}, "output": object{"successSchema": schema}}, "config": config,
	})
}
