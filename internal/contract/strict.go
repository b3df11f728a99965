package contract

import (
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

const formType = "application/x-www-form-urlencoded"

// makeStrict prepares a description for the validation: an answer must have every described field and no other, an error must have
// Twilio's documented shape, and the known differences are allowed.
func makeStrict(doc *openapi3.T) {
	doc.Servers = nil // The stand-in is on a loopback address.
	for _, item := range doc.Paths.Map() {
		item.Servers = nil
		for _, o := range item.Operations() {
			for _, response := range o.Responses.Map() {
				for _, media := range response.Value.Content {
					requireFields(media.Schema.Value)
					nameList(media.Schema.Value)
				}
			}
			o.Responses.Set("default", &openapi3.ResponseRef{Value: openapi3.NewResponse().WithJSONSchema(errorSchema())})
			if o.RequestBody != nil {
				form := o.RequestBody.Value.Content[formType].Schema.Value
				o.RequestBody.Value.Required = len(form.Required) > 0
				for _, parameter := range form.Properties {
					if parameter.Value.Type == nil {
						parameter.Value.Type = &openapi3.Types{openapi3.TypeString} // JSON, for which the library has no decoder
					}
				}
			}
		}
	}
	allowDifferences(doc)
}

// requireFields requires the fields of an object, and those of the objects in it, and forbids others.
func requireFields(schema *openapi3.Schema) {
	if schema.Items != nil {
		requireFields(schema.Items.Value)
	}
	if len(schema.Properties) == 0 {
		return
	}
	schema.Required = slices.Sorted(maps.Keys(schema.Properties))
	schema.AdditionalProperties = openapi3.AdditionalProperties{Has: new(bool)}
	for _, property := range schema.Properties {
		requireFields(property.Value)
	}
}

// nameList makes meta.key the name of the list in a page. Twilio's libraries find the list by it.
func nameList(page *openapi3.Schema) {
	meta := page.Properties["meta"]
	if meta == nil {
		return
	}
	for name := range page.Properties {
		if name != "meta" {
			meta.Value.Properties["key"].Value.Enum = []any{name}
		}
	}
}

// errorSchema is the shape of Twilio's errors, which the descriptions leave out: https://www.twilio.com/docs/usage/twilios-response
func errorSchema() *openapi3.Schema {
	schema := openapi3.NewObjectSchema().
		WithProperty("code", openapi3.NewIntegerSchema()).
		WithProperty("message", openapi3.NewStringSchema()).
		WithProperty("more_info", openapi3.NewStringSchema().WithFormat("uri")).
		WithProperty("status", openapi3.NewIntegerSchema().WithMin(400))
	requireFields(schema)
	return schema
}

// allowDifferences changes a strict description where Twilio is known to differ from it, or where a switch of the stand-in does.
func allowDifferences(doc *openapi3.T) {
	for name, difference := range differences {
		schema := doc.Components.Schemas[name]
		if schema == nil {
			continue // It is in the other description.
		}
		schema.Value.Required = slices.DeleteFunc(schema.Value.Required, func(field string) bool { return slices.Contains(difference.optional, field) })
		for _, field := range difference.additional {
			schema.Value.WithProperty(field, openapi3.NewSchema().WithNullable())
		}
		schema.Value.Nullable = difference.nullable
	}
	for _, path := range []string{"/v1/RecordingSettings/Default", "/v1/CompositionSettings/Default"} {
		if item := doc.Paths.Value(path); item != nil {
			// Until March 2025, the description had 201.
			item.Post.Responses.Set("201", item.Post.Responses.Value("200"))
		}
	}
}

type difference struct {
	// optional are described fields that an answer may lack, and additional are fields that it may have.
	optional, additional []string
	nullable             bool
}

var (
	// Accounts without the Enterprise or Security edition answer without encryption, and, before they set up storage, without storage.
	// An account without settings may have the object null, and tests let the stand-in omit the account.
	settings = difference{
		optional: []string{
			"account_sid", "aws_credentials_sid", "aws_s3_url", "aws_storage_enabled", "encryption_enabled", "encryption_key_sid",
		},
		nullable: true,
	}
	// Data has no codec, and older answers had three more fields.
	recording = difference{optional: []string{"codec"}, additional: []string{"date_updated", "date_deleted", "encryption_key"}}
	// Twilio's page on encrypted compositions has the key.
	composition = difference{additional: []string{"encryption_key"}}
	// The switch EchoSecrets repeats the request.
	credential = difference{additional: []string{"received"}}
)

// differences are by the names of the schemas.
var differences = map[string]difference{
	"video.v1.recording_settings":                  settings,
	"video.v1.composition_settings":                settings,
	"video.v1.recording":                           recording,
	"video.v1.room.room_recording":                 recording,
	"video.v1.composition":                         composition,
	"accounts.v1.credential.credential_aws":        credential,
	"accounts.v1.credential.credential_public_key": credential,
}
