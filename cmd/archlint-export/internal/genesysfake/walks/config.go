// Package walks runs the flows of a made-up organisation, as its callers would: by
// the configuration that the platform stores, with shares of branches that nobody
// else knows. It shares nothing with the analyses that are tested with what it
// counts.
package walks

import (
	"encoding/json"
	"fmt"
)

// value is a setting: an operand or an operation.
type value struct {
	Text   string                     `json:"text"`
	Config map[string]json.RawMessage `json:"config"`
}

// operand is a part of an expression.
type operand struct {
	Lit *struct {
		Text string `json:"text"`
	} `json:"lit"`
	Ref *struct {
		Text string `json:"text"`
	} `json:"ref"`
}

type path struct {
	ID   string `json:"outputId"`
	Next string `json:"nextActionId"`
}

// action is one step of a configuration.
type action struct {
	Type       string `json:"__type"`
	ID         string `json:"id"`
	Name       string `json:"name"`
	Tracking   int    `json:"trackingId"`
	Next       string `json:"nextAction"`
	Paths      []path `json:"paths"`
	Body       *path  `json:"path"` // of a loop
	Task       string `json:"taskReference"`
	Menu       string `json:"menuReference"`
	DataAction string `json:"actionId"`
	Expression value  `json:"expression"`
	Count      value  `json:"loopCount"`
	Index      value  `json:"currentIndex"`
	Duration   value  `json:"duration"`
	Outputs    []bind `json:"outputs"`
	Variables  []set  `json:"variables"`
}

type bind struct {
	Value value `json:"value"`
}

type set struct {
	Variable   value `json:"variable"`
	Expression value `json:"expression"`
}

// choice is a key of a menu.
type choice struct {
	ID     string  `json:"id"`
	Action *action `json:"action"`
}

// container is a task, state, loop task or menu.
type container struct {
	Type    string    `json:"__type"`
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Start   string    `json:"startAction"`
	Actions []*action `json:"actionList"`
	Choices []*choice `json:"menuChoiceList"`
}

// program is a configuration to be walked.
type program struct {
	Name       string       `json:"name"`
	Type       string       `json:"type"`
	Entry      string       `json:"initialSequence"`
	Containers []*container `json:"flowSequenceItemList"`
	containers map[string]*container
	actions    map[string]*action
}

func parse(text []byte) (*program, error) {
	p := &program{containers: map[string]*container{}, actions: map[string]*action{}}
	if err := json.Unmarshal(text, p); err != nil {
		return nil, err
	}
	for _, c := range p.Containers {
		p.containers[c.ID] = c
		for _, a := range c.Actions {
			p.actions[a.ID] = a
		}
		for _, ch := range c.Choices {
			p.actions[ch.Action.ID] = ch.Action
		}
	}
	if p.containers[p.Entry] == nil {
		return nil, fmt.Errorf("flow %s has no entry", p.Name)
	}
	return p, nil
}

// path is the way on by an output, an empty one when the configuration has none.
func (a *action) path(id string) path {
	for _, p := range a.Paths {
		if p.ID == id {
			return p
		}
	}
	return path{ID: id}
}
