// Package packaging holds the tests of what carries archlint to its users: the
// GitHub Action, the hook for pre-commit, the templates of docs/ci, the Dockerfile
// and the configuration of releases. They run what can be run without those
// services: the scripts, the build, the hook in a repository of its own.
package packaging
