// Command archlint reviews Genesys Cloud Architect flows before go-live.
package main

import (
	"os"

	"archlint/analyzer/policy"
	"archlint/analyzer/policy/author"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == policy.WorkerArgument {
		os.Exit(policy.Work(os.Stdin, os.Stdout, author.Tasks{}))
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
