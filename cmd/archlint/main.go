// Command archlint reviews Genesys Cloud Architect flows before go-live.
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
