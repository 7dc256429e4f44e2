package events

// Per is what an event comes with: the unit in which it is known how often it fires.
type Per string

// What events come with.
const (
	PerInteraction Per = "interaction"
	PerAgent       Per = "agent" // each agent that takes part in an interaction
	PerUnknown     Per = ""      // nothing says how often
)

// Topic is an event that can start a workflow by a trigger.
type Topic struct {
	Name string
	// Per and Times say how often it fires: Times for each Per.
	Per   Per
	Times float64
	// Confidence of that is "high", "medium" or "low", "" where nothing is known.
	Confidence string
	Source     string
}

const (
	triggersPage = "help.mypurecloud.com, overview of triggers"
	sessions     = "help.mypurecloud.com, overview of triggers; developer.genesys.cloud forum 23859 and 29977: one event for " +
		"each session of an agent"
	detail = "v2.detail.events.conversation.{id}."
)

// topics are those that the vendor documents for triggers; "the topics can vary,
// depending on your organization". Events of an interaction's customer come with
// the interaction, those of users with each agent's session in it.
var topics = []Topic{
	{detail + "customer.start", PerInteraction, 1, "medium", triggersPage},
	{detail + "customer.end", PerInteraction, 1, "medium", triggersPage},
	{detail + "user.start", PerAgent, 1, "medium", sessions},
	{detail + "user.end", PerAgent, 1, "medium", sessions},
	{detail + "acw", PerAgent, 1, "medium", sessions},
	{Name: detail + "acd.start", Source: triggersPage},
	{Name: detail + "acd.end", Source: triggersPage},
	{Name: detail + "attributes", Source: triggersPage},
	{Name: detail + "outbound", Source: triggersPage},
	{Name: detail + "voicemail.end", Source: triggersPage},
	{Name: detail + "voicemail.start", Source: triggersPage},
	{Name: detail + "wrapup", Source: triggersPage},
	{Name: "v2.detail.events.collaboratechat.adhoc.{id}.messages", Source: triggersPage},
	{Name: "v2.detail.events.collaboratechat.group.{id}.messages", Source: triggersPage},
	{Name: "v2.integrations.inbound.webhook.{id}.invocation", Source: triggersPage},
	{Name: "v2.operations.events.{id}", Source: triggersPage},
	{Name: "v2.outbound.email.campaigns.contact.postContact", Source: triggersPage},
	{Name: "v2.outbound.email.campaigns.contact.preContact", Source: triggersPage},
	{Name: "v2.outbound.messaging.campaigns.contact.postContact", Source: triggersPage},
	{Name: "v2.outbound.messaging.campaigns.contact.preContact", Source: triggersPage},
	{Name: "v2.quality.evaluations", Source: triggersPage},
	{Name: "v2.taskmanagement.workitems.{id}", Source: triggersPage},
	{Name: "v2.users.{id}.activity", Source: triggersPage},
	{Name: "v2.users.{id}.integrationpresence", Source: triggersPage},
	{Name: "v2.users.{id}.workforcemanagement.adherence", Source: triggersPage},
	{Name: "v2.users.{id}.workforcemanagement.notifications", Source: triggersPage},
	{Name: "v2.users.{id}.workforcemanagement.schedules", Source: triggersPage},
	{Name: "v2.users.{id}.workforcemanagement.timeoffrequests", Source: triggersPage},
	{Name: "v2.workforcemanagement.managementunits.{id}.adherence", Source: triggersPage},
	{Name: "v2.workforcemanagement.teams.{id}.adherence", Source: triggersPage},
}

// TopicOf returns what is known of a topic; of one that is not listed, nothing.
func TopicOf(name string) Topic {
	for _, t := range topics {
		if t.Name == name {
			return t
		}
	}
	return Topic{Name: name}
}
