package author

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/open-policy-agent/opa/v1/topdown"

	"archlint/analyzer/policy"
)

// Trace writes the evaluation of one rule over one flow, or over all flows if that is its
// scope, step by step.
func Trace(ctx context.Context, s *policy.Set, id string, in policy.Case, to io.Writer) error {
	u, r, err := s.Find(id)
	if err != nil {
		return err
	}
	if s.Apart(u) {
		_, err := s.AskApart(ctx, r, in, accountTask{Trace: true}, to)
		return err
	}
	tracer := topdown.NewBufferTracer()
	_, err = s.Watch(ctx, u, r, s.Document(r, in), tracer)
	var steps bytes.Buffer
	topdown.PrettyTraceWithLocation(&steps, *tracer)
	for line := range strings.Lines(steps.String()) {
		if _, writeErr := io.WriteString(to, shorten(line)); writeErr != nil {
			return writeErr
		}
	}
	if err != nil {
		return fmt.Errorf("rule %s: %s: %w", r.ID, in.About, err)
	}
	return nil
}

// shorten shortens a line of a trace: whole records stand in it.
func shorten(line string) string {
	const most = 240
	if len(line) <= most {
		return line
	}
	return strings.ToValidUTF8(line[:most], "") + "...\n"
}
