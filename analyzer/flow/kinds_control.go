package flow

// controlKinds steer a run: branches, loops, jumps and calls inside the flow.
var controlKinds = []*Kind{
	{Name: "callCommonModule", Types: []string{"CallCommonModuleAction"}, Control: CallsModule, Runs: ExternalModule, Open: true,
		Unlisted: true, Source: inBoth},
	{Name: "callTask", Types: []string{"CallTaskAction"}, Outputs: defaultOnly, Open: true, Control: Calls, Source: inBoth},
	{Name: "changeState", Types: []string{"ChangeStateAction"}, Control: JumpsTo, Source: inBoth},
	{Name: "decision", Types: []string{"DecisionAction"}, Outputs: []string{"yes", "no"}, Source: inBoth},
	{Name: "evaluateSchedule", Types: []string{"EvaluateScheduleAction"}, Outputs: []string{"active", "inactive"},
		Leaves: ToSchedule, Source: inArchy},
	{Name: "evaluateScheduleGroup", Types: []string{"EvaluateScheduleGroupAction"}, Outputs: []string{"open", "closed", "holiday",
		"emergency"}, Leaves: ToSchedule, Source: inArchy},
	{Name: "jumpToMenu", Types: []string{"TransferMenuAction"}, Aliases: []string{"menuJumpToMenu"}, Control: JumpsTo, Source: inBoth},
	{Name: "jumpToTask", Types: []string{"TransferTaskAction", "JumpToReusableTaskAction"}, Aliases: []string{"menuJumpToTask"},
		Control: JumpsTo, Source: inBoth},
	{Name: "loop", Types: []string{"LoopAction"}, Outputs: []string{"loop"}, Control: Loops, Source: inBoth},
	// The until-cases are further outputs, named by the author: ways out of the
	// loop.
	{Name: "loopUntil", Types: []string{"LoopUntilAction"}, Outputs: []string{"loop"}, Open: true, Control: Loops,
		Until: true, Source: inTurns},
	// "Anything else?" asks again after each answered intent, until the person
	// declines: a loop without a count.
	{Name: "loopAnythingElse", Types: []string{"AskForNLUNextIntentAction"}, Outputs: []string{"loop"}, Optional: repromptExhausted,
		Open: true, Control: Loops, Waits: true, Talks: true, Recognises: true, Source: inTurns},
	{Name: "loopExit", Types: []string{"ExitLoopAction"}, Control: LoopExit, Source: inBoth},
	{Name: "loopNext", Types: []string{"NextLoopAction"}, Control: LoopNext, Source: inBoth},
	// A choice's own task: Target is the inline task.
	{Name: "menuTask", Types: []string{"TaskAction"}, Control: JumpsTo, Source: inBoth},
	// A choice's own menu: Target is the inline menu.
	{Name: "menuSubMenu", Types: []string{"MenuAction"}, Control: JumpsTo, Source: inPlatform},
	{Name: "previousMenu", Types: []string{"PreviousMenuAction"}, Aliases: []string{"menuPreviousMenu"},
		Control: PreviousMenu, Source: inArchy},
	{Name: "repeatMenu", Types: []string{"RepeatMenuAction"}, Aliases: []string{"menuRepeatMenu"}, Control: RepeatMenu, Source: inSDK},
	// Outputs are "case:0", "case:1", ... and "default".
	{Name: "switch", Types: []string{"SwitchAction"}, Outputs: defaultOnly, Open: true, Source: inBoth},
	{Name: "wait", Types: []string{"WaitAction"}, Waits: true, Lasts: "duration", Source: inBoth},
}

// endingKinds end a run, or the task they stand in.
var endingKinds = []*Kind{
	{Name: "abortSurveyInvite", Types: []string{"AbortSurveyInviteAction"}, Control: Ends, Source: inArchy},
	{Name: "completeSurveyInvite", Types: []string{"CompleteSurveyInviteAction"}, Control: Ends, Source: inBoth},
	{Name: "disconnect", Types: []string{"DisconnectAction"}, Aliases: []string{"menuDisconnect"}, Control: Ends, Source: inBoth},
	{Name: "endFlow", Types: []string{"EndFlowAction"}, Control: Ends, Source: inPlatform},
	{Name: "endState", Types: []string{"EndStateAction"}, Control: EndsState, Source: inSDK},
	{Name: "endTask", Types: []string{"EndTaskAction"}, Control: EndsTask, Source: inBoth},
	{Name: "endWorkflow", Types: []string{"EndWorkflowAction"}, Control: Ends, Source: inBoth},
	{Name: "exitBotFlow", Types: []string{"ExitBotFlowAction", "ExitBotAction"}, Control: Ends, ComesBack: true, Source: inBoth},
	{Name: "exitWorkitemFlow", Types: []string{"ExitWorkitemFlowAction"}, Control: Ends, Source: inBoth},
	{Name: "returnToAgent", Types: []string{"ReturnToAgentAction"}, Aliases: []string{"menuReturnToAgent"}, Control: Ends, Source: inSDK},
	{Name: "terminateWorkitem", Types: []string{"TerminateWorkitemAction"}, Control: Ends, Source: inSDK},
}
