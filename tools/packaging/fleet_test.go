package packaging

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFleet loads three organisations, of which one cannot be read, and asks the
// three questions. DuckDB has to give the same answers as SQLite.
func TestFleet(t *testing.T) {
	unixOnly(t)
	needs(t, "bash")
	exports, fleet := t.TempDir(), filepath.Join(t.TempDir(), "fleet")
	if err := os.CopyFS(filepath.Join(exports, "north"), os.DirFS(filepath.Join(root, "testdata/exports/first-contact"))); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(exports, "south"), os.DirFS(flows(t, true))); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(exports, "south", ".archlint.yaml"), "traffic:\n  interactions-per-minute: 2300\n")
	if err := os.Mkdir(filepath.Join(exports, "west"), 0o777); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(exports, "west", "broken.yaml"), "inboundCall:\n  name: [\n")
	recipe, err := filepath.Abs(filepath.Join(root, "docs/fleet"))
	if err != nil {
		t.Fatal(err)
	}
	code, out := script(t, exports, recipe+"/load.sh "+exports+" "+fleet)
	if code != 3 || !strings.Contains(out, "west: left out") || strings.Contains(out, "south: left out") {
		t.Fatalf("loading ends with %d\n%s", code, out)
	}
	mustExist(t, fleet, "north.flows.jsonl", "north.report.json", "south.flows.jsonl", "south.report.json")
	if left, _ := filepath.Glob(filepath.Join(fleet, "west*")); len(left) > 0 {
		t.Errorf("of an organisation that cannot be read there are %v", left)
	}
	for name, shell := range map[string]string{"sqlite": "sqlite3 -batch -separator '|'", "duckdb": "duckdb -list -noheader"} {
		t.Run(name, func(t *testing.T) {
			needs(t, strings.Fields(shell)[0])
			code, out := script(t, fleet, shell+" < "+recipe+"/"+name+".sql")
			if code != 0 {
				t.Fatalf("ends with %d\n%s", code, out)
			}
			for _, want := range []string{
				"north|1|1\nsouth|1|1\n",                           // who polls
				"south|dataactions|requests.volume.max|1.99\n",     // who is near a limit: north has no traffic
				"failure-unhandled|4|2\n", "timeout-default|2|2\n", // what fires most
			} {
				if !strings.Contains(out, want) {
					t.Errorf("no %q in\n%s", want, out)
				}
			}
			if strings.Contains(out, "north|dataactions") {
				t.Errorf("an organisation without traffic is near a limit:\n%s", out)
			}
		})
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
