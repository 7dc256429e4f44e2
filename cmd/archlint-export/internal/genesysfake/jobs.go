package genesysfake

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"

	"archlint/analyzer/flow/flowtext"
	"archlint/cmd/archlint-export/internal/genesysfake/demoorg"
	mathrand "math/rand/v2"
)

// job is an export job. It is looked at twice before it is done.
type job struct {
	flow      *demoorg.Flow
	looks     int
	fails     bool
	signature string
	zipped    bool
}

func (s *Server) startJob(r request) reply {
	var asked struct {
		Flows []struct {
			Flow struct {
				ID string `json:"id"`
			} `json:"flow"`
		} `json:"flows"`
	}
	if !decode(r.body, &asked) || len(asked.Flows) != 1 {
		return failure(http.StatusBadRequest, "bad.request", "One flow at a time, here")
	}
	f := s.find(asked.Flows[0].Flow.ID)
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.jobs)
	id := flowtext.GUID(mathrand.New(mathrand.NewPCG(s.opts.Org.Seed, uint64(n)+100)))
	s.jobs[id] = &job{flow: f, fails: f == nil || n < s.opts.FailedJobs, signature: rand.Text(), zipped: n%2 == 1}
	out := ok(map[string]any{"id": id, "status": "Registered", "totalFlows": 1, "selfUri": "/api/v2/flows/export/jobs/" + id})
	out.status = http.StatusAccepted
	return out
}

func (s *Server) exportJob(r request) reply {
	id := r.param("jobId")
	s.mu.Lock()
	defer s.mu.Unlock()
	j := s.jobs[id]
	if j == nil {
		return failure(http.StatusNotFound, "not.found", "There is no such job")
	}
	j.looks++
	out := map[string]any{"id": id, "status": "Started", "command": "Export", "messages": []any{},
		"selfUri": "/api/v2/flows/export/jobs/" + id}
	switch {
	case j.looks < 2:
	case j.fails:
		out["status"] = "Failure"
		out["messages"] = []any{map[string]any{"type": "Error", "text": "could not find the flow; setting the exit code to 107"}}
	default:
		out["status"] = "Success"
		out["downloadUrl"] = fmt.Sprintf("https://%s/%s?X-Amz-Signature=%s", DownloadHost, id, j.signature)
	}
	return ok(out)
}

// download serves a signed address, to whoever has the signature and no token.
func (s *Server) download(r *http.Request) reply {
	if r.Header.Get("Authorization") != "" {
		s.problem("a token was sent to the download host")
	}
	if id, found := strings.CutPrefix(r.URL.Path, recordPath); found {
		return s.record(id, r)
	}
	s.mu.Lock()
	j := s.jobs[strings.TrimPrefix(r.URL.Path, "/")]
	s.mu.Unlock()
	if j == nil || r.Method != http.MethodGet || r.URL.Query().Get("X-Amz-Signature") != j.signature {
		return accessDenied()
	}
	text, err := j.flow.YAML()
	if err == nil && j.zipped {
		text, err = zipped(j.flow.Name+".yaml", text)
	}
	if err != nil {
		return failure(http.StatusInternalServerError, "internal", err.Error())
	}
	return raw(text, "application/octet-stream")
}

func accessDenied() reply {
	return reply{http.StatusForbidden, http.Header{"Content-Type": {"application/xml"}}, []byte("<Error><Code>AccessDenied</Code></Error>")}
}

func zipped(name string, text []byte) ([]byte, error) {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	file, err := archive.Create(name)
	if err == nil {
		_, err = file.Write(text)
	}
	if err == nil {
		err = archive.Close()
	}
	return out.Bytes(), err
}
