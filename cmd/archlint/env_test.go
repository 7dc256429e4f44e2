package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
)

func TestFromEnvironment(t *testing.T) {
	tests := []struct {
		name string
		args []string
		env  map[string]string
		want string
		list []string
	}{
		{name: "nothing given", want: "default", list: []string{"d"}},
		{name: "the environment", env: map[string]string{"ARCHLINT_FAIL_ON": "env", "ARCHLINT_FORMAT": "a,b=c"}, want: "env",
			list: []string{"a", "b=c"}},
		{name: "a flag beats it", args: []string{"--fail-on", "flag", "--format", "f"}, env: map[string]string{"ARCHLINT_FAIL_ON": "env",
			"ARCHLINT_FORMAT": "a"}, want: "flag", list: []string{"f"}},
		{name: "an empty variable is none", env: map[string]string{"ARCHLINT_FAIL_ON": ""}, want: "default", list: []string{"d"}},
		{name: "other variables do not count", env: map[string]string{"FAIL_ON": "env", "ARCHLINT_FAILON": "env"}, want: "default",
			list: []string{"d"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set := pflag.NewFlagSet("test", pflag.ContinueOnError)
			one := set.String("fail-on", "default", "")
			list := set.StringArray("format", []string{"d"}, "")
			if err := set.Parse(test.args); err != nil {
				t.Fatal(err)
			}
			if err := fromEnvironment(set, func(name string) string { return test.env[name] }); err != nil {
				t.Fatal(err)
			}
			if *one != test.want {
				t.Errorf("--fail-on is %q, want %q", *one, test.want)
			}
			if diff := cmp.Diff(test.list, *list); diff != "" {
				t.Errorf("--format (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNearest(t *testing.T) {
	names := []string{"check", "capacity", "facts", "explain"}
	for word, want := range map[string]string{"chek": "check", "fact": "facts", "capcity": "capacity", "zzz": "", "": ""} {
		if got := nearest(word, names); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
