package main

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"archlint/cmd/archlint-export/internal/credentials"
	"archlint/cmd/archlint-export/internal/fixture"
	"archlint/cmd/archlint-export/internal/genesysfake"
	"archlint/cmd/archlint-export/internal/layout"
)

// asProgram makes the test binary be the program: the SDK is linked once.
const asProgram = "ARCHLINT_EXPORT_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// process is a run of the program against a fake.
type process struct {
	fake        *genesysfake.Running
	environment []string // in place of the credentials
	started     func(*exec.Cmd)
}

// outcome is what a process left.
type outcome struct {
	code           int
	stdout, stderr string
}

func (p process) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = []string{asProgram + "=1", "HOME=" + t.TempDir(), "GENESYSCLOUD_REGION=" + fixture.Region}
	if p.fake != nil {
		cmd.Env = append(cmd.Env, envLoopback+"="+p.fake.Address, "ARCHLINT_EXPORT_CA_FILE="+p.fake.CAFile,
			"ARCHLINT_EXPORT_REQUESTS_PER_MINUTE=0", "ARCHLINT_EXPORT_RETRY_WAIT=1ms")
	}
	if p.environment == nil {
		p.environment = []string{credentials.EnvID + "=" + fixture.ID, credentials.EnvSecret + "=" + fixture.Secret}
	}
	cmd.Env = append(cmd.Env, p.environment...)
	return cmd
}

func (p process) run(t *testing.T, args ...string) outcome {
	t.Helper()
	cmd := p.command(t, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if p.started != nil {
		p.started(cmd)
	}
	err := cmd.Wait()
	if ended := (*exec.ExitError)(nil); err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	return outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// expect holds an outcome against an exit code and words of stderr.
func (o outcome) expect(t *testing.T, code int, words ...string) {
	t.Helper()
	if o.code != code {
		t.Errorf("exit code %d, want %d; stderr:\n%s", o.code, code, o.stderr)
	}
	for _, w := range words {
		if !strings.Contains(o.stderr, w) {
			t.Errorf("stderr does not say %q:\n%s", w, o.stderr)
		}
	}
}

// The program asks through the SDK; every request of it is as the API's
// description has it, and the export is the one that the plain client makes.
func TestExport(t *testing.T) {
	opts := fixture.Options(t)
	// The program asks for the last executions before the time that it is. None began
	// in the last hour, so that two runs find the same.
	stopped := time.Now().Add(-time.Hour)
	opts.Now = func() time.Time { return stopped }
	fake := fixture.Start(t, opts)
	dir := filepath.Join(t.TempDir(), "export")
	args := []string{"-o", dir, "--traffic", "2d", "--executions", "5"}
	out := process{fake: fake}.run(t, args...)
	out.expect(t, exitOK, "to fetch: 6 flows and 4 data actions in 10 requests", "6 flows, 4 data actions (10 fetched, 0 unchanged)",
		"without a published version, so only named: 1")
	if out.stdout != "" {
		t.Errorf("stdout: %s", out.stdout)
	}
	for _, p := range fake.Problems() {
		t.Error(p)
	}
	other := t.TempDir()
	if err := plainExport(t, fake, other); err != nil {
		t.Fatal(err)
	}
	sameFiles(t, fixture.Files(t, other), fixture.Files(t, dir))

	if n := strings.Count(strings.Join(slices.Collect(maps.Keys(fixture.Files(t, dir))), "\n"), ".jsonl"); n != 6 {
		t.Errorf("executions of %d flows", n)
	}
	out = process{fake: fake}.run(t, args...)
	out.expect(t, exitOK, "(0 fetched, 10 unchanged)", "6 flows are unchanged")
	sameFiles(t, fixture.Files(t, other), fixture.Files(t, dir))
}

func TestExportOfYAML(t *testing.T) {
	opts := fixture.Options(t)
	opts.FailedJobs = 1
	fake := fixture.Start(t, opts)
	dir := t.TempDir()
	process{fake: fake}.run(t, "-o", dir, "--format", "yaml").expect(t, exitOK, "6 flows")
	for _, p := range fake.Problems() {
		t.Error(p)
	}
	n := 0
	for name, text := range fixture.Files(t, dir) {
		if filepath.Ext(name) == ".yaml" {
			n++
			if !strings.Contains(text, "name:") {
				t.Errorf("%s:\n%s", name, text)
			}
		}
	}
	if n != 6 {
		t.Errorf("%d YAML files", n)
	}
}

// A killed run leaves whole files and a manifest that does not claim to be
// whole; an interrupted one says so besides. The next run goes on from there.
func TestBrokenOff(t *testing.T) {
	const flows = 60
	whole := t.TempDir()
	fake := fixture.Start(t, large(t, flows, 0))
	process{fake: fake}.run(t, "-o", whole).expect(t, exitOK)
	for name, how := range map[string]os.Signal{"kill": os.Kill, "interrupt": os.Interrupt} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			fake := fixture.Start(t, large(t, flows, 20*time.Millisecond))
			p := process{fake: fake, started: func(cmd *exec.Cmd) {
				for configurations(fake) < flows/3 {
					time.Sleep(time.Millisecond)
				}
				if err := cmd.Process.Signal(how); err != nil {
					t.Error(err)
				}
			}}
			out := p.run(t, "-o", dir, "--concurrency", "2")
			if name == "interrupt" {
				out.expect(t, exitTrouble, "the export was stopped: interrupted", "the export is partial; run the same command again")
			}
			left := fixture.Files(t, dir)
			if !strings.Contains(left[layout.ManifestName], `"partial": true`) {
				t.Errorf("the manifest does not say that it is partial:\n%s", left[layout.ManifestName])
			}
			got := 0
			for name, text := range left {
				if strings.HasPrefix(name, "flows/") {
					got++
					if text != fixture.Files(t, whole)[name] {
						t.Errorf("%s is not whole", name)
					}
				}
			}
			if got == 0 || got == flows {
				t.Errorf("%d of %d flows: the run was not broken off in the middle", got, flows)
			}
			before := configurations(fake)
			process{fake: fake}.run(t, "-o", dir).expect(t, exitOK)
			// A killed run may have written a file and not noted it.
			if asked := configurations(fake) - before; asked > flows-got+2 {
				t.Errorf("%d flows were there, and %d of %d were fetched again", got, asked, flows)
			}
			sameFiles(t, fixture.Files(t, whole), fixture.Files(t, dir))
		})
	}
}

