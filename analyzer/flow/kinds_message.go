package flow

// messageKinds write to a person: messages, e-mail, digital channels.
var messageKinds = []*Kind{
	{Name: "communicate", Types: []string{"CommunicateAction"}, Talks: true, Source: inBoth},
	{Name: "sendAutoReply", Types: []string{"SendAutoReplyAction"}, Talks: true, Source: inArchy},
	{Name: "sendDigitalCarousel", Types: []string{"SendDigitalCarouselAction"}, Talks: true, Open: true, Source: inSDK},
	{Name: "sendInteractiveApplication", Types: []string{"SendInteractiveApplicationAction"}, Talks: true, Open: true, Source: inTurns},
	{Name: "sendResponse", Types: []string{"SendResponseAction"}, Talks: true, Source: inBoth},
	{Name: "sendRichLink", Types: []string{"SendRichLinkAction"}, Talks: true, Open: true, Source: inTurns},
	// The person sees the article; whether it helped is feedback.
	{Name: "showKnowledgeArticle", Types: []string{"ShowKnowledgeArticleAction"}, Talks: true, Open: true,
		Leaves: ToKnowledge, Source: inTurns},
}
