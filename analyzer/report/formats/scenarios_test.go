package formats

import (
	"bytes"
	"testing"

	"archlint/analyzer/facts"
	"archlint/analyzer/internal/reviewtest"
	"archlint/analyzer/report"
	"archlint/analyzer/report/jsonreport"
	"archlint/analyzer/report/markdown"
	"archlint/analyzer/report/text"
	"archlint/analyzer/review"
)

// busyReview is the rich review under two scenarios; in the second one the
// volume is exceeded, and one limit is asked for that the first leaves alone.
func busyReview() *review.Review {
	r := reviewtest.Rich()
	busy := reviewtest.RichCapacity()
	for i := range busy {
		if d := busy[i].Demand; d != nil {
			busy[i].Demand = &facts.Demand{Expected: 3 * d.Expected, Peak: 3 * d.Peak}
			busy[i].Utilisation, busy[i].Headroom = new(3**busy[i].Utilisation), new(*busy[i].Headroom/3)
		}
	}
	busy[1].Verdict = "exceeded"
	busy = append(busy, facts.Limit{Limit: facts.LimitID{Namespace: "fair.use", Key: "api.requests.per.month", Value: 1e6, Unit: "per month"},
		Verdict: "unknown"})
	r.Assumptions = []string{"Interactions enter First contact.", "Latency 1 s.", "100 interactions per minute."}
	r.Scenarios = []review.Scenario{
		{Name: "today", Capacity: r.Capacity, Outages: r.Outages, Assumptions: r.Assumptions[1:]},
		{Name: "black|friday\x1b[31m", Capacity: busy, Outages: r.Outages, Assumptions: []string{"Latency 1 s.", "300 interactions per minute."}},
	}
	return r
}

func TestScenariosSideBySide(t *testing.T) {
	for name, write := range map[string]report.WriteFunc{
		"scenarios.txt": text.WriteCapacity, "scenarios.md": markdown.WriteCapacity, "scenarios.json": jsonreport.WriteCapacity,
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := write(&b, busyReview(), report.Options{}); err != nil {
				t.Fatal(err)
			}
			golden(t, name, b.Bytes())
		})
	}
}

// One scenario is capacity as ever, under its name.
func TestOneScenario(t *testing.T) {
	r := busyReview()
	r.Scenarios = r.Scenarios[:1]
	var one, none bytes.Buffer
	if err := text.WriteCapacity(&one, r, report.Options{}); err != nil {
		t.Fatal(err)
	}
	r.Scenarios = nil
	if err := text.WriteCapacity(&none, r, report.Options{}); err != nil {
		t.Fatal(err)
	}
	if want := bytes.Replace(none.Bytes(), []byte("Capacity\n"), []byte("Capacity, scenario today\n"), 1); !bytes.Equal(one.Bytes(), want) {
		t.Errorf("got\n%s\nwant\n%s", one.Bytes(), want)
	}
}
