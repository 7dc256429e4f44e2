package capacity

import (
	"math"

	"archlint/analyzer/capacity/prob"
	"archlint/analyzer/facts"
)

// Load is what the flows ask of the platform: for each flow in which something
// starts, the data action calls that follow.
type Load struct {
	Entries []EntryFlow
	// Gaps are sentences on calls that cannot be counted although they may well
	// be made: with any, no verdict can say that all is well.
	Gaps []string

	constant bool // no count varies: more calls have the higher peak
}

// EntryKind says what starts an entry flow.
type EntryKind uint8

const (
	// Interaction entries are started by people: calls, messages, e-mails. The
	// traffic's interactions are shared among them.
	Interaction EntryKind = iota
	// Event entries are started by triggers or schedules (workflows). They count
	// as the traffic says, else as Entry.Starts does.
	Event
)

// EntryFlow is one entry flow with everything that one start of it leads to, in
// this flow and in those it reaches.
type EntryFlow struct {
	Flow   string
	FlowID string // "" when unknown; finds the flow in measured traffic
	Kind   EntryKind
	// OnlyNamed is set where no interactions start but those that the traffic gives
	// the flow by name.
	OnlyNamed bool
	// Medium of its interactions ("voice", "message", "chat", "email"), "" when
	// there is none.
	Medium string
	Calls  []Call
	// Queued is how many times an interaction waits in a flow of a queue, on
	// average. 0 with calls that repeat meanwhile stands for once.
	Queued float64
	// Starts are the enabled triggers of an Event entry. Untriggered is set where
	// it has triggers, and all of them are disabled.
	Starts      []Start
	Untriggered bool
	// Joint is the joint distribution of all Calls' counts, where known: exact,
	// so nothing else about how counts hang together is needed then.
	Joint []Outcome
	// Covariance of the counts, Covariance[i][j] for Calls[i] and Calls[j]; nil
	// when unknown. Used when Joint is empty.
	Covariance [][]float64
	// Total is the count of all calls together, nil when unknown. Used for
	// limits on which every call counts, when Joint is empty.
	Total *Count
}

// Outcome is one possible course of an interaction: how often each call of the
// entry runs (in the order of Calls), and the probability of it.
type Outcome struct {
	Probability float64
	Counts      []int
}

// Call is one data action, with all of its call sites that an entry leads to.
type Call struct {
	DataAction  string
	Integration string
	Definition  *facts.Definition // nil: the export does not hold it
	// IntegrationType is the type of its integration where the organisation's
	// integrations tell it, "" when unknown. It stands where Definition does not.
	IntegrationType string
	// PerInteraction counts executions for one interaction (or one run of an
	// Event entry) without those in waiting loops, which RatePerMinute counts.
	PerInteraction Count
	// RatePerMinute is how often it runs for each minute that an interaction waits in
	// each queue that it comes to: calls per minute in each in-queue flow, times how
	// often an interaction waits there. LeastPerMinute is less where a flow does not
	// fix how long it waits, and what it fixes bounds the rate.
	RatePerMinute, LeastPerMinute float64
	// Unpaced are the in-queue flows in which no time at all is fixed between two of
	// the calls: how often they repeat is unknown.
	Unpaced []string
	// OwnTimeoutSeconds is the timeout in the data action's configuration, 1 to 60
	// s: until then a hanging execution holds its slot. nil when unknown. The
	// timeout of a step ends only the caller's wait. Source: Genesys community,
	// "Data action timeout support releasing this week".
	OwnTimeoutSeconds *float64
	// LatencySeconds is how long an execution usually takes, nil to use the traffic's.
	LatencySeconds *Figure
	// Retries is how often the flow calls again after a failure, at most.
	// RetriesUnbounded is set where some of its sites repeat without a limit.
	Retries          int
	RetriesUnbounded bool
	// Flows are the flows that hold its call sites.
	Flows []string
	// Bases are what the counts rest on, one for each flow that can run it.
	Bases []CountBasis
}

// CountBasis is what the number of executions rests on that one flow makes.
type CountBasis struct {
	Flow string
	// Basis is the word of package facts, "" where the flow itself leaves no choice.
	Basis string
	// Executions of the flow were counted, on so many days; 0 without counts.
	Executions float64
	Days       int64
}

// Count is what is known of a number of executions per interaction. Min, Mean
// and Max always hold; Variance or Mass only where known.
type Count struct {
	Min, Max int64
	// Unbounded is set when only the platform's cap bounds the count: Max says nothing then.
	Unbounded bool
	Mean      float64
	Variance  *float64
	// Mass is the whole distribution: Mass[k] is the probability of k executions.
	Mass prob.Mass
}

// Exactly is a count that never varies.
func Exactly(n int64) Count { return Count{Min: n, Max: n, Mean: float64(n)} }

// countCap is where counts stop: a run executes at most 11,000 actions, so no
// count of an interaction that crosses a few flows comes near.
const countCap = 100_000

// mass returns a distribution that fits what is known, and a sentence on what
// had to be assumed for it ("" for nothing).
func (c Count) mass() (prob.Mass, string) {
	if len(c.Mass) > 0 {
		return c.Mass, ""
	}
	c = c.sane()
	switch {
	case c.Variance != nil && !math.IsNaN(*c.Variance):
		return prob.Fitted(int(c.Min), c.high(), c.Mean, math.Max(*c.Variance, 0)), c.fittedNote()
	case !c.Unbounded && c.Max == c.Min:
		return prob.Constant(c.Mean), ""
	case !c.Unbounded && c.Max-c.Min <= 1:
		return prob.Extremes(int(c.Min), int(c.Max), c.Mean), ""
	case !c.Unbounded:
		return prob.Extremes(int(c.Min), int(c.Max), c.Mean),
			"How the number of calls varies between interactions is not known: taken as the most that its least, mean and greatest allow."
	default:
		over := c.Mean - float64(c.Min)
		return prob.Fitted(int(c.Min), -1, c.Mean, over*(over+1)),
			"Where only the platform's cap bounds a number of calls, it is taken to fall off geometrically around its mean."
	}
}

// fittedNote says what a fit of mean and variance rests on; a count that can
// only be one of two neighbours, or that never varies, needs no fit.
func (c Count) fittedNote() string {
	if *c.Variance <= 0 || !c.Unbounded && c.Max-c.Min <= 1 {
		return ""
	}
	return "How the number of calls varies between interactions follows from the branch model: the peak rests on its mean and variance."
}

// sane forces min <= mean <= max, finite, so that no input can break the numerics.
func (c Count) sane() Count {
	c.Min = min(max(c.Min, 0), countCap)
	if c.Max > countCap {
		c.Unbounded = true
	}
	if c.Unbounded {
		c.Max = countCap
	}
	c.Max = max(c.Max, c.Min)
	if math.IsNaN(c.Mean) {
		c.Mean = float64(c.Min)
	}
	c.Mean = min(max(c.Mean, float64(c.Min)), float64(c.Max))
	return c
}

// high is the upper end for a fit, -1 for none.
func (c Count) high() int {
	if c.Unbounded {
		return -1
	}
	return int(c.Max)
}
