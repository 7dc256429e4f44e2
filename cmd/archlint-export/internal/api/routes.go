package api

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Route is one call of the Platform API. The table below is at once what the
// exporter knows to ask, what its transport lets through, and what doctor tries.
type Route struct {
	// Name tells routes apart: "flows", "flowConfiguration".
	Name   string
	Method string
	// Path is the path with {parameters}, as the API's description writes it.
	Path string
	// Part is the part of the export that the route serves, as the manifest
	// names it in counts and refused.
	Part string
	// Permissions are those that the API's description demands; of several any
	// one suffices. Empty: any client may ask.
	Permissions []string
}

// Permission is the permission to ask for: the first that suffices.
func (r Route) Permission() string {
	if len(r.Permissions) == 0 {
		return "(none is documented)"
	}
	return r.Permissions[0]
}

// Parts of an export, as archlint-export.json names them.
const (
	PartOrganization  = "organization"
	PartDivisions     = "divisions"
	PartFlows         = "flows"
	PartActions       = "dataActions"
	PartIntegrations  = "integrations"
	PartQueues        = "queues"
	PartIVRs          = "ivrs"
	PartMessageRoutes = "messageRoutes"
	PartEmailRoutes   = "emailRoutes"
	PartTriggers      = "triggers"
	PartLimits        = "limits"
	PartLicences      = "licences"
	// PartBilledLicences are the licences as they are billed. Without them
	// licences are counted as users hold them, which says nothing of concurrent
	// ones.
	PartBilledLicences = "billedLicences"
	PartTraffic        = "traffic"
	// PartBotTraffic are the results of bots' questions. They stand apart: without
	// them the other traffic is as good as with them.
	PartBotTraffic = "botTraffic"
	// PartExecutions are recorded executions of flows.
	PartExecutions = "executions"
)

// The routes. Source of methods, paths and permissions: swagger.json of
// platform-client-sdk-go v157.0.0 (x-inin-requires-permissions); a test of the
// fake holds the table against that file. Two groups are no plain reads: the
// export jobs, which make files and change nothing in the organisation, and the
// queries, which are POSTs because their question is a document.
var (
	Organization = Route{"organization", http.MethodGet, "/api/v2/organizations/me", PartOrganization, nil}
	Divisions    = Route{"divisions", http.MethodGet, "/api/v2/authorization/divisions", PartDivisions, nil}

	Flows             = Route{"flows", http.MethodGet, "/api/v2/flows", PartFlows, []string{"architect:flow:view"}}
	Flow              = Route{"flow", http.MethodGet, "/api/v2/flows/{flowId}", PartFlows, []string{"architect:flow:view"}}
	FlowConfiguration = Route{"flowConfiguration", http.MethodGet, "/api/v2/flows/{flowId}/versions/{versionId}/configuration", PartFlows,
		[]string{"architect:flow:view"}}
	FlowLatest = Route{"flowLatest", http.MethodGet, "/api/v2/flows/{flowId}/latestconfiguration", PartFlows,
		[]string{"architect:flow:view"}}
	StartExportJob = Route{"startExportJob", http.MethodPost, "/api/v2/flows/export/jobs", PartFlows, []string{"architect:jobExport:create"}}
	ExportJob      = Route{"exportJob", http.MethodGet, "/api/v2/flows/export/jobs/{jobId}", PartFlows, []string{"architect:jobExport:view"}}

	Actions = Route{"actions", http.MethodGet, "/api/v2/integrations/actions", PartActions,
		[]string{"integrations:action:view", "bridge:actions:view"}}
	Action = Route{"action", http.MethodGet, "/api/v2/integrations/actions/{actionId}", PartActions,
		[]string{"integrations:action:view", "bridge:actions:view"}}
	Integrations = Route{"integrations", http.MethodGet, "/api/v2/integrations", PartIntegrations,
		[]string{"integrations:integration:view"}}
	IntegrationConfig = Route{"integrationConfig", http.MethodGet, "/api/v2/integrations/{integrationId}/config/current", PartIntegrations,
		[]string{"integrations:integration:view"}}

	Queues            = Route{"queues", http.MethodGet, "/api/v2/routing/queues", PartQueues, []string{"routing:queue:view"}}
	IVRs              = Route{"ivrs", http.MethodGet, "/api/v2/architect/ivrs", PartIVRs, []string{"routing:callRoute:view"}}
	MessageRecipients = Route{"messageRecipients", http.MethodGet, "/api/v2/routing/message/recipients", PartMessageRoutes,
		[]string{"routing:message:manage"}}
	EmailDomains = Route{"emailDomains", http.MethodGet, "/api/v2/routing/email/domains", PartEmailRoutes, []string{"routing:email:manage"}}
	EmailRoutes  = Route{"emailRoutes", http.MethodGet, "/api/v2/routing/email/domains/{domainName}/routes", PartEmailRoutes,
		[]string{"routing:email:manage"}}
	Triggers = Route{"triggers", http.MethodGet, "/api/v2/processautomation/triggers", PartTriggers,
		[]string{"processautomation:trigger:view", "processautomation:trigger:edit"}}

	Limits        = Route{"limits", http.MethodGet, "/api/v2/organizations/limits/namespaces/{namespaceName}", PartLimits, nil}
	BillableUsage = Route{"billableUsage", http.MethodGet, "/api/v2/billing/reports/billableusage", PartBilledLicences,
		[]string{"billing:subscription:view", "billing:subscription:read"}}
	LicenceUsers = Route{"licenceUsers", http.MethodGet, "/api/v2/license/users", PartLicences, nil}

	FlowTraffic = Route{"flowTraffic", http.MethodPost, "/api/v2/analytics/flows/aggregates/query", PartTraffic,
		[]string{"analytics:flowAggregate:view"}}
	WorkflowTraffic = Route{"workflowTraffic", http.MethodPost, "/api/v2/analytics/flowexecutions/aggregates/query", PartTraffic,
		[]string{"analytics:flowExecutionAggregate:view"}}
	ActionTraffic = Route{"actionTraffic", http.MethodPost, "/api/v2/analytics/actions/aggregates/query", PartTraffic,
		[]string{"integrations:action:view", "bridge:actions:view"}}
	ConversationTraffic = Route{"conversationTraffic", http.MethodPost, "/api/v2/analytics/conversations/aggregates/query", PartTraffic,
		[]string{"analytics:conversationAggregate:view"}}
	BotTraffic = Route{"botTraffic", http.MethodPost, "/api/v2/analytics/bots/aggregates/query", PartBotTraffic,
		[]string{"analytics:botAggregate:view"}}

	ExecutionSetting = Route{"executionSetting", http.MethodGet, "/api/v2/flows/instances/settings/executiondata", PartExecutions,
		[]string{"architect:flowinstanceexecutiondata:view"}}
	Executions = Route{"executions", http.MethodPost, "/api/v2/flows/instances/query", PartExecutions,
		[]string{"architect:flowInstance:search"}}
	StartExecutionJob = Route{"startExecutionJob", http.MethodPost, "/api/v2/flows/instances/jobs", PartExecutions,
		[]string{"architect:flowInstance:view"}}
	ExecutionJob = Route{"executionJob", http.MethodGet, "/api/v2/flows/instances/jobs/{jobId}", PartExecutions,
		[]string{"architect:flowInstance:view"}}
	// SignedAddress turns an address of the API into a signed one.
	SignedAddress = Route{"signedAddress", http.MethodGet, "/api/v2/downloads/{downloadId}", PartExecutions, nil}
)

