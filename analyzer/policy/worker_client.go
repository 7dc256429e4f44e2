package policy

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"archlint/analyzer/facts"
)

// workers are the processes that evaluate rules of users. There are as many as
// evaluations at a time; they are started when first needed.
type workers struct {
	command []string
	setup   setup
	print   io.Writer

	mu   sync.Mutex
	idle []*process
}

// process is one worker.
type process struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	to     *json.Encoder
	from   *json.Decoder
	shared *wireShared // what it was told last
	rule   string      // that it evaluates, where it says so
}

// take returns a worker that nobody uses.
func (w *workers) take() (*process, error) {
	w.mu.Lock()
	if n := len(w.idle); n > 0 {
		p := w.idle[n-1]
		w.idle = w.idle[:n-1]
		w.mu.Unlock()
		return p, nil
	}
	w.mu.Unlock()
	return w.start()
}

func (w *workers) give(p *process) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.idle = append(w.idle, p)
}

func (w *workers) start() (*process, error) {
	cmd := exec.Command(w.command[0], w.command[1:]...)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GO") })
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	buffered := bufio.NewWriterSize(in, 1<<16)
	p := &process{cmd: cmd, in: in, to: json.NewEncoder(flushed{buffered}), from: json.NewDecoder(bufio.NewReader(out))}
	if err := send(p.to, w.setup); err != nil {
		p.kill()
		return nil, err
	}
	return p, nil
}

// flushed writes each message at once.
type flushed struct{ *bufio.Writer }

func (f flushed) Write(p []byte) (int, error) {
	n, err := f.Writer.Write(p)
	if err == nil {
		err = f.Flush()
	}
	return n, err
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended
	_ = p.in.Close()
	_ = p.cmd.Wait() // its last message says why
}

// close ends all workers that nobody uses.
func (w *workers) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range w.idle {
		p.kill()
	}
	w.idle = nil
}

// ended is the error of a worker that ended before it answered.
type ended struct {
	rule   string // that it evaluated, "" where it did not say
	reason string
}

func (e *ended) Error() string { return e.reason }

// inquiry is a question with the facts that go with it.
type inquiry struct {
	wireQuestion
	shared wireShared
	flows  []facts.Flow
	trace  io.Writer // takes a trace, if one is asked for
}

// ask puts a question to a worker.
func (w *workers) ask(ctx context.Context, q inquiry, clock time.Duration) (*wireAnswer, error) {
	p, err := w.take()
	if err != nil {
		return nil, fmt.Errorf("starting the process that evaluates rules: %w", err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, clock, errLate)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = p.cmd.Process.Kill() })
	answer, err := w.converse(p, q)
	if stopped := !stop(); err == nil && !stopped {
		w.give(p)
		return answer, nil
	}
	p.kill()
	var end *ended
	switch {
	case errors.Is(context.Cause(ctx), errLate):
		return nil, &ended{p.rule, fmt.Sprintf("no answer within %s", clock)}
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.As(err, &end):
		return nil, end
	}
	return nil, &ended{p.rule, "its evaluation ended the process that it ran in: it needs too much memory, or meets a defect of OPA"}
}

var errLate = errors.New("late")

// converse sends a question and reads the replies up to the answer.
func (w *workers) converse(p *process, q inquiry) (*wireAnswer, error) {
	p.rule = ""
	// The worker reads a question whole before it says anything, unless it has to end.
	failed := p.put(q)
	for {
		var r wireReply
		if err := p.from.Decode(&r); err != nil {
			return nil, errors.Join(failed, err)
		}
		switch {
		case r.Done != nil:
			return r.Done, nil
		case r.Stopped != "":
			return nil, &ended{p.rule, r.Stopped}
		case r.Rule != "":
			p.rule = r.Rule
		case r.Trace != "" && q.trace != nil:
			if _, err := io.WriteString(q.trace, r.Trace); err != nil {
				return nil, err
			}
		case r.Print != "" && w.print != nil:
			w.mu.Lock()
			_, err := io.WriteString(w.print, r.Print)
			w.mu.Unlock()
			if err != nil {
				return nil, err
			}
		}
	}
}

func (p *process) put(q inquiry) error {
	if p.shared == nil || !sameShared(*p.shared, q.shared) {
		p.shared, q.Shared = &q.shared, &q.shared
	}
	q.Flows = len(q.flows)
	if err := send(p.to, q.wireQuestion); err != nil {
		return err
	}
	for i := range q.flows {
		if err := send(p.to, &q.flows[i]); err != nil {
			return err
		}
	}
	return nil
}

// sameShared reports whether two facts of organisations are the same. It is cheap
// in the usual case, where they are the same memory.
func sameShared(a, b wireShared) bool { return reflect.DeepEqual(a, b) }
