package contract

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// things is a description of few operations, so that the check can be tried where
// Twilio's are not.
func things(t *testing.T) *Contract {
	t.Helper()
	c, err := read("testdata", "things.json")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// ask builds an authenticated request; a form is sent as one.
func ask(t *testing.T, method, target, form string) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(form))
	if form != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.SetBasicAuth("user", "hunter2")
	return r
}

// wantViolations wants a violation for each of the texts, which it must have, and no
// other; none has the password.
func wantViolations(t *testing.T, got []Violation, want ...string) {
	t.Helper()
	left := append([]string(nil), want...)
	for _, v := range got {
		text, known := v.Error(), false
		for i, part := range left {
			if strings.Contains(text, part) {
				left, known = append(left[:i], left[i+1:]...), true
				break
			}
		}
		if !known {
			t.Errorf("unexpected: %s", text)
		}
		if strings.Contains(text, "hunter2") {
			t.Errorf("%q has the password", text)
		}
	}
	for _, part := range left {
		t.Errorf("not found: %s", part)
	}
}

func TestRequestsAreAsDescribed(t *testing.T) {
	t.Parallel()
	c := things(t)
	tests := map[string]struct {
		method, target, form string
		want                 []string
	}{
		"a list":                               {"GET", "/v1/Things", "", nil},
		"all parameters":                       {"GET", "/v1/Things?PageSize=10&Status=old&Since=2026-01-02T03:04:05Z&Group=GR1&Group=GR2", "", nil},
		"another path":                         {"GET", "/v1/Thing", "", []string{"GET /v1/Thing is against the contract: operation"}},
		"another method":                       {"PUT", "/v1/Things", "", []string{"operation"}},
		"a path too long":                      {"GET", "/v1/Things/TH01/Parts", "", []string{"operation"}},
		"a misspelt parameter":                 {"GET", "/v1/Things?Pagesize=1", "", []string{`parameter: Pagesize is "1": the description has no such`}},
		"a number too large":                   {"GET", "/v1/Things?PageSize=11", "", []string{`parameter: PageSize is "11"`}},
		"no number":                            {"GET", "/v1/Things?PageSize=x", "", []string{`parameter: PageSize is "x"`}},
		"not in the enumeration":               {"GET", "/v1/Things?Status=gone", "", []string{`parameter: Status is "gone"`}},
		"no date":                              {"GET", "/v1/Things?Since=yesterday", "", []string{`parameter: Since is "yesterday"`}},
		"one of several is wrong":              {"GET", "/v1/Things?Group=GR1&Group=x", "", []string{`parameter: Group is "GR1,x"`}},
		"twice":                                {"GET", "/v1/Things?PageSize=1&PageSize=2", "", []string{"sent 2 times"}},
		"a query that is none":                 {"GET", "/v1/Things?%zz", "", []string{"cannot be read"}},
		"a SID":                                {"GET", "/v1/Things/TH01", "", nil},
		"a SID that is none":                   {"GET", "/v1/Things/TH1", "", []string{`parameter: Sid is "TH1"`}},
		"a path that is spelt out, and no SID": {"GET", "/v1/Things/Default", "", nil},
		"a body too many":                      {"DELETE", "/v1/Things/TH01", "a=b", []string{"form: a body of 3 bytes"}},
		"a form":                               {"POST", "/v1/Things", "FriendlyName=&OwnerSid=OW1&On=false&Url=https%3A%2F%2Fa%2Fb", nil},
		"a form without":                       {"POST", "/v1/Things", "On=true", []string{"form: FriendlyName"}},
		"no form":                              {"POST", "/v1/Things", "", []string{"form: FriendlyName: it is required"}},
		"a misspelt field":                     {"POST", "/v1/Things", "FriendlyName=n&OwnerSID=OW1", []string{`form: OwnerSID is "OW1": the description has no such`}},
		"a pattern":                            {"POST", "/v1/Things", "FriendlyName=n&OwnerSid=OW", []string{`form: OwnerSid is "OW"`}},
		"an empty value":                       {"POST", "/v1/Things", "FriendlyName=n&OwnerSid=", []string{`form: OwnerSid is ""`}},
		"no URI":                               {"POST", "/v1/Things", "FriendlyName=n&Url=bucket", []string{`form: Url is "bucket"`}},
		"no boolean":                           {"POST", "/v1/Things", "FriendlyName=n&On=yes", []string{"form"}},
		"a field twice":                        {"POST", "/v1/Things", "FriendlyName=n&FriendlyName=m", []string{"sent 2 times"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantViolations(t, c.Request(ask(t, tt.method, tt.target, tt.form), []byte(tt.form)), tt.want...)
		})
	}
}

