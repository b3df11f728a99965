package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// WriteJSON answers with v as JSON. It takes only values that encoding/json can
// represent, and the writer of a handler behind [Wrap], which holds the answer in
// memory, so an error is a mistake in the vendor's package: it panics.
func WriteJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("sandbox: encoding an answer: %v", err))
	}
	WriteBody(w, status, body)
}

// WriteBody answers with JSON. What is said of the writer at [WriteJSON] holds
// here.
func WriteBody(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", JSONType)
	w.WriteHeader(status)
	if _, err := w.Write(body); err != nil {
		panic(fmt.Sprintf("sandbox: writing an answer: %v", err))
	}
}
