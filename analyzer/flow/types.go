package flow

import (
	"fmt"
	"strings"
)

// Type is a flow type by the platform's lower-case name ("inboundcall").
type Type string

// TypeInfo describes a flow type.
type TypeInfo struct {
	Type Type
	// Archy is the type's root key in Archy YAML.
	Archy string
	// Voice is set where a caller listens live while the flow runs, so that
	// time spent in an action is silence on a line.
	Voice bool
	// InQueue is set where the flow runs while an interaction waits for an agent.
	InQueue bool
	// TransferEnds is set where a transfer always ends the run: such flows have no
	// success or failure paths. Source: Resource Center, inbound email flows; 33 of
	// 33 public transfers in e-mail, chat and message flows have no output.
	TransferEnds bool
	// Starts is set where an interaction can begin in a flow of this type:
	// a call, message, e-mail or chat that reaches the organisation, or that a
	// campaign makes.
	Starts bool
	// Called is set where another flow must call or launch it.
	Called bool
}

// Types are the flow types of the platform, by name. Source: the flow type
// enumeration of the Platform API (SDK v157, v162); Archy keys as exported.
func Types() []TypeInfo { return types }

var types = []TypeInfo{
	{Type: "bot", Archy: "botFlow", Voice: true, Called: true},
	{Type: "commonmodule", Archy: "commonModule", Called: true},
	{Type: "digitalbot", Archy: "digitalBot", Called: true},
	{Type: "inboundcall", Archy: "inboundCall", Voice: true, Starts: true},
	{Type: "inboundchat", Archy: "inboundChat", TransferEnds: true, Starts: true},
	{Type: "inboundemail", Archy: "inboundEmail", TransferEnds: true, Starts: true},
	{Type: "inboundshortmessage", Archy: "inboundShortMessage", TransferEnds: true, Starts: true},
	{Type: "inqueuecall", Archy: "inqueueCall", Voice: true, InQueue: true},
	{Type: "inqueueemail", Archy: "inqueueEmail", InQueue: true, TransferEnds: true},
	{Type: "inqueueshortmessage", Archy: "inqueueShortMessage", InQueue: true, TransferEnds: true},
	{Type: "outboundcall", Archy: "outboundCall", Voice: true, Starts: true},
	{Type: "securecall", Archy: "secureCall", Voice: true, Called: true},
	{Type: "speech", Archy: "speech", Voice: true, Called: true},
	{Type: "surveyinvite", Archy: "surveyInvite", Called: true},
	{Type: "voice", Archy: "voice", Voice: true, Starts: true},
	{Type: "voicemail", Archy: "voicemail", Voice: true, Called: true},
	{Type: "voicesurvey", Archy: "voiceSurvey", Voice: true, Called: true},
	{Type: "workflow", Archy: "workflow"},
	{Type: "workitem", Archy: "workitem"},
}

// Info returns what is known of t; for a type the table lacks, only its name.
func (t Type) Info() TypeInfo {
	for _, info := range types {
		if info.Type == t {
			return info
		}
	}
	return TypeInfo{Type: t, Archy: string(t)}
}

// TypeOf returns the type that an Archy root key or a Platform type string
// names, in any letter case, and whether the table knows it.
func TypeOf(name string) (Type, bool) {
	for _, info := range types {
		if strings.EqualFold(name, info.Archy) || strings.EqualFold(name, string(info.Type)) {
			return info.Type, true
		}
	}
	return Type(strings.ToLower(name)), false
}

// UnknownType says what it means that the table lacks t.
func UnknownType(t Type) string {
	return fmt.Sprintf("the flow type %q is not known: the flow is read, but where it starts and what it waits for is not known", t)
}
