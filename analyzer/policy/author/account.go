package author

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"archlint/analyzer/policy"
)

// Tasks implements policy.Attendant: it does in a worker what this package needs from rules of
// users, which are evaluated only there.
type Tasks struct{}

// accountTask asks why a rule says what it says: of a node of the flow, of a limit, or step by
// step.
type accountTask struct {
	Node, Limit string
	Trace       bool
}

// Account implements policy.Attendant.
func (Tasks) Account(ctx context.Context, set *policy.Set, rule string, in policy.Case, task json.RawMessage, to io.Writer) (any,
	error) {
	var t accountTask
	if err := json.Unmarshal(task, &t); err != nil {
		return nil, fmt.Errorf("reading what is asked: %w", err)
	}
	if t.Trace {
		return nil, Trace(ctx, set, rule, in, to)
	}
	return explain(ctx, set, rule, in, t)
}

// explainApart has a worker say why a rule fired or did not fire.
func explainApart(ctx context.Context, s *policy.Set, r *policy.Rule, in policy.Case, t accountTask) (Explanation, error) {
	said, err := s.AskApart(ctx, r, in, t, nil)
	if err != nil {
		return Explanation{}, err
	}
	var out Explanation
	if err := json.Unmarshal(said, &out); err != nil {
		return out, fmt.Errorf("rule %s: %s: %w", r.ID, in.About, err)
	}
	return out, nil
}
