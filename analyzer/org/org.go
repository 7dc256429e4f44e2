package org

import (
	"slices"
	"sort"

	"archlint/analyzer/capacity/limits"
	"archlint/analyzer/facts"
	"archlint/analyzer/source"
)

// Parts of an export, as Known and NotReviewed name them.
const (
	PartDataActions   = "dataActions"
	PartQueues        = "queues"
	PartLimits        = "limits"
	PartLicences      = "licences"
	PartIntegrations  = "integrations"
	PartIVRs          = "ivrs"
	PartTriggers      = "triggers"
	PartMessageRoutes = "messageRoutes"
	PartEmailRoutes   = "emailRoutes"
	PartTraffic       = "traffic"
)

// Org is what an export says about the organisation. What it does not say is
// empty; whether empty means none or unknown, Known says.
type Org struct {
	ID, Name, Region string
	// ExportedAt is when, as the export writes it; Partial is set when the
	// export says of itself that it is incomplete.
	ExportedAt string
	Partial    bool
	// FlowCount is how many flows the export says that it holds, nil when it does not
	// say; Narrowed is set where only some flows were asked for.
	FlowCount *int
	Narrowed  bool

	// Flows are those that the export lists, by id, with the version that it holds.
	Flows []ListedFlow

	// Known are the parts that were read, sorted; NotReviewed those that the
	// exporter was refused: unknown, never "none found".
	Known       []string
	NotReviewed []Refusal

	Queues       []Queue
	Limits       []limits.Override
	Licences     []facts.LicenceCount // of types that the catalogue may know, sorted
	OtherLicence []NamedCount         // licences whose type is unknown
	Integrations []facts.Integration
	EntryPoints  []facts.EntryPoint
	Traffic      Measured
}

// Refusal is a part that the exporter asked for and did not get.
type Refusal struct {
	Part       string
	Route      string
	Permission string
	Status     int
}

// Queue is a queue with the flows that run while interactions wait in it; the
// ids are "" where unknown.
type Queue struct {
	facts.Queue
	CallFlowID, EmailFlowID, MessageFlowID string
}

// NamedCount is a number of something that has only a name.
type NamedCount struct {
	Name  string
	Count int
}

// Piece is one document of an export. Role says what it holds: "manifest" for
// archlint-export.json, else its path below org/ without the extension
// ("queues", "limits/dataactions").
type Piece struct {
	Role string
	File *source.File
}

// Parse puts together what the pieces tell. It takes what it can use: records
// of unknown shape are passed over, unknown roles too. What cannot be read is
// told with its place, and its part stays unknown.
func Parse(pieces []Piece) (*Org, []*source.Error) {
	p := parser{org: &Org{}, known: map[string]bool{}, refused: map[string]bool{}, measured: map[string]int{}, objects: newObjectCounter()}
	ordered := append([]Piece(nil), pieces...)
	sort.SliceStable(ordered, func(i, j int) bool { return ordered[i].Role < ordered[j].Role })
	for _, piece := range ordered {
		if piece.File != nil {
			p.piece(piece)
		}
	}
	p.finish()
	return p.org, p.problems
}

// Facts returns what policies see of the organisation. Data actions are known
// from elsewhere and stay empty.
func (o *Org) Facts() facts.Org {
	f := facts.Org{
		Name: o.Name, Region: o.Region, Known: o.Known, Partial: o.Partial,
		LicenceMix: o.Licences, Integrations: o.Integrations, EntryPoints: o.EntryPoints,
	}
	for _, r := range o.NotReviewed {
		if !slices.Contains(f.NotReviewed, r.Part) { // a part may need several routes
			f.NotReviewed = append(f.NotReviewed, r.Part)
		}
	}
	for _, q := range o.Queues {
		f.Queues = append(f.Queues, q.Queue)
	}
	for _, l := range o.Licences {
		f.Licences += l.Count
	}
	if len(o.Licences) == 1 && len(o.OtherLicence) == 0 {
		f.LicenceType = o.Licences[0].Type
	}
	return f
}
