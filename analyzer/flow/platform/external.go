package platform

import "archlint/analyzer/flow"

// externalRefs collects what an action names outside its flow. The members
// stand apart in the file (flowId, flowName), so that they are put together
// when the action has been read.
type externalRefs struct {
	flow, inQueue, table, bot, survey, agent, guide named
	values                                          []flow.External
}

// named is a reference by id and name.
type named struct {
	flow.External
	set bool
}

func (n *named) put(field *string, text string, err error) error {
	*field = text
	n.set = n.set || text != ""
	return err
}

// external reads the members that name things outside the flow.
func (a *actionReader) external(key string) (bool, error) {
	if kind, ok := externalValues[key]; ok {
		return true, a.externalValue(kind)
	}
	target, field := a.refs.field(key)
	if target == nil {
		return false, nil
	}
	text, err := a.string()
	if !target.set {
		target.Pos = a.posAt(a.offset() - len(text) - 2)
	}
	if key == "flowId" {
		a.flowID = text
	}
	return true, target.put(field, text, err)
}

// field returns where the text under key belongs.
func (r *externalRefs) field(key string) (*named, *string) {
	switch key {
	case "flowId":
		return &r.flow, &r.flow.ID
	case "flowName":
		return &r.flow, &r.flow.Name
	case "inQueueFlowId":
		return &r.inQueue, &r.inQueue.ID
	case "inQueueFlowName":
		return &r.inQueue, &r.inQueue.Name
	case "datatableId":
		return &r.table, &r.table.ID
	case "datatableName":
		return &r.table, &r.table.Name
	case "botId":
		return &r.bot, &r.bot.ID
	case "botName":
		return &r.bot, &r.bot.Name
	case "agenticVirtualAgentId":
		return &r.agent, &r.agent.ID
	case "agenticVirtualAgentName":
		return &r.agent, &r.agent.Name
	case "guideId":
		return &r.guide, &r.guide.ID
	case "guideName":
		return &r.guide, &r.guide.Name
	case "postCallSurveyFlowId":
		return &r.survey, &r.survey.ID
	case "postCallSurveyFlowName":
		return &r.survey, &r.survey.Name
	default:
		return nil, nil
	}
}

// externalValues are the keys whose values name something outside the flow,
// and what that is.
var externalValues = map[string]string{
	"queues":              flow.ExternalQueue,
	"queue":               flow.ExternalQueue,
	"user":                flow.ExternalUser,
	"group":               flow.ExternalGroup,
	"externalNumber":      flow.ExternalNumber,
	"transferTarget":      flow.ExternalUser,
	"transferTargetGroup": flow.ExternalGroup,
	"transferTargetQueue": flow.ExternalQueue,
	"schedule":            flow.ExternalSchedule,
	"scheduleGroup":       flow.ExternalScheduleGroup,
	"emergencyGroup":      flow.ExternalEmergencyGroup,
}

// externalValue reads one value or a list of values that name things.
func (a *actionReader) externalValue(kind string) error {
	if a.dec.PeekKind() == '[' {
		return a.array(false, func(int) error { return a.externalValue(kind) })
	}
	value, err := a.value()
	if err != nil || !value.IsSet() {
		return err
	}
	ref := flow.External{Kind: kind, Value: value, Pos: value.Pos}
	if value.Kind == flow.Literal {
		_, body := a.discriminator(value.Config)
		ref.ID, ref.Name = a.operand(body).val, value.Text
	}
	a.refs.values = append(a.refs.values, ref)
	return nil
}

// list returns the references of an action of that kind.
func (r *externalRefs) list(kind string) []flow.External {
	r.flow.Kind = flow.ExternalFlow
	switch kind {
	case "callBotFlow", "callDigitalBotFlow", "callVoiceFlow":
		r.flow.Kind = flow.ExternalBotFlow
	case "callCommonModule":
		r.flow.Kind = flow.ExternalModule
	case "callAgenticVirtualAgent":
		r.flow.Kind = flow.ExternalAgenticVirtualAgent
	case "callGuide":
		r.flow.Kind = flow.ExternalGuide
	}
	r.agent.Kind, r.guide.Kind = flow.ExternalAgenticVirtualAgent, flow.ExternalGuide
	r.inQueue.Kind = flow.ExternalInQueueFlow
	r.table.Kind = flow.ExternalDataTable
	r.bot.Kind = flow.ExternalDialogflow
	r.survey.Kind = flow.ExternalSurvey
	var all []flow.External
	for _, n := range []named{r.flow, r.agent, r.guide, r.inQueue, r.table, r.bot, r.survey} {
		if n.set {
			all = append(all, n.External)
		}
	}
	return append(all, r.values...)
}
