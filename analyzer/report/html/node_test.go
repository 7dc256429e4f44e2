package html

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The worlds that are too heavy for the Go engine, in a compiling one.
func TestJavaScriptAssessesAsGoDoesInNode(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil || testing.Short() {
		t.Skip("needs Node.js and some seconds")
	}
	file := filepath.Join(t.TempDir(), "assess.js")
	compareWithGo(t, func(script string) (string, error) {
		text := asset("prob.js") + asset("capacity.js") + "console.log(" + script + ")"
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			return "", err
		}
		out, err := exec.Command(node, file).CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("%w\n%s", err, out)
		}
		return string(out), nil
	}, func(w world) bool { return w.heavy })
}