func TestTimeIsUp(t *testing.T) {
	fake := fixture.Start(t, large(t, 100, 50*time.Millisecond))
	dir := t.TempDir()
	process{fake: fake}.run(t, "-o", dir, "--deadline", "1s", "--concurrency", "1").
		expect(t, exitTrouble, "the time allowed for it was up", "the export is partial")
}

func TestDoctor(t *testing.T) {
	opts := fixture.Options(t)
	opts.Denied = []string{"routing:queue:view"}
	fake := fixture.Start(t, opts)
	out := process{fake: fake}.run(t, "doctor")
	out.expect(t, exitTrouble, "what is refused will not be reviewed")
	for _, words := range []string{"refused: the client lacks routing:queue:view",
		"The least role, in all divisions:\n  architect:flow:view\n"} {
		if !strings.Contains(out.stdout, words) {
			t.Errorf("stdout does not say %q:\n%s", words, out.stdout)
		}
	}
	for _, r := range fake.Requests() {
		if strings.HasSuffix(r.Path, "/export/jobs") {
			t.Error("doctor made an export job")
		}
	}
}

func TestRefusedPartsAreNamed(t *testing.T) {
	opts := fixture.Options(t)
	opts.Denied = []string{"routing:callRoute:view"}
	dir := t.TempDir()
	process{fake: fixture.Start(t, opts)}.run(t, "-o", dir).expect(t, exitOK, "refused, so not reviewed: ivrs (routing:callRoute:view)")
	opts = fixture.Options(t)
	opts.Denied = []string{"architect:flow:view"}
	process{fake: fixture.Start(t, opts)}.run(t, "-o", t.TempDir()).
		expect(t, exitTrouble, "refused, so not reviewed: flows (architect:flow:view)")
}

func TestUsage(t *testing.T) {
	fake := fixture.Start(t, fixture.Options(t))
	open := filepath.Join(t.TempDir(), "credentials")
	if err := os.WriteFile(open, []byte(credentials.EnvID+"="+fixture.ID+"\n"+credentials.EnvSecret+"="+fixture.Secret), 0o600); err != nil {
		t.Fatal(err)
	}
	none := []string{"X=1"}
	dir := t.TempDir()
	process{fake: fake, environment: none}.run(t, "-o", dir, "--credentials", open).expect(t, exitOK)
	if err := os.Chmod(open, 0o640); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name        string
		environment []string
		args        []string
		code        int
		words       string
	}{
		{"file that the group can read", none, []string{"-o", dir, "--credentials", open}, exitUsage, "is open to others (0640): chmod 600 it"},
		{"nobody to ask", none, []string{"-o", dir}, exitUsage, "no credentials: set"},
		{"secret by flag", nil, []string{"-o", dir, "--secret", fixture.Secret}, exitUsage, "unknown flag: --secret"},
		{"no directory", nil, nil, exitUsage, "say -o DIR"},
		{"region that is none", nil, []string{"-o", dir, "--region", "mypurecloud.example.com"}, exitUsage, "unknown region"},
		{"other organisation's directory", nil, []string{"-o", dir, "--region", "mypurecloud.ie"}, exitTrouble, ""},
		{"other choices", nil, []string{"-o", dir, "--type", "workflow"}, exitUsage, "made with other choices"},
		{"version that is none", nil, []string{"-o", dir, "--version", "newest"}, exitUsage, "unknown version"},
		{"another machine in place of the platform", []string{credentials.EnvID + "=x", credentials.EnvSecret + "=y",
			envLoopback + "=192.0.2.1:443"},
			[]string{"-o", dir}, exitUsage, "is not an address and port on the loopback"},
		{"name in place of an address", []string{credentials.EnvID + "=x", credentials.EnvSecret + "=y", envLoopback + "=localhost:443"},
			[]string{"-o", dir}, exitUsage, "is not an address and port on the loopback"},
		{"certificate of nobody", []string{credentials.EnvID + "=x", credentials.EnvSecret + "=y", "ARCHLINT_EXPORT_CA_FILE="},
			[]string{"-o", dir}, exitTrouble, "certificate"},
		{"wrong secret", []string{credentials.EnvID + "=" + fixture.ID, credentials.EnvSecret + "=wrong"}, []string{"-o", dir}, exitTrouble,
			"does not accept the client (400 invalid_client)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := process{fake: fake, environment: tt.environment}.run(t, tt.args...)
			out.expect(t, tt.code, tt.words)
			if strings.Contains(out.stderr+out.stdout, fixture.Secret) && !slices.Contains(tt.args, fixture.Secret) {
				t.Errorf("the secret is shown:\n%s", out.stderr)
			}
		})
	}
}

// A person at a terminal is asked; a pipe is not a person.
func TestNobodyIsAskedThroughAPipe(t *testing.T) {
	cmd := process{environment: []string{"X=1"}}.command(t, "-o", t.TempDir())
	cmd.Stdin = io.LimitReader(strings.NewReader("id\nsecret\n"), 100)
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "no credentials") {
		t.Errorf("%v: %s", err, out)
	}
}
