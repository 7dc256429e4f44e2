package flow

// The kinds of External, and where the notations write them.
const (
	ExternalFlow    = "flow"    // transferToFlow, transferToFlowSecure: flowId/flowName | targetFlow
	ExternalBotFlow = "botFlow" // callBotFlow, callDigitalBotFlow, callVoiceFlow: flowId/flowName | botFlow, digitalBotFlow
	// callAgenticVirtualAgent: agenticVirtualAgentId/Name (inferred) | agenticVirtualAgent
	ExternalAgenticVirtualAgent = "agenticVirtualAgent"
	ExternalGuide               = "guide" // callGuide: guideId/Name (inferred) | guide (inferred)

	ExternalModule         = "commonModule"   // callCommonModule: flowId/flowName | commonModule
	ExternalQueue          = "queue"          // transferToAcd, createCallback, voicemail: queues[], queue | targetQueue, queue
	ExternalInQueueFlow    = "inQueueFlow"    // transferToAcd: inQueueFlowId/Name | overrideInQueueFlow
	ExternalSurvey         = "survey"         // transferToAcd: postCallSurveyFlow
	ExternalWorkflow       = "workflow"       // a data action that launches one
	ExternalUser           = "user"           // transferToUser, voicemail: user | targetUser
	ExternalGroup          = "group"          // transferToGroup, voicemail: group | targetGroup
	ExternalNumber         = "number"         // transferToNumber: externalNumber | targetNumber
	ExternalDataTable      = "dataTable"      // dataTableLookup: datatableId/datatableName | dataTable
	ExternalDialogflow     = "dialogflow"     // callDialogflowBot: botId/botName
	ExternalSchedule       = "schedule"       // evaluateSchedule: schedule
	ExternalScheduleGroup  = "scheduleGroup"  // evaluateScheduleGroup: scheduleGroup
	ExternalEmergencyGroup = "emergencyGroup" // evaluateScheduleGroup: emergencyGroup
)
