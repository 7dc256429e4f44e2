package genesysfake

import (
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"strings"
	"time"

	"archlint/analyzer/flow/flowtext"
	"archlint/cmd/archlint-export/internal/genesysfake/walks"
)

// records are the jobs that make executions ready, and the signatures by which they
// are downloaded.
type records struct {
	jobs       map[string]*recordJob
	signatures map[string]string // by execution
}

type recordJob struct {
	ids   []string
	looks int
}

const recordPath = "/renderedExecutionData/"

func (s *Server) executionSetting(request) reply {
	return ok(map[string]any{"enabled": !s.opts.Unrecorded, "dateModified": "2026-09-01T08:00:00.000Z",
		"modifiedBy": map[string]any{"id": "f2b5a3d0-0000-4000-8000-000000000001"}})
}

// search is a question for executions.
type search struct {
	flow     string
	from, to time.Time
}

func (s *Server) executions(r request) reply {
	var q struct {
		Query []struct {
			Criteria struct{ Key, Operator, Value string } `json:"criteria"`
		} `json:"query"`
	}
	if !decode(r.body, &q) {
		return failure(http.StatusBadRequest, "bad.request", "Not a query")
	}
	asked := search{to: s.opts.Now()}
	for _, group := range q.Query {
		at, err := time.Parse(time.RFC3339, group.Criteria.Value)
		switch key := group.Criteria.Key + " " + group.Criteria.Operator; {
		case key == "FlowId eq":
			asked.flow = group.Criteria.Value
		case s.opts.Undated && strings.HasPrefix(key, "FlowStartDateTime"):
			return failure(http.StatusBadRequest, "bad.request", "The criteria FlowStartDateTime is not allowed")
		case key == "FlowStartDateTime gte" && err == nil:
			asked.from = at
		case key == "FlowStartDateTime lt" && err == nil:
			asked.to = at
		default:
			return failure(http.StatusBadRequest, "bad.request", "Not asked for here: "+key)
		}
	}
	found := []any{}
	for _, run := range s.runs(asked) {
		found = append(found, map[string]any{
			"id": run.ID, "flowId": asked.flow, "flowVersion": versionName(run.Version), "startDateTime": clock(run.At),
			"endDateTime": clock(run.ends()), "conversationId": conversationID, "flowName": "Of no interest",
		})
	}
	// Which of many are given is not said.
	order := mathrand.New(mathrand.NewPCG(s.opts.Org.Seed, hash(string(r.body))))
	order.Shuffle(len(found), func(i, j int) { found[i], found[j] = found[j], found[i] })
	size := min(intOf(r, "pageSize", 25), 200)
	return ok(map[string]any{"entities": found[:min(size, len(found))], "pageSize": size})
}

func clock(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// recorded is a run of a flow.
type recorded struct {
	walks.Started
	flow *walks.Flow
}

func (r recorded) ends() time.Time { return r.At.Add(time.Duration(r.Milliseconds) * time.Millisecond) }

// runs are those of the last ten days that began in the window and have ended.
func (s *Server) runs(q search) (all []recorded) {
	f := s.find(q.flow)
	if f == nil || f.Walks == nil || f.Version == 0 {
		return nil
	}
	now := s.opts.Now()
	from := q.from
	if oldest := now.AddDate(0, 0, -10); from.Before(oldest) {
		from = oldest
	}
	for hour := from.UTC().Truncate(time.Hour); hour.Before(q.to); hour = hour.Add(time.Hour) {
		for i := range f.Walks.Count(hour) {
			started, err := f.Walks.Make(hour, i)
			run := recorded{started, f.Walks}
			if err == nil && !run.At.Before(from) && run.At.Before(q.to) && !run.ends().After(now) {
				all = append(all, run)
			}
		}
	}
	return all
}

func (s *Server) byID(id string) (recorded, bool) {
	for _, f := range s.sortedFlows() {
		if f.Walks != nil {
			if run, ok := f.Walks.ByID(id); ok {
				return recorded{run, f.Walks}, true
			}
		}
	}
	return recorded{}, false
}

func (s *Server) startExecutionJob(r request) reply {
	var asked struct {
		IDs []string `json:"ids"`
	}
	if !decode(r.body, &asked) || len(asked.IDs) == 0 {
		return failure(http.StatusBadRequest, "bad.request", "Not a list of executions")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id := flowtext.GUID(mathrand.New(mathrand.NewPCG(s.opts.Org.Seed, uint64(len(s.records.jobs))+9000)))
	s.records.jobs[id] = &recordJob{ids: asked.IDs}
	return ok(map[string]any{"id": id, "jobState": "Registered"})
}

// executionJob is done when it is looked at for the second time. Some addresses are
// signed, others are of the API.
func (s *Server) executionJob(r request) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := r.param("jobId")
	j := s.records.jobs[id]
	if j == nil {
		return failure(http.StatusNotFound, "not.found", "There is no such job")
	}
	if j.looks++; j.looks < 2 {
		return ok(map[string]any{"id": id, "jobState": "Running"})
	}
	var entities []any
	for i, execution := range j.ids {
		address := s.sign(execution)
		if i%2 == 1 {
			address = fmt.Sprintf("https://api.%s/api/v2/downloads/%s", s.opts.Region, execution)
		}
		entities = append(entities, map[string]any{"id": execution, "failed": false, "statusCode": "200", "downloadUri": address})
	}
	return ok(map[string]any{"id": id, "jobState": "Success", "entities": entities})
}

// sign makes an address for whoever has it. The lock is held.
func (s *Server) sign(execution string) string {
	if s.records.signatures[execution] == "" {
		s.records.signatures[execution] = rand.Text()
	}
	return fmt.Sprintf("https://%s%s%s?X-Amz-Signature=%s", DownloadHost, recordPath, execution, s.records.signatures[execution])
}

func (s *Server) signedAddress(r request) reply {
	if r.URL.Query().Get("issueRedirect") != "false" {
		return reply{http.StatusFound, http.Header{"Location": {"https://" + ElsewhereHost}}, nil}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return ok(map[string]any{"url": s.sign(r.param("downloadId"))})
}

// record serves one execution.
func (s *Server) record(id string, r *http.Request) reply {
	s.mu.Lock()
	signature := s.records.signatures[id]
	s.mu.Unlock()
	run, found := s.byID(id)
	if signature == "" || r.URL.Query().Get("X-Amz-Signature") != signature || !found {
		return accessDenied()
	}
	return ok(map[string]any{"flow": rendered(run)})
}