// Routes returns all routes, in the order of the table.
func Routes() []Route {
	return []Route{
		Organization, Divisions,
		Flows, Flow, FlowConfiguration, FlowLatest, StartExportJob, ExportJob,
		Actions, Action, Integrations, IntegrationConfig,
		Queues, IVRs, MessageRecipients, EmailDomains, EmailRoutes, Triggers,
		Limits, BillableUsage, LicenceUsers,
		FlowTraffic, WorkflowTraffic, ActionTraffic, ConversationTraffic, BotTraffic,
		ExecutionSetting, Executions, StartExecutionJob, ExecutionJob, SignedAddress,
	}
}

// Match finds the route that a request goes to, given the path as it is sent
// (escaped), and the values of its path parameters, still escaped.
func Match(method, escapedPath string) (Route, map[string]string, bool) {
	for _, r := range Routes() {
		if r.Method != method {
			continue
		}
		if params, ok := r.match(escapedPath); ok {
			return r, params, true
		}
	}
	return Route{}, nil, false
}

// match compares segment by segment: a parameter takes exactly one, and never
// one that a server might read as several, or as a step up.
func (r Route) match(path string) (map[string]string, bool) {
	want, have := strings.Split(r.Path, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return nil, false
	}
	params := map[string]string{}
	for i, segment := range want {
		name, isParam := strings.CutPrefix(segment, "{")
		switch {
		case isParam && oneSegment(have[i]) && !literalAt(want[:i], have[i]):
			params[strings.TrimSuffix(name, "}")] = have[i]
		case isParam || segment != have[i]:
			return nil, false
		}
	}
	return params, true
}

// oneSegment reports whether an escaped segment stays one however often a server
// and its intermediaries unescape it.
func oneSegment(escaped string) bool {
	for range 4 {
		plain, err := url.PathUnescape(escaped)
		if err != nil || strings.Trim(plain, ".") == "" || strings.ContainsAny(plain, "/\\?#;\x00\r\n") {
			return false
		}
		if plain == escaped {
			return true
		}
		escaped = plain
	}
	return false
}

// literalAt reports whether segment, after that prefix, belongs to another
// route's literal text: "export" after /api/v2/flows is no flow.
func literalAt(prefix []string, segment string) bool {
	for _, r := range Routes() {
		parts := strings.Split(r.Path, "/")
		if len(parts) > len(prefix) && slices.Equal(parts[:len(prefix)], prefix) && parts[len(prefix)] == segment {
			return true
		}
	}
	return false
}
