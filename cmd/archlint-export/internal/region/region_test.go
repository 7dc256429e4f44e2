package region

import "testing"

func TestParse(t *testing.T) {
	tests := []struct{ name, want string }{
		{"mypurecloud.de", "mypurecloud.de"},
		{"eu-central-1", "mypurecloud.de"},
		{" https://api.mypurecloud.ie/ ", "mypurecloud.ie"},
		{"login.usw2.pure.cloud", "usw2.pure.cloud"},
		{"MYPURECLOUD.COM.AU", "mypurecloud.com.au"},
		{"apse9.pure.cloud", "apse9.pure.cloud"},
		{"mypurecloud.con", ""},
		{"mypurecloud.de.example.com", ""},
		{"evil.example.pure.cloud", ""},
		{"pure.cloud", ""},
		{"x/y.pure.cloud", ""},
		{"", ""},
	}
	for _, tt := range tests {
		r, err := Parse(tt.name)
		if (err != nil) != (tt.want == "") || r.String() != tt.want {
			t.Errorf("Parse(%q) = %q, %v; want %q", tt.name, r, err, tt.want)
		}
	}
}

func TestDownloadHosts(t *testing.T) {
	r, err := Parse("mypurecloud.de")
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]bool{
		"api.mypurecloud.de": true, "x.s3.eu-central-1.amazonaws.com": true,
		"amazonaws.com.example.com": false, "evilmypurecloud.de": false, "api.mypurecloud.ie": false,
	} {
		if got := r.IsDownloadHost(host); got != want {
			t.Errorf("IsDownloadHost(%q) = %v", host, got)
		}
	}
}
