package flow

// voiceKinds play to a caller, listen, or collect digits.
var voiceKinds = []*Kind{
	{Name: "audioMonitoring", Types: []string{"AudioMonitoringAction"}, Source: inSDK},
	{Name: "clearVoicemailSnippet", Types: []string{"ClearVoicemailSnippetAction"}, Source: inSDK},
	{Name: "collectInput", Types: []string{"CollectInputAction"}, Outputs: succeedsOrFails, Offers: true, Waits: true, Talks: true,
		AtMost: "noEntryTimeout", Source: inBoth},
	{Name: "detectSilence", Types: []string{"DetectSilenceAction"}, Outputs: []string{"success", "timeout"}, Waits: true,
		AtMost: "timeout", Source: inArchy},
	{Name: "enableParticipantRecord", Types: []string{"EnableParticipantRecordAction"}, Source: inArchy},
	// Plays what is queued before the next action starts.
	{Name: "flushAudio", Types: []string{"FlushAudioAction"}, Waits: true, Talks: true, Source: inArchy},
	{Name: "holdMusic", Types: []string{"HoldMusicAction"}, Waits: true, Talks: true, Lasts: "duration", Source: inBoth},
	{Name: "playAudio", Types: []string{"PlayAudioAction"}, Talks: true, Source: inBoth},
	{Name: "playAudioOnSilence", Types: []string{"PlayAudioOnSilenceAction"}, Outputs: []string{"success", "timeout"}, Waits: true,
		Talks: true, AtMost: "timeout", Source: inArchy},
	{Name: "playEstimatedWaitTime", Types: []string{"PlayEstimatedWaitTimeAction"}, Talks: true, Source: inBoth},
	{Name: "playPositionInQueue", Types: []string{"PlayPositionInQueueAction"}, Talks: true, Source: inArchy},
	{Name: "playUserGreeting", Types: []string{"PlayUserGreetingAction"}, Talks: true, Open: true, Source: inSDK},
	{Name: "playUserName", Types: []string{"PlayUserNameAction"}, Talks: true, Open: true, Source: inSDK},
	{Name: "processVoicemailInput", Types: []string{"ProcessVoicemailInputAction"}, Waits: true, Talks: true, Open: true, Source: inSDK},
	{Name: "setWhisperAudio", Types: []string{"SetWhisperAudioAction"}, Source: inArchy},
	{Name: "transcription", Types: []string{"TranscriptionAction"}, Source: inBoth},
}
