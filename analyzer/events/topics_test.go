package events

import "testing"

func TestTopicsSayWhereTheyWereRead(t *testing.T) {
	seen := map[string]bool{}
	for _, topic := range topics {
		if seen[topic.Name] || topic.Source == "" {
			t.Errorf("%+v stands twice or has no source", topic)
		}
		seen[topic.Name] = true
		if (topic.Per != PerUnknown) != (topic.Times > 0) || (topic.Per != PerUnknown) != (topic.Confidence != "") {
			t.Errorf("%+v: a pace has a figure and a confidence", topic)
		}
	}
}

func TestTopicOf(t *testing.T) {
	for name, want := range map[string]Per{
		"v2.detail.events.conversation.{id}.customer.end": PerInteraction, "v2.detail.events.conversation.{id}.acw": PerAgent,
		"v2.detail.events.conversation.{id}.attributes": PerUnknown, "v2.some.other": PerUnknown, "": PerUnknown,
	} {
		if got := TopicOf(name); got.Per != want || got.Name != name {
			t.Errorf("%q: %+v", name, got)
		}
	}
}
