package sandbox

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// TestWitnessSeesRequestsAndTheVendorsAnswers lists what a witness sees of a POST, and
// what the log says of the fault that it sets off.
func TestWitnessSeesRequestsAndTheVendorsAnswers(t *testing.T) {
	t.Parallel()
	const asked, answered = "POST /x a=secret", "202 served"
	tests := map[string]struct {
		fault   Fault
		want    []string
		faulted bool
	}{
		"no fault":                    {Fault{Method: "GET"}, []string{asked, answered}, false},
		"one that changes naught":     {Fault{}, []string{asked, answered}, false},
		"an answer in its place":      {Fault{Status: 500}, []string{asked}, true},
		"a large one":                 {Fault{BodySize: 9}, []string{asked}, true},
		"no answer":                   {Fault{Drop: true}, []string{asked}, true},
		"its answer is replaced":      {Fault{Status: 500, After: true}, []string{asked, answered}, true},
		"its answer is lost":          {Fault{Drop: true, After: true}, []string{asked, answered}, true},
		"it is carried out, and late": {Fault{After: true}, []string{asked, answered}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var (
				seen   []string
				faults Faults
			)
			log := Log{Witness: func(r *http.Request, body []byte) func(int, http.Header, []byte) {
				seen = append(seen, fmt.Sprintf("%s %s %s", r.Method, r.URL.Path, body))
				return func(status int, header http.Header, body []byte) {
					seen = append(seen, fmt.Sprintf("%d %s", status, body))
					if header.Get("X-Served") != "yes" {
						t.Errorf("header %v", header)
					}
				}
			}}
			faults.Add(tt.fault)
			h := Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Served", "yes")
				w.WriteHeader(http.StatusAccepted)
				if _, err := w.Write([]byte("served")); err != nil {
					t.Error(err)
				}
			}), &log, &faults)
			got := httptest.NewRecorder()
			func() {
				defer func() {
					if got := recover(); (got != nil) != tt.fault.Drop {
						t.Errorf("recovered %v", got)
					}
				}()
				h.ServeHTTP(got, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/x", strings.NewReader("a=secret")))
			}()
			if !slices.Equal(seen, tt.want) {
				t.Errorf("seen %q, want %q", seen, tt.want)
			}
			if got := log.All()[0].Faulted; got != tt.faulted {
				t.Errorf("logged as faulted: %v, want %v", got, tt.faulted)
			}
			if !tt.faulted && (got.Code != http.StatusAccepted || got.Body.String() != "served" || got.Header().Get("X-Served") != "yes") {
				t.Errorf("answer %d %s %v, want the handler's", got.Code, got.Body, got.Header())
			}
		})
	}
}
