package sandbox

import (
	"net/http"
	"reflect"
	"testing"
)

func TestWrapLogsTheObjectOfAJSONBody(t *testing.T) {
	t.Parallel()
	const object = `{"empty":"","null":null,"nested":{"a":[1]}}`
	want := map[string]any{"empty": "", "null": nil, "nested": map[string]any{"a": []any{1.0}}}
	tests := map[string]struct {
		contentType, body string
		want              map[string]any
	}{
		"JSON":                {JSONType, object, want},
		"JSON with a charset": {JSONType + "; charset=utf8", object, want},
		"an empty object":     {JSONType, `{}`, map[string]any{}},
		"no object":           {JSONType, `["a"]`, nil},
		"null":                {JSONType, `null`, nil},
		"broken":              {JSONType, object[1:], nil},
		"two objects":         {JSONType, object + object, nil},
		"nothing":             {JSONType, "", nil},
		"another type":        {"text/plain", object, nil},
		"a form":              {FormType, object, nil},
		"no type":             {"", object, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := startWrapped(t)
			if _, _, err := w.request(t, http.MethodPost, "/", tt.contentType, tt.body); err != nil {
				t.Fatal(err)
			}
			if got := w.log.All()[0].JSON; !reflect.DeepEqual(got, tt.want) {
				t.Errorf("logged %#v, want %#v", got, tt.want)
			}
		})
	}
}
