package report

import "archlint/analyzer/facts"

type jsonLimit struct {
	Limit       facts.LimitID `json:"limit"`
	Demand      *jsonDemand   `json:"demand"`
	DemandLow   *jsonDemand   `json:"demandLow"`
	DemandOpen  bool          `json:"demandOpen"`
	Missing     []string      `json:"missing"`
	Utilisation *figure       `json:"utilisation"`
	Headroom    *figure       `json:"headroom"`
	Verdict     string        `json:"verdict"`
	BreakEven   jsonBreakEven `json:"breakEven"`
	Assumptions []string      `json:"assumptions"`
}

type jsonDemand struct {
	Expected figure `json:"expected"`
	Peak     figure `json:"peak"`
}

type jsonBreakEven struct {
	InteractionsPerMinute *figure `json:"interactionsPerMinute"`
	Licences              *figure `json:"licences"`
	LatencySeconds        *figure `json:"latencySeconds"`
	CallsPerInteraction   *figure `json:"callsPerInteraction"`
	WaitingInteractions   *figure `json:"waitingInteractions"`
	StartsPerMinute       *figure `json:"startsPerMinute"`
}

func jsonLimitOf(l facts.Limit) jsonLimit {
	return jsonLimit{
		Limit: l.Limit, Demand: jsonDemandOf(l.Demand), DemandLow: jsonDemandOf(l.DemandLow), DemandOpen: l.DemandOpen, Missing: copied(l.Missing), Utilisation: figureOf(l.Utilisation), Headroom: figureOf(l.Headroom), Verdict: l.Verdict,
		BreakEven: jsonBreakEven{
			InteractionsPerMinute: figureOf(l.BreakEven.InteractionsPerMinute),
			Licences:              figureOf(l.BreakEven.Licences),
			LatencySeconds:        figureOf(l.BreakEven.LatencySeconds),
			CallsPerInteraction:   figureOf(l.BreakEven.CallsPerInteraction),
			WaitingInteractions:   figureOf(l.BreakEven.WaitingInteractions),
			StartsPerMinute:       figureOf(l.BreakEven.StartsPerMinute),
		},
		Assumptions: copied(l.Assumptions),
	}
}

func jsonDemandOf(d *facts.Demand) *jsonDemand {
	if d == nil {
		return nil
	}
	return &jsonDemand{figure(d.Expected), figure(d.Peak)}
}

type jsonTraffic struct {
	Figure string `json:"figure"`
	Flow   string `json:"flow"`
	Value  figure `json:"value"`
	Unit   string `json:"unit"`
	Source string `json:"source"`
	At     string `json:"at"`
}

func jsonTrafficOf(f facts.TrafficFigure) jsonTraffic {
	return jsonTraffic{f.Figure, f.Flow, figure(f.Value), f.Unit, f.Source, f.At}
}

type jsonOutage struct {
	Kind               string           `json:"kind"`
	DataAction         string           `json:"dataAction"`
	Integration        string           `json:"integration"`
	Host               string           `json:"host"`
	DataActions        []facts.Hanging  `json:"dataActions"`
	TimeoutSeconds     *figure          `json:"timeoutSeconds"`
	Slots              *jsonDemand      `json:"slots"`
	SlotsOpen          bool             `json:"slotsOpen"`
	Limit              figure           `json:"limit"`
	Refused            *figure          `json:"refused"`
	SafeTimeoutSeconds *figure          `json:"safeTimeoutSeconds"`
	Verdict            string           `json:"verdict"`
	Affected           []facts.Affected `json:"affected"`
	Assumptions        []string         `json:"assumptions"`
}

func jsonOutageOf(o facts.Outage) jsonOutage {
	return jsonOutage{
		Kind: o.Kind, DataAction: o.DataAction, Integration: o.Integration, Host: o.Host, DataActions: copied(o.DataActions),
		TimeoutSeconds: figureOf(o.TimeoutSeconds), Slots: jsonDemandOf(o.Slots), SlotsOpen: o.SlotsOpen, Limit: figure(o.Limit), Refused: figureOf(o.Refused),
		SafeTimeoutSeconds: figureOf(o.SafeTimeoutSeconds), Verdict: o.Verdict,
		Affected: each(o.Affected, func(a facts.Affected) facts.Affected {
			return facts.Affected{Integration: a.Integration, DataActions: copied(a.DataActions), Flows: copied(a.Flows)}
		}),
		Assumptions: copied(o.Assumptions),
	}
}
