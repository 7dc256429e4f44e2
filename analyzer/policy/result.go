package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"

	"archlint/analyzer/facts"
	"archlint/analyzer/finding"
	"archlint/analyzer/internal/phrase"
	"archlint/analyzer/policy/bounded"
)

// found is a finding together with what it is about, which only its
// fingerprint shows.
type found struct {
	finding.Finding
	about string
}

// findings turns a rule's answer, a set of objects, into findings. Objects
// that break the contract become an error; the others count. The places of a
// rule that is not built in must be those of records.
func findings(r *Rule, answer *ast.Term, records *records) ([]found, error) {
	set, ok := answer.Value.(ast.Set)
	if !ok {
		return nil, fmt.Errorf("findings are %s, not a set", ast.ValueName(answer.Value))
	}
	var out []found
	var errs []error
	room := mostAnswer
	for i, t := range set.Slice() {
		if i == mostFindings {
			errs = append(errs, fmt.Errorf("%s findings, of which the first %s are reported",
				phrase.Grouped(set.Len()), phrase.Grouped(mostFindings)))
			break
		}
		if room -= sizeOfFinding(t); room < 0 {
			errs = append(errs, fmt.Errorf("the texts of its findings have more than %d MB; %s of %s findings are reported", mostAnswer>>20,
				phrase.Grouped(i), phrase.Grouped(set.Len())))
			break
		}
		f, err := newFinding(r, t, records.current, records)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		out = append(out, f)
	}
	return out, first(errs)
}

// Limits on what one rule may report of one flow, or of all flows at once.
const (
	mostFindings = 10_000
	mostAnswer   = 64 << 20 // bytes of messages and evidence
	mostErrors   = 10
)

// first joins the first of several errors, and counts the others.
func first(errs []error) error {
	if more := len(errs) - mostErrors; more > 0 {
		errs = append(errs[:mostErrors:mostErrors], fmt.Errorf("and %s more such errors", phrase.Grouped(more)))
	}
	return errors.Join(errs...)
}

// sizeOfFinding is how many bytes a finding's message and evidence have, or more
// than there may be.
func sizeOfFinding(t *ast.Term) int {
	object, ok := t.Value.(ast.Object)
	if !ok {
		return 0
	}
	size := 0
	for _, key := range []string{"message", "evidence", "about"} {
		if part := object.Get(ast.InternedTerm(key)); part != nil {
			size += bounded.Size(part)
		}
	}
	return size
}

var findingKeys = []string{"at", "message", "evidence", "about", "severity"}

// levelOf is the severity of one finding. A rule may give a finding less than its own
// severity, where what it saw proves less; a severity that the user gave the rule holds for
// all its findings.
func levelOf(r *Rule, answer InputRecord) finding.Severity {
	own := answer.Text("severity")
	if r.Severity != r.Default || own == "" || finding.Severity(own).Rank() > r.Severity.Rank() {
		return r.Severity
	}
	return finding.Severity(own)
}

func newFinding(r *Rule, t *ast.Term, current string, records *records) (found, error) {
	object, ok := t.Value.(ast.Object)
	if !ok {
		return found{}, fmt.Errorf("a finding is %s, not an object with \"at\"", ast.ValueName(t.Value))
	}
	if err := checkKeys(object); err != nil {
		return found{}, err
	}
	answer := InputRecord{object}
	at := answer.Get(ast.InternedTerm("at"))
	if at == nil {
		return found{}, errors.New(`a finding has no "at"`)
	}
	target, ok := at.Value.(ast.Object)
	if !ok {
		return found{}, fmt.Errorf(`"at" of a finding is %s, not a record of the input`, ast.ValueName(at.Value))
	}
	p, ok := placeOf(target, current)
	if !ok {
		return found{}, errors.New(`"at" of a finding is no record with a place: want a flow, call, loop, node, value, step, data action ` +
			`or limit of the input`)
	}
	if r.Source != BuiltinSource && !records.has(p) {
		return found{}, fmt.Errorf(`"at" of a finding is no record of the input: nothing of the input stands at %s`, p)
	}
	evidence, err := evidenceOf(answer)
	if err != nil {
		return found{}, err
	}
	f := found{about: p.about, Finding: finding.Finding{
		Rule: r.ID, Severity: levelOf(r, answer), Message: answer.Text("message"), Remediation: r.Remediation,
		Flow: p.Flow, File: p.File, Line: p.Line, Column: p.Column, Node: p.Node, Pointer: p.Pointer,
		Evidence: evidence, Docs: r.Docs, Confidence: r.Confidence, Category: r.Category, Limit: p.limit,
	}}
	if f.Message == "" {
		f.Message = r.Title
	}
	if about := answer.Get(ast.InternedTerm("about")); about != nil {
		f.about = about.Value.String()
	}
	return f, nil
}

// checkKeys holds the keys of a finding to those there are, and to their kinds.
func checkKeys(object ast.Object) error {
	for _, key := range object.Keys() {
		name, _ := key.Value.(ast.String)
		if !contains(findingKeys, string(name)) {
			return fmt.Errorf("a finding has the unknown key %s%s", key, DidYouMean(string(name), findingKeys))
		}
		value := object.Get(key).Value
		_, isText := value.(ast.String)
		_, isObject := value.(ast.Object)
		switch {
		case name == "message" && !isText:
			return fmt.Errorf("%s of a finding is %s, not a text", key, ast.ValueName(value))
		case name == "severity" && !isLevel(value):
			return fmt.Errorf("%s of a finding is %s: want error, warning or info", key, value)
		case name == "evidence" && !isObject:
			return fmt.Errorf("%s of a finding is %s, not an object", key, ast.ValueName(value))
		}
	}
	return nil
}

func isLevel(value ast.Value) bool {
	text, _ := value.(ast.String)
	return finding.Severity(text).Rank() > 0
}

// evidenceOf renders the evidence as JSON with sorted keys; {} when there is none.
func evidenceOf(answer InputRecord) (json.RawMessage, error) {
	t := answer.Get(ast.InternedTerm("evidence"))
	if t == nil {
		return json.RawMessage("{}"), nil
	}
	plain, err := ast.JSONWithOpt(t.Value, ast.JSONOpt{SortSets: true})
	if err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	raw, err := json.Marshal(plain)
	if err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	return raw, nil
}

// order sorts findings as reports list them.
func order(list []found) {
	slices.SortStableFunc(list, func(a, b found) int { return finding.Compare(a.Finding, b.Finding) })
}

// fingerprint names every finding of an ordered list. Findings of one rule at
// one node about the same thing are told apart by their turn.
func fingerprint(list []found, l *locator) {
	turns := map[string]int{}
	for i := range list {
		f := &list[i]
		flow, node := l.identities(facts.Place{Flow: f.Flow, File: f.File, Node: f.Node})
		print := finding.Fingerprint(f.Rule, flow, node, f.about)
		turns[print]++
		if turn := turns[print]; turn > 1 {
			print = finding.Fingerprint(f.Rule, flow, node, f.about+"#"+strconv.Itoa(turn))
		}
		f.Fingerprint = print
	}
}

func strip(list []found) []finding.Finding {
	out := make([]finding.Finding, len(list))
	for i, f := range list {
		out[i] = f.Finding
	}
	return out
}
