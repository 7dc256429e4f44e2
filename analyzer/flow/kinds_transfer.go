package flow

// digitalTypes are the flow types in which transfers have no failure output: 33
// of 33 in public message, e-mail and chat flows list no output at all, 19 of 19
// in call, bot and work item flows list "failure". The in-queue digital types
// follow their inbound siblings. See TypeInfo.TransferEnds.
var digitalTypes = []Type{"inboundchat", "inboundemail", "inboundshortmessage", "inqueueemail", "inqueueshortmessage"}

// transferKinds hand the interaction over. Their success has no output of its
// own: it ends the run.
var transferKinds = []*Kind{
	{Name: "dialByExtension", Types: []string{"DialExtensionAction"}, Aliases: []string{"menuDialByExtension"}, Control: Transfers,
		Outputs: failureOnly, NoOutputsIn: digitalTypes, Offers: true, Waits: true, Talks: true, Source: inSDK},
	{Name: "transferToAcd", Types: []string{"TransferPureMatchAction", "TransferAcdAction"}, Aliases: []string{"menuTransferToAcd"},
		Control: Transfers, Outputs: failureOnly, NoOutputsIn: digitalTypes, Source: inBoth},
	{Name: "transferToFlow", Types: []string{"TransferFlowAction"}, Aliases: []string{"menuTransferToFlow"}, Control: Transfers,
		Outputs: failureOnly, NoOutputsIn: digitalTypes, AtMost: "connectTimeout", Source: inBoth},
	{Name: "transferToFlowSecure", Types: []string{"TransferFlowSecureAction"}, Aliases: []string{"menuTransferToFlowSecure"},
		Control: Transfers, Outputs: failureOnly, NoOutputsIn: digitalTypes, AtMost: "connectTimeout", Source: inArchy},
	{Name: "transferToGroup", Types: []string{"TransferGroupAction"}, Aliases: []string{"menuTransferToGroup"}, Control: Transfers,
		Outputs: failureOnly, NoOutputsIn: digitalTypes, Waits: true, AtMost: "connectTimeout", Source: inSDK},
	{Name: "transferToNumber", Types: []string{"TransferExternalAction"}, Aliases: []string{"menuTransferToNumber"}, Control: Transfers,
		Outputs: failureOnly, NoOutputsIn: digitalTypes, Waits: true, AtMost: "connectTimeout", Source: inArchy},
	{Name: "transferToUser", Types: []string{"TransferUserAction"}, Aliases: []string{"menuTransferToUser"}, Control: Transfers,
		Outputs: failureOnly, NoOutputsIn: digitalTypes, Waits: true, AtMost: "connectTimeout", Source: inArchy},
	{Name: "transferToVoicemail", Types: []string{"TransferVoicemailAction", "TransferAcdVoicemailAction"},
		Aliases: []string{"menuTransferToVoicemail"}, Control: Transfers, Outputs: failureOnly, NoOutputsIn: digitalTypes, Source: inArchy},
}
