package genesys

import (
	"encoding/json"
	"net/url"

	sdk "github.com/mypurecloud/platform-client-sdk-go/v157/platformclientv2"

	"archlint/cmd/archlint-export/internal/api"
)

// calls are the SDK's methods by the names of routes. The SDK's methods send every
// number and every boolean they have, asked or not. Where that is harmless (deleted,
// flatten, objectCount, excludeStatus: false is the default) the method is used;
// where it filters, or where decoding a large answer is of no use, the request goes
// through CallAPI below it.
var calls = map[string]func(*sdk.Configuration, api.Request) error{
	"organization": func(c *sdk.Configuration, _ api.Request) error {
		_, _, err := sdk.OrganizationApi{Configuration: c}.GetOrganizationsMe()
		return err
	},
	"divisions": func(c *sdk.Configuration, r api.Request) error {
		_, _, err := sdk.AuthorizationApi{Configuration: c}.GetAuthorizationDivisions(size(r), number(r), "", nil, "", "", false, nil, "")
		return err
	},
	"flows": func(c *sdk.Configuration, r api.Request) error {
		_, _, err := sdk.ArchitectApi{Configuration: c}.GetFlows(nil, number(r), size(r), r.Query["sortBy"], r.Query["sortOrder"],
			nil, "", "", "", "", "", "", "", "", false, false, "", "", nil)
		return err
	},
	"flow": func(c *sdk.Configuration, r api.Request) error {
		_, _, err := sdk.ArchitectApi{Configuration: c}.GetFlow(r.Params["flowId"], false)
		return err
	},
	"flowConfiguration": raw,
	"flowLatest":        raw,
	"startExportJob": func(c *sdk.Configuration, r api.Request) error {
		var body sdk.Registerarchitectexportjob
		if err := json.Unmarshal(r.Body, &body); err != nil {
			return err
		}
		_, _, err := sdk.ArchitectApi{Configuration: c}.PostFlowsExportJobs(body)
		return err
	},
	"exportJob": func(c *sdk.Configuration, r api.Request) error {
		_, _, err := sdk.ArchitectApi{Configuration: c}.GetFlowsExportJob(r.Params["jobId"], list(r.Query["expand"]))
		return err
	},
	"actions": func(c *sdk.Configuration, r api.Request) error {
		_, _, err := sdk.IntegrationsApi{Configuration: c}.GetIntegrationsActions(size(r), number(r), "", "", "", "", "", "", "", "", "")
		return err
	},
	"action": func(c *sdk.Configuration, r api.Request) error {
		_, _, err := sdk.IntegrationsApi{Configuration: c}.GetIntegrationsAction(r.Params["actionId"], r.Query["expand"], false,
			r.Query["includeConfig"] == "true")
		return err
	},
	"integrations": func(c *sdk.Configuration, r api.Request) error {
		_, _, err := sdk.IntegrationsApi{Configuration: c}.GetIntegrations(size(r), number(r), "", nil, "", "")
		return err
	},
	"integrationConfig": func(c *sdk.Configuration, r api.Request) error {
		_, _, err := sdk.IntegrationsApi{Configuration: c}.GetIntegrationConfigCurrent(r.Params["integrationId"])
		return err
	},
	"queues": raw, // the method always sends hasPeer, which leaves out queues that have one
	"ivrs": func(c *sdk.Configuration, r api.Request) error {
		_, _, err := sdk.ArchitectApi{Configuration: c}.GetArchitectIvrs(number(r), size(r), "", "", "", "", "")
		return err
	},
	"messageRecipients": func(c *sdk.Configuration, r api.Request) error {
		_, _, err := sdk.RoutingApi{Configuration: c}.GetRoutingMessageRecipients("", "", size(r), number(r))
		return err
	},
	"emailDomains": func(c *sdk.Configuration, r api.Request) error {
		_, _, err := sdk.RoutingApi{Configuration: c}.GetRoutingEmailDomains(size(r), number(r), false, "")
		return err
	},
	"emailRoutes": func(c *sdk.Configuration, r api.Request) error {
		_, _, err := sdk.RoutingApi{Configuration: c}.GetRoutingEmailDomainRoutes(r.Params["domainName"], size(r), number(r), "")
		return err
	},
	"triggers": raw, // the method always sends enabled and hasDelayBy: it lists disabled triggers only
	"limits": func(c *sdk.Configuration, r api.Request) error {
		_, _, err := sdk.OrganizationApi{Configuration: c}.GetOrganizationsLimitsNamespace(r.Params["namespaceName"])
		return err
	},
	"billableUsage": raw, // the method writes times as Go does, with a space in them
	"licenceUsers": func(c *sdk.Configuration, r api.Request) error {
		_, _, err := sdk.LicenseApi{Configuration: c}.GetLicenseUsers(size(r), number(r))
		return err
	},
	"flowTraffic": func(c *sdk.Configuration, r api.Request) error {
		var body sdk.Flowaggregationquery
		if err := json.Unmarshal(r.Body, &body); err != nil {
			return err
		}
		_, _, err := sdk.AnalyticsApi{Configuration: c}.PostAnalyticsFlowsAggregatesQuery(body)
		return err
	},
	"workflowTraffic": func(c *sdk.Configuration, r api.Request) error {
		var body sdk.Flowexecutionaggregationquery
		if err := json.Unmarshal(r.Body, &body); err != nil {
			return err
		}
		_, _, err := sdk.AnalyticsApi{Configuration: c}.PostAnalyticsFlowexecutionsAggregatesQuery(body)
		return err
	},
	"actionTraffic": func(c *sdk.Configuration, r api.Request) error {
		var body sdk.Actionaggregationquery
		if err := json.Unmarshal(r.Body, &body); err != nil {
			return err
		}
		_, _, err := sdk.AnalyticsApi{Configuration: c}.PostAnalyticsActionsAggregatesQuery(body)
		return err
	},
	"conversationTraffic": func(c *sdk.Configuration, r api.Request) error {
		var body sdk.Conversationaggregationquery
		if err := json.Unmarshal(r.Body, &body); err != nil {
			return err
		}
		_, _, err := sdk.AnalyticsApi{Configuration: c}.PostAnalyticsConversationsAggregatesQuery(body)
		return err
	},
	"botTraffic": func(c *sdk.Configuration, r api.Request) error {
		var body sdk.Botaggregationquery
		if err := json.Unmarshal(r.Body, &body); err != nil {
			return err
		}
		_, _, err := sdk.AnalyticsApi{Configuration: c}.PostAnalyticsBotsAggregatesQuery(body)
		return err
	},
	"executionSetting": func(c *sdk.Configuration, _ api.Request) error {
		_, _, err := sdk.ArchitectApi{Configuration: c}.GetFlowsInstancesSettingsExecutiondata()
		return err
	},
	"executions":        raw, // the method always sends indexOnly
	"startExecutionJob": raw, // the method always sends expand, which must be one of two words
	"executionJob": func(c *sdk.Configuration, r api.Request) error {
		_, _, err := sdk.ArchitectApi{Configuration: c}.GetFlowsInstancesJob(r.Params["jobId"])
		return err
	},
	"signedAddress": raw,
}

// raw asks with exactly the parameters and the body of the request.
func raw(c *sdk.Configuration, r api.Request) error {
	headers := map[string]string{"Accept": "application/json"}
	var body any
	if len(r.Body) > 0 {
		headers["Content-Type"] = "application/json"
		body = json.RawMessage(r.Body)
	}
	_, err := c.APIClient.CallAPI(c.BasePath+r.EscapedPath(), r.Route.Method, body, headers, r.Query, url.Values{}, "", nil, "other")
	return err
}

func size(r api.Request) int   { return r.Int("pageSize") }
func number(r api.Request) int { return r.Int("pageNumber") }

func list(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}
