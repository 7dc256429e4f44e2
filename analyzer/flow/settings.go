package flow

// Role says in which of an action's lists a setting stands.
type Role string

// The roles of a setting.
const (
	AsValue  Role = "value"  // Action.Values
	AsInput  Role = "input"  // Action.Inputs: what goes into a call
	AsResult Role = "result" // Action.Results: the variable that is written
	// AsCounter stands in Values and in Results, with the same *Value: a
	// loop's index variable, which is a setting and is written.
	AsCounter Role = "counter"
)

// Setting ties one setting's canonical name to the places where the two
// notations write it. Decoders keep the settings of this table and no others;
// of what they do not keep, they note the variables in Action.AlsoReads.
//
// Beside this table both decoders follow these conventions:
//
//   - updateData: statement i is Inputs[i], the expression, and Results[i], the
//     variable; both are named "statement:<i>".
//   - setParticipantData, setConversationData: one Inputs entry an attribute,
//     named by the attribute (its literal name, else the source of the
//     expression that names it). getParticipantData, getConversationData: one
//     Results entry an attribute, likewise.
//   - calls (data actions, tasks, modules, bots, table lookups): Inputs, Results
//     and Failures by the names the called thing declares.
//   - switch: Cases in order; "expression" is set when the cases are matched
//     against one value and absent when the first true case is taken.
//   - currentIndex and every Results and Failures value has Kind VariableIn, or
//     NotSet when the answer is thrown away.
type Setting struct {
	Kind     string // name of the kind it belongs to
	Name     string // canonical name
	Platform string // key in the Platform action
	Archy    string // path in the Archy action, keys joined by "/"; of several, parted by "|", the first that is there
	Role     Role
}

// Settings returns the settings that decoders keep, by kind and name.
func Settings() []Setting { return settings }

// SettingsOf returns the settings of the kind of that name.
func SettingsOf(kind string) []Setting { return settingsByKind[kind] }

var settingsByKind = groupSettings(settings)

func groupSettings(all []Setting) map[string][]Setting {
	byKind := map[string][]Setting{}
	for _, setting := range all {
		byKind[setting.Kind] = append(byKind[setting.Kind], setting)
	}
	return byKind
}

