package sandbox

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

// noting is a handler that notes one thing after the other and answers 202.
func noting(notes ...[]string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, n := range notes {
			NoteDangling(r.Context(), n)
		}
		w.WriteHeader(http.StatusAccepted)
	})
}

func TestWhatDanglesIsLogged(t *testing.T) {
	t.Parallel()
	one, two := []string{"one"}, []string{"one", "two"}
	tests := map[string]struct {
		notes [][]string
		fault Fault
		want  []string
	}{
		"nothing was noted":         {nil, Fault{}, nil},
		"something":                 {[][]string{one}, Fault{}, one},
		"the last counts":           {[][]string{one, two}, Fault{}, two},
		"nothing any more":          {[][]string{one, nil}, Fault{}, nil},
		"the answer was replaced":   {[][]string{one}, Fault{Status: 500, After: true}, one},
		"the answer was lost":       {[][]string{one}, Fault{Drop: true, After: true}, one},
		"it was never carried out":  {[][]string{one}, Fault{Status: 500}, nil},
		"it was dropped beforehand": {[][]string{one}, Fault{Drop: true}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var (
				log    Log
				faults Faults
			)
			faults.Add(tt.fault)
			h := Wrap(noting(tt.notes...), &log, &faults)
			func() {
				defer func() {
					if got := recover(); (got != nil) != tt.fault.Drop {
						t.Errorf("recovered %v", got)
					}
				}()
				h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", http.NoBody))
			}()
			if got := log.All()[0].Dangling; !slices.Equal(got, tt.want) {
				t.Errorf("logged %v, want %v", got, tt.want)
			}
		})
	}
}

func TestNoteDanglingWantsALog(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	noting([]string{"one"}).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", http.NoBody))
	if w.Code != http.StatusAccepted {
		t.Errorf("answer %d outside of Wrap, want the handler's", w.Code)
	}
}
