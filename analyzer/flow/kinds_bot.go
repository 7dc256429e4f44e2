package flow

// botKinds are questions of bot flows, and calls of bots from other flows.
var botKinds = []*Kind{
	{Name: "askForAuthentication", Types: []string{"AskForAuthenticationAction"}, Outputs: succeedsOrFails, Optional: repromptExhausted, Open: true, Offers: true, Waits: true, Talks: true, Source: inTurns},
	{Name: "askForBoolean", Types: []string{"AskForBooleanAction"}, Outputs: []string{"yes", "no"}, Optional: repromptExhausted, Offers: true, Waits: true, Talks: true, Source: inBoth},
	// One output an intent, by the intent's name.
	{Name: "askForIntent", Types: []string{"AskForNLUIntentAction", "AskForIntentAction"}, Optional: []string{"noIntent", "knowledge", "maxNoInputs", "maxNoMatches"}, Open: true, Offers: true, Waits: true, Talks: true, Recognises: true, Source: inBoth},
	{Name: "askForPayment", Types: []string{"AskForPaymentAction"}, Outputs: succeedsOrFails, Optional: repromptExhausted, Open: true, Offers: true, Waits: true, Talks: true, Source: inTurns},
	// "default" is the answered question; files mark all three out of service
	// while the author leaves the handling to the flow's settings.
	{Name: "askForSlot", Types: []string{"AskForSlotAction"}, Outputs: defaultOnly, Optional: repromptExhausted, Offers: true, Waits: true, Talks: true, Recognises: true, Source: inBoth},
	{Name: "askForString", Types: []string{"AskForStringAction"}, Outputs: defaultOnly, Optional: repromptExhausted, Open: true, Offers: true, Waits: true, Talks: true, Source: inTurns},
	{Name: "askSurveyQuestion", Types: []string{"AskSurveyQuestionAction"}, Outputs: defaultOnly, Optional: []string{"conditionsNotMet", "maxNoInputs", "maxNoMatches"}, Open: true, Offers: true, Waits: true, Talks: true, Source: inPlatform},
	// Agentic virtual agents and guides call data actions themselves, a guide up to five.
	{Name: "callAgenticVirtualAgent", Types: []string{"CallAgenticVirtualAgentAction"}, Control: CallsFlow, Runs: ExternalAgenticVirtualAgent, Foreign: true, Outputs: callOutputs, Waits: true, Talks: true, Leaves: ToBot, Source: inCentre},
	{Name: "callAudioConnector", Types: []string{"CallAudioConnectorAction"}, Foreign: true, Outputs: succeedsOrFails, Waits: true, Talks: true, Leaves: ToOtherPlatforms, Source: inPlatform},
	// One output an intent of the other vendor's bot, besides failure.
	{Name: "callBotConnector", Types: []string{"CallBotConnectorAction", "CallBotAction"}, Foreign: true, Outputs: failureOnly, Open: true, Unlisted: true, Waits: true, Talks: true, Leaves: ToOtherPlatforms, Source: inSDK},
	{Name: "callBotFlow", Types: []string{"CallBotFlowAction"}, Control: CallsFlow, Runs: ExternalBotFlow, Waits: true, Talks: true, Leaves: ToBot, Source: inBoth},
	{Name: "callDialogEngineBot", Types: []string{"CallDialogEngineBotAction"}, Foreign: true, Outputs: failureOnly, Open: true, Unlisted: true, Waits: true, Talks: true, Leaves: ToOtherPlatforms, Source: inSDK},
	{Name: "callDialogflowBot", Types: []string{"CallDialogflowBotAction"}, Foreign: true, Outputs: failureOnly, Open: true, Unlisted: true, Waits: true, Talks: true, Leaves: ToOtherPlatforms, Source: inPlatform},
	{Name: "callDialogflowCxBot", Types: []string{"CallDialogflowCxBotAction"}, Foreign: true, Outputs: failureOnly, Open: true, Unlisted: true, Waits: true, Talks: true, Leaves: ToOtherPlatforms, Source: inSDK},
	{Name: "callDigitalBotFlow", Types: []string{"CallDigitalBotFlowAction"}, Control: CallsFlow, Runs: ExternalBotFlow, Waits: true, Talks: true, Leaves: ToBot, Source: inArchy},
	{Name: "callGuide", Types: []string{"CallGuideAction"}, Control: CallsFlow, Runs: ExternalGuide, Foreign: true, Outputs: callOutputs, Waits: true, Talks: true, Leaves: ToBot, Source: inCentre},
	{Name: "callLexBot", Types: []string{"CallLexBotAction"}, Foreign: true, Outputs: failureOnly, Open: true, Unlisted: true, Waits: true, Talks: true, Leaves: ToOtherPlatforms, Source: inSDK},
	{Name: "callLexV2Bot", Types: []string{"CallLexV2BotAction"}, Foreign: true, Outputs: failureOnly, Open: true, Unlisted: true, Waits: true, Talks: true, Leaves: ToOtherPlatforms, Source: inSDK},
	{Name: "callNuanceMixBot", Types: []string{"CallNuanceMixBotAction"}, Foreign: true, Outputs: failureOnly, Open: true, Unlisted: true, Waits: true, Talks: true, Leaves: ToOtherPlatforms, Source: inSDK},
	{Name: "callVoiceFlow", Types: []string{"CallVoiceFlowAction"}, Control: CallsFlow, Runs: ExternalBotFlow, Open: true, Waits: true, Talks: true, Leaves: ToBot, Source: inSDK},
	{Name: "clearActiveIntent", Types: []string{"ClearActiveIntentAction"}, Source: inSDK},
	{Name: "clearSlot", Types: []string{"ClearSlotAction"}, Source: inBoth},
	{Name: "deflect", Types: []string{"DeflectAction"}, Open: true, Source: inSDK},
	{Name: "detectIntent", Types: []string{"DetectIntentAction"}, Open: true, Leaves: ToBot, Source: inSDK},
	// One output a choice, by the choice's label.
	{Name: "digitalMenu", Types: []string{"DigitalMenuAction"}, Optional: repromptExhausted, Open: true, Offers: true, Waits: true, Talks: true, Recognises: true, Source: inBoth},
	{Name: "form", Types: []string{"FormAction"}, Outputs: defaultOnly, Optional: repromptExhausted, Open: true, Offers: true, Waits: true, Talks: true, Source: inTurns},
	{Name: "sendKnowledgeFeedback", Types: []string{"SendKnowledgeFeedbackAction"}, Open: true, Leaves: ToKnowledge, Source: inTurns},
	{Name: "setActiveIntent", Types: []string{"SetActiveIntentAction", "SetIntentAction"}, Source: inTurns},
	{Name: "waitForInput", Types: []string{"WaitForInputAction"}, Optional: []string{"default", "conditionsNotMet", "maxNoInputs"}, Open: true, Offers: true, Waits: true, Talks: true, Recognises: true, Source: inPlatform},
}