func TestRequestsCarryCredentialsAndAreForms(t *testing.T) {
	t.Parallel()
	c := things(t)
	r := ask(t, "GET", "/v1/Things", "")
	r.Header.Del("Authorization")
	wantViolations(t, c.Request(r, nil), "security")
	r = ask(t, "POST", "/v1/Things", "FriendlyName=n")
	r.Header.Set("Content-Type", "application/json")
	wantViolations(t, c.Request(r, []byte("FriendlyName=n")), "is no form, or is not announced as one")
}

func TestAnswersAreAsDescribed(t *testing.T) {
	t.Parallel()
	c := things(t)
	const (
		thing = `{"sid":"TH01","size":1,"status":"new","date_created":"2026-01-02T03:04:05Z","url":"https://a/b","links":{"any":1}}`
		bare  = `{"sid":null,"size":null,"status":"old","date_created":null,"url":null,"links":null}`
		json  = "application/json"
		fault = `{"code":20404,"message":"m","more_info":"https://a","status":404}`
	)
	tests := map[string]struct {
		method, target    string
		status            int
		contentType, body string
		want              []string
	}{
		"a thing":                  {"GET", "/v1/Things/TH01", 200, json, thing, nil},
		"a bare one":               {"GET", "/v1/Things/TH01", 200, json, bare, nil},
		"a list":                   {"GET", "/v1/Things", 200, json, `{"things":[` + thing + "," + bare + `]}`, nil},
		"an empty list":            {"GET", "/v1/Things", 200, json, `{"things":[]}`, nil},
		"nothing":                  {"DELETE", "/v1/Things/TH01", 204, "", "", nil},
		"something for nothing":    {"DELETE", "/v1/Things/TH01", 204, json, "{}", []string{"has no body"}},
		"another success":          {"POST", "/v1/Things", 200, json, thing, []string{"status is 200: described are [201], and errors"}},
		"another, and wrong":       {"POST", "/v1/Things", 200, json, strings.Replace(thing, "TH01", "TH1", 1), []string{"status is 200", `sid is "TH1"`}},
		"a redirect":               {"GET", "/v1/Things", 302, json, "{}", []string{"status is 302"}},
		"another content type":     {"GET", "/v1/Things", 200, "text/html", "<p>", []string{`content type is "text/html"`}},
		"no JSON":                  {"GET", "/v1/Things", 200, json, `{"things":`, []string{"no JSON"}},
		"null":                     {"GET", "/v1/Things/TH01", 200, json, "null", []string{"body is null"}},
		"another type":             {"GET", "/v1/Things/TH01", 200, json, strings.Replace(thing, `:1,`, `:"1",`, 1), []string{`body: size is "1"`}},
		"not in the enumeration":   {"GET", "/v1/Things/TH01", 200, json, strings.Replace(thing, "new", "newer", 1), []string{`body: status is "newer"`}},
		"null where none may be":   {"GET", "/v1/Things/TH01", 200, json, strings.Replace(thing, `"new"`, "null", 1), []string{"body: status is null"}},
		"a pattern":                {"GET", "/v1/Things", 200, json, `{"things":[` + strings.Replace(thing, "TH01", "TH1", 1) + `]}`, []string{`body: things/0/sid is "TH1"`}},
		"no date":                  {"GET", "/v1/Things/TH01", 200, json, strings.Replace(thing, "2026-01-02T03:04:05Z", "Fri, 02 Jan 2026", 1), []string{"body: date_created"}},
		"no URI":                   {"GET", "/v1/Things/TH01", 200, json, strings.Replace(thing, "https://a", "", 1), []string{"body: url"}},
		"a field too few":          {"GET", "/v1/Things", 200, json, `{"things":[` + strings.Replace(thing, `"size":1,`, "", 1) + `]}`, []string{"no missing field: things/0/size"}},
		"a field too many":         {"GET", "/v1/Things/TH01", 200, json, strings.Replace(thing, `{`, `{"more":null,`, 1), []string{"no unknown field: more is null"}},
		"another key":              {"GET", "/v1/Things", 200, json, `{"thing":[]}`, []string{"unknown field: thing ", "missing field: things"}},
		"several":                  {"GET", "/v1/Things", 200, json, `{"things":[{"sid":"TH1","size":1.5,"status":"new","date_created":null,"url":null,"links":null}]}`, []string{"things/0/sid", "things/0/size"}},
		"a list that is keyed":     {"GET", "/v1/Parts", 200, json, `{"parts":[],"meta":{"key":"parts"}}`, nil},
		"the key of another list":  {"GET", "/v1/Parts", 200, json, `{"parts":[],"meta":{"key":"things"}}`, []string{`body: meta/key is "things": the answer has no such list`}},
		"the key of no list":       {"GET", "/v1/Parts", 200, json, `{"parts":[],"meta":{"key":"meta"}}`, []string{`body: meta/key is "meta"`}},
		"an error":                 {"GET", "/v1/Things", 404, json, fault, nil},
		"of what is not described": {"GET", "/v1/Nothing", 404, json, fault, nil},
		"success of the same":      {"GET", "/v1/Nothing", 200, json, "{}", []string{"must be an error"}},
		"an error that is a page":  {"GET", "/v1/Things", 404, "text/html", "<p>", []string{"an error is JSON"}},
		"an error of other shape":  {"GET", "/v1/Things", 404, json, `{"error":"no"}`, []string{"error: error is", "is missing"}},
		"an error of other status": {"GET", "/v1/Things", 400, json, fault, []string{"error: status is 404"}},
		"an error that is a list":  {"GET", "/v1/Things", 400, json, `[]`, []string{"no object"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			header := http.Header{}
			if tt.contentType != "" {
				header.Set("Content-Type", tt.contentType)
			}
			wantViolations(t, c.answer(ask(t, tt.method, tt.target, ""), nil, tt.status, header, []byte(tt.body)), tt.want...)
		})
	}
}

func TestViolationsNameTheExchangeAndNoSecret(t *testing.T) {
	t.Parallel()
	c := things(t)
	// The parts of a pair are looked for too, and the value itself is against a pattern.
	const form = "FriendlyName=n&Credentials=key%3Aof%2Bthe%22house&Unknown=of%2Bthe%22house"
	r := ask(t, "POST", "/v1/Things", form)
	found := append(c.Request(r, []byte(form)), c.answer(r, []byte(form), 400, http.Header{"Content-Type": {"application/json"}},
		[]byte(`{"code":1,"message":"key:of+the\"house","received":"of+the\"house hunter2","status":400}`))...)
	if len(found) < 4 {
		t.Fatalf("found %v", found)
	}
	for _, v := range found {
		text := v.Error()
		for _, secret := range []string{"of+the", "house", "hunter2"} {
			if strings.Contains(text, secret) {
				t.Errorf("%q has %q", text, secret)
			}
		}
		for _, part := range []string{"POST /v1/Things", string(v.Rule), "CreateThing in things.json"} {
			if !strings.Contains(text, part) {
				t.Errorf("%q lacks %q", text, part)
			}
		}
	}
}
