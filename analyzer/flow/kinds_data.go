package flow

// dataKinds call out of the flow engine, or read and write what is kept
// outside of it.
var dataKinds = []*Kind{
	{Name: "callBridge", Types: []string{"BridgeServerAction"}, Outputs: callOutputs, Leaves: ToBridge, AtMost: "timeout", Source: inSDK},
	{Name: "callData", Types: []string{"DataAction"}, Outputs: callOutputs, Leaves: ToDataAction, AtMost: "timeout", Source: inBoth},
	{Name: "callDataSecure", Types: []string{"SecureAction"}, Outputs: callOutputs, Leaves: ToSecureAction,
		AtMost: "timeout", Source: inTurns},
	{Name: "callDecisionTable", Types: []string{"CallDecisionTableAction"}, Outputs: succeedsOrFails, Open: true,
		Leaves: ToDataTable, Source: inSDK},
	{Name: "createCallback", Types: []string{"CreateCallbackAction"}, Open: true, Leaves: ToConversation, Source: inArchy},
	{Name: "dataTableLookup", Types: []string{"DataTableLookupAction"}, Outputs: lookupOutputs, Leaves: ToDataTable, Source: inBoth},
	{Name: "decryptData", Types: []string{"DecryptDataAction"}, Outputs: succeedsOrFails, Open: true, Source: inSDK},
	{Name: "encryptData", Types: []string{"EncryptDataAction"}, Outputs: succeedsOrFails, Open: true, Source: inSDK},
	{Name: "extractSecureData", Types: []string{"ExtractSecureDataAction"}, Open: true, Source: inTurns},
	{Name: "getConversationData", Types: []string{"GetConversationDataAction"}, Outputs: lookupOutputs,
		Leaves: ToConversation, Source: inArchy},
	{Name: "getResponse", Types: []string{"GetResponseAction"}, Outputs: succeedsOrFails, Leaves: ToResponse, Source: inPlatform},
	{Name: "getSecuredData", Types: []string{"GetSecuredDataAction"}, Outputs: lookupOutputs, Open: true,
		Leaves: ToConversation, Source: inSDK},
	{Name: "sendNotification", Types: []string{"SendNotificationAction"}, Outputs: succeedsOrFails, Leaves: ToNotification, Source: inBoth},
	{Name: "setConversationData", Types: []string{"SetConversationDataAction"}, Outputs: succeedsOrFails,
		Leaves: ToConversation, Source: inBoth},
	{Name: "setSecuredData", Types: []string{"SetSecuredDataAction"}, Outputs: succeedsOrFails, Open: true,
		Leaves: ToConversation, Source: inSDK},
}
