package credentials

import (
	"bufio"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// Prompt returns a way of asking on a terminal, nil when in is none. The secret
// is not echoed. The questions go to out.
func Prompt(in *os.File, out io.Writer) func() (id, secret string, err error) {
	if in == nil || !term.IsTerminal(int(in.Fd())) {
		return nil
	}
	return func() (string, string, error) {
		fmt.Fprint(out, "OAuth client id: ")
		id, err := bufio.NewReader(in).ReadString('\n')
		if err != nil {
			return "", "", err
		}
		fmt.Fprint(out, "OAuth client secret (not shown): ")
		secret, err := term.ReadPassword(int(in.Fd()))
		fmt.Fprintln(out)
		return id, string(secret), err
	}
}
