package sandbox

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestWriteJSON(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	WriteJSON(w, http.StatusCreated, map[string]any{"a": nil})
	if got := w.Header().Get("Content-Type"); w.Code != http.StatusCreated || w.Body.String() != `{"a":null}` || got != "application/json" {
		t.Errorf("answer %d %s of type %q", w.Code, w.Body, got)
	}
}

func TestWriteJSONPanicsRatherThanAnswerHalf(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		to    http.ResponseWriter
		value any
	}{
		"no JSON":         {httptest.NewRecorder(), func() {}},
		"a broken writer": {brokenWriter{httptest.NewRecorder()}, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if recover() == nil {
					t.Error("it did not panic")
				}
			}()
			WriteJSON(tt.to, http.StatusOK, tt.value)
		})
	}
}

type brokenWriter struct{ http.ResponseWriter }

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("connection reset") }
