package main

import "runtime/debug"

// release is set by the linker when a release is built:
// -ldflags "-X main.release=v1.2.3".
var release string

// version is the program's version: the release, else the module's version when
// it was installed with go install, else "dev".
func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}
