package getstream_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/hostile"
	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/getstream"
	"github.com/videostorage/terraform-provider-videostorage/internal/getstream/getstreamsandbox"
)

// newClient returns a client of a server that answers each request with a status and a body.
func newClient(t *testing.T, handler http.HandlerFunc) *getstream.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return getstream.NewClient(getstreamsandbox.APIKey, getstreamsandbox.APISecret, api.ParseBaseURL(server.URL), api.Options{})
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// The key is in the query, and the token is without "Bearer". Neither the token nor the query is in an error.
func TestRequestsAreSigned(t *testing.T) {
	t.Parallel()
	var got *http.Request
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		answer(401, `{"code":43,"message":"received `+r.Header.Get("Authorization")+`","StatusCode":401}`)(w, r)
	})
	_, err := client.ListStorages(t.Context())
	// The signature of {"server":true} with the header {"alg":"HS256","typ":"JWT"}.
	token := got.Header.Get("Authorization")
	if strings.Count(token, ".") != 2 || strings.Contains(token, " ") || got.Header.Get("Stream-Auth-Type") != "jwt" || got.URL.RawQuery != "api_key="+getstreamsandbox.APIKey {
		t.Errorf("the request has %v and %s", got.Header, got.URL)
	}
	failure, ok := errors.AsType[*api.Error](err)
	if !ok || failure.Code != 43 || !strings.Contains(failure.Advice(), "does not accept the API key") {
		t.Fatalf("error %v", err)
	}
	if text := err.Error(); strings.Contains(text, token) || strings.Contains(text, "api_key=") {
		t.Errorf("the error shows the credentials: %s", text)
	}
}

// network is the network of a client.
type network func(*http.Request) (*http.Response, error)

func (n network) RoundTrip(r *http.Request) (*http.Response, error) { return n(r) }

// A creation that the quota refuses is repeated at the end of the quota's window, although GetStream sends no Retry-After. A window that
// ends after the timeout is an error at once.
func TestQuotaResetIsAwaited(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		window       time.Duration
		wantAttempts int
	}{"repeated": {47 * time.Second, 2}, "too late": {time.Hour, 1}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reset := time.Now().Add(test.window).Truncate(time.Second)
				var attempts []time.Time
				transport := network(func(r *http.Request) (*http.Response, error) {
					attempts = append(attempts, time.Now())
					response := httptest.NewRecorder()
					if time.Now().Before(reset) {
						response.Header().Set("X-Ratelimit-Reset", strconv.FormatInt(reset.Unix(), 10))
						answer(429, `{"code":9,"message":"too many requests","StatusCode":429}`)(response, r)
					} else {
						answer(201, `{"duration":"1ms"}`)(response, r)
					}
					return response.Result(), nil
				})
				client := getstream.NewClient(getstreamsandbox.APIKey, getstreamsandbox.APISecret, nil, api.Options{MaxRetries: 3, Transport: transport})
				err := client.CreateStorage(t.Context(), getstream.StorageParams{Name: "recordings"})
				if len(attempts) != test.wantAttempts || (err == nil) != (test.wantAttempts == 2) {
					t.Fatalf("%d attempts, error %v", len(attempts), err)
				}
				if last := attempts[len(attempts)-1]; err == nil && !last.Equal(reset) {
					t.Errorf("the request is repeated at %v, want %v", last, reset)
				}
			})
		})
	}
}

// The details of an error may be an array or an object.
func TestErrorsAreDecoded(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"code":4,"message":"bad","details":[1],"more_info":"https://getstream.io/x"}`:                          "HTTP status 400, GetStream error 4: bad",
		`{"code":4,"message":"bad","details":{"a":1},"exception_fields":{"path":"too long","bucket":"unknown"}}`: "GetStream error 4: bad (bucket: unknown) (path: too long)",
		`{"code":"4","message":"bad"}`: "the response is not from GetStream",
		`{"error":"no"}`:               "the response is not from GetStream",
	} {
		_, err := newClient(t, answer(400, body)).ListStorages(t.Context())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", body, err, want)
		}
	}
	_, err := newClient(t, answer(400, `{"code":4,"message":"bad","more_info":"https://evil.example/"}`)).ListStorages(t.Context())
	if failure, ok := errors.AsType[*api.Error](err); !ok || failure.MoreInfo != "" {
		t.Errorf("error %v links to another site", err)
	}
}

// A response about another object, and one that is not GetStream's, is an error, and never an empty list or an object.
func TestUnusableResponsesAreErrors(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`null`: "null instead of an object", `{}`: "not from GetStream", `{"external_storages":{}}`: "not from GetStream", `[]`: "not from GetStream",
		`{"duration":"1ms","external_storages":[]}`: "external_storages is not an object", `{"duration":"1ms"}`: "not from GetStream",
	} {
		if all, err := newClient(t, answer(200, body)).ListStorages(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: the list is %v, error %v, want %q", body, all, err, want)
		}
	}
	if all, err := newClient(t, answer(200, `{"duration":"1ms","external_storages":null}`)).ListStorages(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("an application without storages: %v, error %v", all, err)
	}
	for _, body := range []string{`{"duration":"1ms","name":"other","type":"s3","bucket":"b","path":""}`, `{"duration":"1ms"}`} {
		if got, err := newClient(t, answer(201, body)).UpdateStorage(t.Context(), "recordings", getstream.StorageParams{}); err == nil {
			t.Errorf("%s: the storage is %+v", body, got)
		}
		if got, err := newClient(t, answer(200, body)).FetchCallType(t.Context(), "default"); err == nil {
			t.Errorf("%s: the call type is %+v", body, got)
		}
	}
}

func TestHostileGetStreamCannotControlTheTerminal(t *testing.T) {
	t.Parallel()
	for name, text := range hostile.Texts {
		for kind, handler := range map[string]http.HandlerFunc{
			"message": answer(400, `{"code":4,"message":`+hostile.InJSON(text)+`,"exception_fields":{`+hostile.InJSON(text)+`:"x"}}`),
			"name":    answer(200, `{"duration":"1ms","name":`+hostile.InJSON(text)+`}`),
			"page":    hostile.Handler(hostile.Answers["HTML"](text)),
		} {
			_, err := newClient(t, handler).FetchCallType(t.Context(), "default")
			if err == nil {
				t.Fatalf("%s, %s: no error", name, kind)
			}
			hostile.WantHarmless(t, name+", "+kind, err.Error())
		}
		fileURL, err := newClient(t, answer(200, `{"duration":"1ms","file_url":`+hostile.InJSON(text)+`}`)).CheckStorage(t.Context(), "recordings")
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		hostile.WantHarmless(t, name+", URL", fileURL)
	}
}
