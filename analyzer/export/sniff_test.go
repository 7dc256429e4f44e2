package export

import (
	"testing"
)

func TestSniff(t *testing.T) {
	tests := []struct {
		name, text string
		want       Format
	}{
		{"empty", "", Other},
		{"blank", " \n\t\n", Other},
		{"prose", "Dear all,\nplease note\n", Other},
		{"binary", "\x89PNG\x00\x01\x02\n", Other},
		{"a program that holds a flow", "\x7fELF\x00\x01 inboundCall:\n", Other},

		{"Archy", archyText, ArchyYAML},
		{"Archy after comments", "# exported\n---\n" + archyText, ArchyYAML},
		{"Archy with a byte order mark", "\ufeff" + archyText, ArchyYAML},
		{"Archy with CRLF", "inqueueCall:\r\n  name: Q\r\n", ArchyYAML},
		{"Archy as JSON", `{"inboundCall":{"name":"x","startUpRef":"./menus/menu[m]"}}`, ArchyYAML},
		{"Archy behind placeholders", "{{header}}\ninboundCall:\n  name: x\n", ArchyYAML},
		{"broken Archy", "inboundCall:\n  name: [unclosed\n", ArchyYAML},
		{"Archy of a new flow type", "hologramCall:\n  name: x\n  startUpRef: ./tasks/task[T]\n", ArchyYAML},
		{"Archy behind zero bytes", "\x00\x01\x02inboundCall:\n", ArchyYAML},
		{"Archy with a zero byte in its root key", "inb\x00oundCall:\n  name: x\n", ArchyYAML},
		{"Archy behind a tag", "!x inboundCall:\n  name: x\n", ArchyYAML},
		{"Archy in a list", "- inboundCall:\n    name: x\n", ArchyYAML},
		{"Archy on the marker's line", "--- {inboundCall: []}\n", ArchyYAML},
		{"Archy as broken JSON", `{"inboundCall":{"name":"x","startUpRef":`, ArchyYAML},
		{"a pipeline", "stages:\n  - build\njobs: []\n", Other},

		{"flow", platformText, PlatformJSON},
		{"flow over many lines", "{\n  \"name\": \"x\",\n  \"flowSequenceItemList\": []\n}", PlatformJSON},
		{"flow in an envelope", `{"id":"1","configuration":{"flowSequenceItemList":[]}}`, PlatformJSON},
		{"flow, cut off", `{"nextTrackingNumber":5,"uiMetaData":{`, PlatformJSON},
		{"flow, cut off late", `{"uiMetaData":{"a":"b"},"x":{"initialSequence":1,`, PlatformJSON},
		{"flow, broken at once", `{x"flowSequenceItemList":[]}`, Other},
		{"flow behind a zero byte", "\x00" + platformText, PlatformJSON},
		{"flow in an unknown envelope", `{"flow":{"flowSequenceItemList":[]}}`, PlatformJSON},
		{"flows in a list", `[{"flowSequenceItemList":[]}]`, PlatformJSON},
		{"flow, key twice", `{"name":"a","name":"b","initialSequence":"x"}`, PlatformJSON},
		{"some JSON", `{"name":"x","version":"1.0.0","dependencies":{}}`, Other},
		{"some broken JSON", `{"name":"x",`, Other},
		{"an empty object", `{}`, Other},
		{"a list", `[1,2,3]`, Other},
		{"a list of objects", `[{"a":1}]`, Other},

		{"i3", "JTdCJTIybmFtZSUyMiUzQSUyMnglMjIlN0Q=", I3},
		{"i3, lower case escapes", "JTdiJTIybmFtZSUyMg==", I3},
		{"i3, cut off", "JTdCJTIybmFt", I3},
		{"other base64", "aGVsbG8gd29ybGQ=", Other},

		{"exported action", actionText, DataActionJSON},
		{"API action", `{"id":"custom_-_1","name":"x","integrationId":"1","contract":{},"category":"c"}`, DataActionJSON},
		{"listed action", `{"id":"custom_-_1","name":"x","integrationId":"1","category":"c"}`, DataActionJSON},
		{"a page of actions", `{"entities":[{"id":"custom_-_1","integrationId":"1","category":"c"}],"pageSize":25}`, DataActionJSON},
		{"a list of actions", `[{"name":"x","config":{"request":{"requestUrlTemplate":"/"}}}]`, DataActionJSON},
		{"broken action", `{"name":"x","config":{"request":{"requestUrlTemplate":"/`, DataActionJSON},
		{"a page of queues", `{"entities":[{"id":"1","name":"q"}]}`, Other},

		{"Terraform", "resource \"genesyscloud_integration_action\" \"a\" {\n}\n", Terraform},
		{"Terraform integration", "  data \"genesyscloud_integration\" \"i\" {}\n", Terraform},
		{"other Terraform", "resource \"aws_s3_bucket\" \"b\" {}\n", Other},
		{"Terraform JSON", `{"resource":{"genesyscloud_integration_action":{"a":{}}}}`, TerraformJSON},
		{"Terraform JSON, cut off", `{"resource":{"genesyscloud_integration_action":{"a":{"name":`, TerraformJSON},
		{"other Terraform JSON", `{"resource":{"aws_s3_bucket":{"b":{}}}}`, Other},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Sniff([]byte(test.text)); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// TestSniffDamaged: files that are data by their names are known by what is left
// of a flow; a text that quotes one is not.
func TestSniffDamaged(t *testing.T) {
	tests := []struct {
		name, text string
		want       Format
	}{
		{"no root key", "  name: Main\n  startUpRef: ./menus/menu[m]\n", ArchyYAML},
		{"no root key, commented out", "#inboundCall:\n#  startUpRef: ./menus/menu[m]\n", Other},
		{"JSON without its brace", platformText[1:], PlatformJSON},
		{"JSON that is broken at once", `{x"flowSequenceItemList":[]}`, PlatformJSON},
		{"JSON behind a word", "x" + platformText, PlatformJSON},
		{"a pipeline", "stages:\n  - build\njobs: []\n", Other},
		{"some JSON", `{"name":"x","version":"1.0.0","dependencies":{}}`, Other},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := sniffDamaged([]byte(test.text)); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
	tree(t, map[string]string{"README.md": "Flows\n=====\n\n    startUpRef: ./x\n", "a.yaml": "    startUpRef: ./x\n",
		"b.json": "x" + platformText})
	check(t, read(t, Options{}, "."), "other README.md", "archy a.yaml", "platform b.json")
}

func TestIDInName(t *testing.T) {
	for name, want := range map[string]string{
		"flows/Main~" + guid + ".json":                   guid,
		"Main-INBOUNDCALL-" + guid + ".yaml":             guid,
		"Main.v2~" + guid + ".json":                      guid,
		"Main~" + guid + ".i3InboundFlow":                guid,
		"Main-" + guid + ".yaml.tftpl":                   guid,
		guid + ".json":                                   "",
		"Main~" + guid[:35] + ".json":                    "",
		"Main" + guid + ".json":                          "",
		"Main~xf2d5a0e-1111-2222-3333-444455556666.json": "",
		"main.yaml": "",
		"":          "",
	} {
		if got := idInName(name); got != want {
			t.Errorf("idInName(%q) = %q, want %q", name, got, want)
		}
	}
}

func FuzzSniff(f *testing.F) {
	for _, text := range []string{archyText, platformText, actionText, "", "[", "{\"", "{\"a\":", "{{x}}", "JTdC", "\xff\xfea\x00",
		"resource \"genesyscloud_integration\" \"x\""} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		whole := Sniff(toUTF8(text))
		if whole == "" {
			t.Error("no format")
		}
		// A byte order mark and white space before a text change nothing.
		if again := Sniff(append([]byte("\ufeff"), text...)); len(text) > 0 && text[0] != 0xef && text[0] != 0xff &&
			text[0] != 0xfe && again != whole {
			t.Errorf("%s, with a byte order mark %s", whole, again)
		}
	})
}
