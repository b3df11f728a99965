package leak

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// The secrets are of the kinds that there are: a token, an AWS key with all that is
// spelled in many ways, and words.
var kinds = map[string]string{
	"token":   "0123456789abcdef0123456789abcdef",
	"AWS key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCY=EXAMPLEKY",
	"words":   `a "broken" secret, <ä> & 100% so\`,
}

func scanner(t *testing.T, secrets ...Secret) *Scanner {
	t.Helper()
	s, err := New(secrets)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func basicAuth(t *testing.T, user, password string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(user, password)
	return req.Header.Get("Authorization")
}

func inJSON(t *testing.T, value any) string {
	t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func lowerPercent(s string) string {
	for _, c := range []string{"2F", "2B", "3D", "3C", "3E", "C3", "A4", "5C"} {
		s = strings.ReplaceAll(s, "%"+c, "%"+strings.ToLower(c))
	}
	return s
}

func TestEverySpellingIsFound(t *testing.T) {
	t.Parallel()
	for spelling, spell := range map[string]func(t *testing.T, secret string) string{
		"raw":                    func(_ *testing.T, s string) string { return s },
		"form":                   func(_ *testing.T, s string) string { return url.QueryEscape(s) },
		"form in lower case":     func(_ *testing.T, s string) string { return lowerPercent(url.QueryEscape(s)) },
		"path":                   func(_ *testing.T, s string) string { return url.PathEscape(s) },
		"form within a form":     func(_ *testing.T, s string) string { return url.QueryEscape(url.QueryEscape(s)) },
		"JSON":                   inJSONString,
		"JSON with every escape": func(_ *testing.T, s string) string { return escapeAll(s, `\u%04x`) },
		"the same in upper case": func(_ *testing.T, s string) string { return escapeAll(s, `\u%04X`) },
		"JSON with slashes":      func(t *testing.T, s string) string { return strings.ReplaceAll(inJSONString(t, s), "/", `\/`) },
		"JSON in JSON in a log": func(t *testing.T, s string) string {
			return strconv.Quote(inJSON(t, strings.ReplaceAll(inJSONString(t, s), "/", `\/`)))
		},
		"wrapped by the CLI": func(_ *testing.T, s string) string { return strings.ReplaceAll(s, " ", "\n│ ") },
		"hexadecimal":        func(_ *testing.T, s string) string { return hex.EncodeToString([]byte(s)) },
		"upper hexadecimal":  func(_ *testing.T, s string) string { return fmt.Sprintf("%X", s) },
		"base64":             func(_ *testing.T, s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
		"base64 for URLs":    func(_ *testing.T, s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
		"Basic, user of 34":  func(t *testing.T, s string) string { return basicAuth(t, "ACfedcba9876543210fedcba9876543210", s) },
		"Basic, user of 5":   func(t *testing.T, s string) string { return basicAuth(t, "admin", s) },
		"Basic, user of 6":   func(t *testing.T, s string) string { return basicAuth(t, "admins", s) },
		"base64 within a form": func(_ *testing.T, s string) string {
			return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(s)))
		},
	} {
		for kind, secret := range kinds {
			t.Run(spelling+"/"+kind, func(t *testing.T) {
				t.Parallel()
				before := "first line\nsecond: "
				content := before + "\"" + spell(t, secret) + "\" and more"
				found := scanner(t, Secret{Name: "S", Value: secret}).Scan(Log, "x.log", []byte(content))
				if len(found) != 1 {
					t.Fatalf("found %v in %s", found, content)
				}
				if f := found[0]; f.Times != 1 || f.Line != 2 || f.Offset < len(before) || f.Offset > len(before)+60 {
					t.Errorf("found it at %+v", f)
				}
			})
		}
	}
}

// inJSONString is a string as encoding/json escapes it.
func inJSONString(t *testing.T, s string) string {
	t.Helper()
	quoted := inJSON(t, s)
	return quoted[1 : len(quoted)-1]
}

// escapeAll escapes all but letters and digits.
func escapeAll(s, format string) string {
	var b strings.Builder
	for _, r := range s {
		if run.MatchString(string(r)) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, format, r)
		}
	}
	return b.String()
}

func TestSpellingsAreNamed(t *testing.T) {
	t.Parallel()
	secret := kinds["AWS key"]
	for content, want := range map[string]string{
		secret:                                "as it is",
		url.QueryEscape(secret):               "URL-encoded",
		strings.ReplaceAll(secret, "/", `\/`): "JSON-escaped",
		base64.StdEncoding.EncodeToString([]byte(secret)): "base64",
		hex.EncodeToString([]byte(secret)):                "hexadecimal",
	} {
		found := scanner(t, Secret{Name: "S", Value: secret}).Scan(Log, "x.log", []byte(content))
		if len(found) != 1 || found[0].Spelling != want {
			t.Errorf("found %v, want it %s", found, want)
		}
	}
}

func TestNothingElseIsFound(t *testing.T) {
	t.Parallel()
	for kind, secret := range kinds {
		content := strings.Join([]string{
			secret[:len(secret)-1], secret[1:], "x" + secret[1:], strings.ToUpper(secret[:len(secret)-1]) + "!",
			base64.StdEncoding.EncodeToString([]byte(secret[:len(secret)-3] + "xyz")),
		}, "\n")
		if found := scanner(t, Secret{Name: kind, Value: secret}).Scan(Output, "stdout", []byte(content)); len(found) > 0 {
			t.Errorf("found %v in parts of the secret:\n%s", found, content)
		}
	}
	if found := scanner(t).Scan(Output, "stdout", []byte("anything")); len(found) > 0 {
		t.Errorf("found %v without a secret", found)
	}
}

// A stored secret is at home in states and plans, and nowhere else.
func TestStoredSecrets(t *testing.T) {
	t.Parallel()
	s := scanner(t, Secret{Name: "stored", Value: "theStoredSecret", Stored: true}, Secret{Name: "other", Value: "theOtherSecret"})
	for place, want := range map[Place]string{
		State: "other", Plan: "other", Output: "stored other", Log: "stored other", File: "stored other",
	} {
		var names []string
		for _, f := range s.Scan(place, "x", []byte("theStoredSecret theOtherSecret")) {
			names = append(names, f.Secret)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("in a %s, found %q, want %q", place, got, want)
		}
	}
}

// A private key is recognized by each of its lines, and not by its frame.
func TestSecretOfSeveralLines(t *testing.T) {
	t.Parallel()
	const first, second = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "BKcwggSjAgEAAoIBAQC7/+VJTUt9Us8c"
	s := scanner(t, Secret{Name: "key", Value: "-----BEGIN PRIVATE KEY-----\r\n" + first + "\r\n" + second + "\r\nAB==\r\n-----END PRIVATE KEY-----\r\n"})
	for _, line := range []string{first, second, "x\\n" + second + "\\nAB=="} {
		if found := s.Scan(Output, "stderr", []byte("Error: "+line)); len(found) != 1 {
			t.Errorf("found %v in %q", found, line)
		}
	}
	if found := s.Scan(Output, "stderr", []byte("Error: -----BEGIN PRIVATE KEY----- AB==")); len(found) > 0 {
		t.Errorf("found %v in a frame", found)
	}
}

// What a finding says can be shown to anybody.
func TestFindingsHoldNoSecret(t *testing.T) {
	t.Parallel()
	secrets := []string{"firstSecret/0", "secondSecret"}
	s := scanner(t, Secret{Name: "one", Value: secrets[0]}, Secret{Name: "two", Value: secrets[1]})
	content := "see: firstSecret/0secondSecret, firstSecret%2F0 and secondSecret (again firstSecret/0)."
	var all bytes.Buffer
	for _, f := range s.Scan(Log, "x.log", []byte(content)) {
		fmt.Fprintln(&all, f)
	}
	for _, part := range []string{"Secret/", "Secret%", "dSecret"} {
		if strings.Contains(all.String(), part) {
			t.Errorf("a finding has %q:\n%s", part, &all)
		}
	}
	for _, want := range []string{
		"one in log x.log, as it is, line 1, offset 5, times 2: \"see: ***\"",
		"one in log x.log, URL-encoded, line 1, offset 32, times 1: \", *** and \"",
		"two in log x.log, as it is, line 1, offset 18, times 2: \"***, \"",
	} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("the findings lack %s:\n%s", want, &all)
		}
	}
}

func TestValuesThatWouldBeFoundAnywhereAreRefused(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"", " ", "another", "t", "\n\n", "-- -- -- -- --", "a/b/c/d/e/f", "-----BEGIN PRIVATE KEY-----"} {
		err := Check(value)
		if err == nil {
			t.Errorf("%q may be a secret", value)
		} else if _, refused := New([]Secret{{Name: "S", Value: value}}); refused == nil || !strings.Contains(refused.Error(), err.Error()) {
			t.Errorf("%q: New returned %v", value, refused)
		}
	}
}