var settings = []Setting{
	{"askForBoolean", "askResult", "askResult", "askResult/var", AsResult},
	{"askForSlot", "askResult", "askResult", "slot/name", AsResult},
	{"callBotFlow", "exitReason", "exitReason", "exitReason", AsResult},
	{"callBotFlow", "inputText", "inputText", "inputText", AsInput},
	{"callBotFlow", "intent", "intent", "intent", AsResult},
	{"callDialogflowBot", "followupResponseTimeout", "followupResponseTimeout", "followupResponseTimeout", AsValue},
	{"callDialogflowBot", "inputText", "inputText", "inputText", AsInput},
	{"callDigitalBotFlow", "exitReason", "exitReason", "exitReason", AsResult},
	{"callDigitalBotFlow", "inputText", "inputText", "inputText", AsInput},
	{"callDigitalBotFlow", "intent", "intent", "intent", AsResult},
	{"collectInput", "digitsMax", "numberOfDigitsMax", "digits/range/max|digits/exact", AsValue},
	{"collectInput", "digitsMin", "numberOfDigitsMin", "digits/range/min|digits/exact", AsValue},
	{"collectInput", "inputData", "resultData", "inputData", AsResult},
	{"collectInput", "interDigitTimeout", "interDigitTimeout", "interDigitTimeout", AsValue},
	{"collectInput", "noEntryTimeout", "noEntryTimeout", "noEntryTimeout", AsValue},
	{"createCallback", "callbackNumber", "callbackNumber", "callbackNumber", AsInput},
	{"dataTableLookup", "lookupValue", "lookupKeyValue", "lookupValue", AsInput},
	{"decision", "condition", "expression", "condition", AsValue},
	{"detectSilence", "silenceDuration", "silenceDuration", "silenceDuration", AsValue},
	{"detectSilence", "timeout", "timeout", "timeout", AsValue},
	{"digitalMenu", "knowledgeSearchResult", "knowledgeSearchResult", "knowledgeSearchResult", AsResult},
	{"digitalMenu", "selection", "selection", "selection", AsResult},
	{"endWorkflow", "exitReason", "exitReason", "exitReason", AsValue},
	{"evaluateSchedule", "evaluate", "dateTime", "evaluationType/schedule/evaluate", AsInput},
	{"evaluateScheduleGroup", "evaluate", "dateTime", "evaluate", AsInput},
	{"findEmergencyGroup", "findName", "findName", "findName", AsInput},
	{"findEmergencyGroup", "findResult", "findResult", "findResult", AsResult},
	{"findGroup", "findName", "findName", "findName", AsInput},
	{"findGroup", "findResult", "findResult", "findResult", AsResult},
	{"findLanguageSkill", "findName", "findName", "findName", AsInput},
	{"findLanguageSkill", "findResult", "findResult", "findResult", AsResult},
	{"findQueue", "findName", "findName", "findName", AsInput},
	{"findQueue", "findResult", "findResult", "findResult", AsResult},
	{"findQueueById", "findId", "findId", "findId", AsInput},
	{"findQueueById", "findResult", "findResult", "findResult", AsResult},
	{"findSchedule", "findName", "findName", "findName", AsInput},
	{"findSchedule", "findResult", "findResult", "findResult", AsResult},
	{"findScheduleGroup", "findName", "findName", "findName", AsInput},
	{"findScheduleGroup", "findResult", "findResult", "findResult", AsResult},
	{"findSkill", "findName", "findName", "findName", AsInput},
	{"findSkill", "findResult", "findResult", "findResult", AsResult},
	{"findSystemPrompt", "findName", "findName", "findName", AsInput},
	{"findSystemPrompt", "findResult", "findResult", "findResult", AsResult},
	{"findUser", "findName", "findName", "findName", AsInput},
	{"findUser", "findResult", "findResult", "findResult", AsResult},
	{"findUserById", "findId", "findId", "findId", AsInput},
	{"findUserById", "findResult", "findResult", "findResult", AsResult},
	{"findUserPrompt", "findName", "findName", "findName", AsInput},
	{"findUserPrompt", "findResult", "findResult", "findResult", AsResult},
	{"findUsersById", "findIds", "findIds", "findIds", AsInput},
	{"findUsersById", "findResult", "findResult", "findResult", AsResult},
	{"getConversationData", "conversationId", "conversationId", "conversationId", AsValue},
	{"getConversationData", "participantId", "participantId", "participantId", AsValue},
	{"getExternalContact", "externalId", "externalId", "externalId", AsInput},
	{"getExternalContact", "externalResult", "externalResult", "externalResult", AsResult},
	{"getExternalOrganization", "externalId", "externalId", "externalId", AsInput},
	{"getExternalOrganization", "externalResult", "externalResult", "externalResult", AsResult},
	{"holdMusic", "duration", "duration", "playStyle/duration", AsValue},
	{"holdMusic", "prompt", "prompt", "prompt", AsValue},
	{"loop", "currentIndex", "currentIndex", "currentIndex", AsCounter},
	{"loop", "loopCount", "loopCount", "loopCount", AsValue},
	{"loopUntil", "currentIndex", "currentIndex", "currentIndex", AsCounter},
	{"loopUntil", "loopCount", "maxLoopCount", "maxLoopCount", AsValue},
	{"playAudioOnSilence", "actualRepeatCount", "actualRepeatCount", "actualRepeatCount", AsResult},
	{"playAudioOnSilence", "allowedRepeatCount", "allowedRepeatCount", "allowedRepeatCount", AsValue},
	{"playAudioOnSilence", "silenceDuration", "silenceDuration", "silenceDuration", AsValue},
	{"playAudioOnSilence", "timeout", "timeout", "timeout", AsValue},
	{"setConversationData", "conversationId", "conversationId", "conversationId", AsValue},
	{"setConversationData", "participantId", "participantId", "participantId", AsValue},
	{"setLanguage", "language", "languageCode", "language", AsValue},
	{"switch", "expression", "expression", "evaluate/firstMatch/*/value", AsValue},
	{"transferToFlow", "connectTimeout", "connectTimeout", "connectTimeout", AsValue},
	{"transferToFlowSecure", "connectTimeout", "connectTimeout", "connectTimeout", AsValue},
	{"transferToGroup", "connectTimeout", "connectTimeout", "connectTimeout", AsValue},
	{"transferToNumber", "connectTimeout", "connectTimeout", "connectTimeout", AsValue},
	{"transferToUser", "connectTimeout", "connectTimeout", "connectTimeout", AsValue},
	{"wait", "duration", "duration", "duration", AsValue},
	{"wait", "trimDurationNearMaxRunningTime", "trimDurationNearMaxRunningTime", "trimDurationNearMaxRunningTime", AsValue},
}
