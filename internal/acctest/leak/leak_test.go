package leak

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

func scanner(t *testing.T, secrets ...Secret) *Scanner {
	t.Helper()
	s, err := New(secrets)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEverySpellingIsFound(t *testing.T) {
	t.Parallel()
	basicAuth := func(user, password string) string {
		r := &http.Request{Header: http.Header{}}
		r.SetBasicAuth(user, password)
		return r.Header.Get("Authorization")
	}
	for spelling, spell := range map[string]func(secret string) string{
		"as it is":                func(s string) string { return s },
		"form":                    url.QueryEscape,
		"path":                    url.PathEscape,
		"form in a form":          func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
		"JSON":                    escape,
		"JSON with slashes":       func(s string) string { return strings.ReplaceAll(escape(s), "/", `\/`) },
		"JSON in a log":           func(s string) string { return strconv.Quote(escape(s)) },
		"base64":                  func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
		"base64 for URLs":         func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
		"base64 in a form":        func(s string) string { return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(s))) },
		"Basic, user of 34 bytes": func(s string) string { return basicAuth("ACfedcba9876543210fedcba9876543210", s) },
		"Basic, user of 5 bytes":  func(s string) string { return basicAuth("admin", s) },
		"Basic, user of 6 bytes":  func(s string) string { return basicAuth("admins", s) },
	} {
		for _, secret := range []string{"0123456789abcdef0123456789abcdef", "wJalrXUtnFEMI/K7MDENG+bPxRfiCY=EXAMPLEKY", `a "broken" secret, <&>`} {
			s := scanner(t, Secret{Name: "S", Value: secret})
			if found := s.Scan(Log, "x.log", []byte("first line\n"+spell(secret)+" end")); len(found) == 0 || found[0].Line != 2 {
				t.Errorf("%s: found %v in %s", spelling, found, spell(secret))
			}
			if found := s.Scan(Log, "x.log", []byte(spell("x"+secret[1:len(secret)-1]))); len(found) > 0 {
				t.Errorf("%s: found %v in a part of the secret", spelling, found)
			}
		}
	}
}

// Each line of a private key is found, except for the frame. A finding does not have the secret.
func TestSecretOfSeveralLinesIsFound(t *testing.T) {
	t.Parallel()
	const line = "BKcwggSjAgEAAoIBAQC7/+VJTUt9Us8c"
	s := scanner(t, Secret{Name: "key", Value: "-----BEGIN PRIVATE KEY-----\r\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\r\n" + line + "\r\n-----END PRIVATE KEY-----\r\n"})
	found := s.Scan(Output, "stderr", []byte("Error: "+line+" -----BEGIN PRIVATE KEY-----"))
	if got := fmt.Sprint(found); got != "[key in output stderr, as it is, line 1]" {
		t.Errorf("found %s", got)
	}
	if _, err := New([]Secret{{Name: "short", Value: "another"}}); err == nil {
		t.Error("a secret may be a common word")
	}
}
