package contract

import (
	"net/http"
	"os"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// getstreamEnv names the file with the description.
const getstreamEnv = "GETSTREAM_OPENAPI_FILE"

// getstreamScope is the part of GetStream's API that is compared. The settings of call types are the user's.
const getstreamScope = "/api/v2/external_storage"

// loadGetStream returns GetStream's description, and reads it once in a process.
var loadGetStream = sync.OnceValues(func() (*Contract, error) {
	file := os.Getenv(getstreamEnv)
	if file == "" {
		return nil, errMissing
	}
	doc, err := openapi3.NewLoader().LoadFromFile(file)
	if err != nil {
		return nil, err
	}
	doc.Servers = nil // The stand-in is on a loopback address.
	failure := doc.Components.Schemas["APIError"]
	forbidOthers(failure.Value)
	for path, item := range doc.Paths.Map() {
		if !strings.HasPrefix(path, getstreamScope) {
			doc.Paths.Delete(path)
			continue
		}
		for _, o := range item.Operations() {
			for status, response := range o.Responses.Map() {
				if strings.HasPrefix(status, "2") {
					requireFields(response.Value.Content["application/json"].Schema.Value)
				}
			}
			o.Responses.Set("default", &openapi3.ResponseRef{Value: openapi3.NewResponse().WithJSONSchemaRef(failure).WithDescription("error")})
			if o.RequestBody != nil {
				forbidOthers(o.RequestBody.Value.Content["application/json"].Schema.Value)
			}
		}
	}
	router, err := gorillamux.NewRouter(doc)
	return &Contract{
		vendor: "GetStream", descriptions: []description{{doc: doc, router: router}}, scope: getstreamScope, credential: "api_key",
		used: []string{"ListExternalStorage", "CreateExternalStorage", "UpdateExternalStorage", "DeleteExternalStorage", "CheckExternalStorage"},
		isAuthorized: func(r *http.Request) bool {
			token := r.Header.Get("Authorization")
			return token != "" && !strings.Contains(token, " ") && r.Header.Get("Stream-Auth-Type") == "jwt" && r.URL.Query().Get("api_key") != ""
		},
	}, err
})

// forbidOthers forbids fields that an object, and the objects in it, are not described with.
func forbidOthers(schema *openapi3.Schema) {
	if len(schema.Properties) == 0 {
		return
	}
	schema.AdditionalProperties = openapi3.AdditionalProperties{Has: new(bool)}
	for _, property := range schema.Properties {
		forbidOthers(property.Value)
	}
}
