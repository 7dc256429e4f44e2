package flow

// attributeKinds set or read something of the flow or of the interaction,
// inside the flow engine and without an answer to wait for.
var attributeKinds = []*Kind{
	{Name: "addFlowMilestone", Types: []string{"AddFlowMilestoneAction", "AddFlowMilestone"}, Source: inBoth},
	{Name: "clearPostFlow", Types: []string{"ClearPostFlowAction"}, Source: inSDK},
	{Name: "clearUtilizationLabel", Types: []string{"ClearUtilizationLabelAction"}, Open: true, Source: inTurns},
	{Name: "getParticipantData", Types: []string{"GetAttributesAction"}, Source: inBoth},
	{Name: "getRawSIPHeaders", Types: []string{"GetRawSIPHeadersAction"}, Source: inSDK},
	{Name: "getSIPHeaders", Types: []string{"GetSIPHeadersAction"}, Source: inSDK},
	{Name: "initializeFlowOutcome", Types: []string{"InitializeFlowOutcomeAction", "InitializeFlowOutcome"}, Source: inPlatform},
	{Name: "setExternalTag", Types: []string{"SetExternalTagAction"}, Open: true, Source: inSDK},
	{Name: "setFlowOutcome", Types: []string{"SetFlowOutcomeAction"}, Source: inBoth},
	{Name: "setLanguage", Types: []string{"SetLocaleAction"}, Source: inBoth},
	{Name: "setParticipantData", Types: []string{"SetAttributesAction"}, Source: inBoth},
	{Name: "setPostFlow", Types: []string{"SetPostFlowAction"}, Source: inSDK},
	{Name: "setPriority", Types: []string{"SetPriorityAction"}, Source: inSDK},
	{Name: "setScreenPop", Types: []string{"ScreenPopAction"}, Source: inBoth},
	{Name: "setSkills", Types: []string{"SetSkillsAction"}, Source: inSDK},
	{Name: "setUUIData", Types: []string{"SetUUIDataAction"}, Source: inSDK},
	{Name: "setUtilizationLabel", Types: []string{"SetUtilizationLabelAction"}, Open: true, Source: inTurns},
	{Name: "setWrapupCode", Types: []string{"SetWrapupCodeAction"}, Source: inArchy},
	{Name: "updateData", Types: []string{"UpdateVariableAction"}, Source: inBoth},
}

// workitemKinds act on the work item that a flow runs for.
var workitemKinds = []*Kind{
	{Name: "disconnectWorkitem", Types: []string{"DisconnectWorkitemAction"}, Outputs: succeedsOrFails, Leaves: ToWorkitem, Source: inBoth},
	{Name: "updateWorkitem", Types: []string{"UpdateWorkitemAction"}, Outputs: succeedsOrFails, Open: true, Leaves: ToWorkitem, Source: inSDK},
}
