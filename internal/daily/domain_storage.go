package daily

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
)

// Daily's defaults. The other storage_provider is oci, for buckets in Oracle's cloud.
const (
	defaultProvider = "aws"
	defaultTemplate = "{domain_name}/{room_name}/{epoch_time}"
)

// storage holds the properties that decide where a domain stores recordings and transcripts, by the names that Daily and Terraform share.
// A property that is null is not managed.
type storage map[string]attr.Value

// storageModel is [storage] as attributes.
type storageModel struct {
	DomainName                 types.String `tfsdk:"domain_name"`
	RecordingsBucket           types.Object `tfsdk:"recordings_bucket"`
	TranscriptionBucket        types.Object `tfsdk:"transcription_bucket"`
	RecordingsTemplate         types.String `tfsdk:"recordings_template"`
	EnableTranscriptionStorage types.Bool   `tfsdk:"enable_transcription_storage"`
}

func (m *storageModel) storage() storage {
	return storage{
		"recordings_bucket": m.RecordingsBucket, "transcription_bucket": m.TranscriptionBucket,
		"recordings_template": m.RecordingsTemplate, "enable_transcription_storage": m.EnableTranscriptionStorage,
	}
}

func (m *storageModel) setStorage(s storage) {
	m.RecordingsBucket, _ = s["recordings_bucket"].(types.Object)
	m.TranscriptionBucket, _ = s["transcription_bucket"].(types.Object)
	m.RecordingsTemplate, _ = s["recordings_template"].(types.String)
	m.EnableTranscriptionStorage, _ = s["enable_transcription_storage"].(types.Bool)
}

// unmanagedModel returns a model without values. An object knows its attributes also if it is null.
func unmanagedModel() storageModel {
	bucket := map[string]attr.Type{
		"bucket_name": types.StringType, "bucket_region": types.StringType, "assume_role_arn": types.StringType,
		"allow_api_access": types.BoolType, "storage_provider": types.StringType,
	}
	recordings := maps.Clone(bucket)
	recordings["allow_streaming_from_bucket"] = types.BoolType
	return storageModel{RecordingsBucket: types.ObjectNull(recordings), TranscriptionBucket: types.ObjectNull(bucket)}
}

// unmanaged returns the storage of which nothing is managed.
func unmanaged() storage {
	m := unmanagedModel()
	return m.storage()
}

// response is a domain, after a write with the values that were written.
type response struct {
	Domain
	written storage
}

// values returns the values of the properties that are desired or managed already. A value that Daily does not return is the written or the
// managed one, except the bucket for recordings, which Daily documents to return.
func (r *response) values(desired, prior storage) storage {
	values := unmanaged()
	for name := range values {
		raw, isReturned := r.Config[name]
		switch {
		case desired[name].IsNull() && prior[name].IsNull():
		case isReturned, name == "recordings_bucket":
			values[name] = fromJSON(raw, desired[name])
		case r.written != nil:
			values[name] = r.written[name]
		default:
			values[name] = prior[name]
		}
	}
	return values
}

// allValues returns a domain's values of all properties. A value that Daily does not return is null.
func allValues(domain Domain) storage {
	values := unmanaged()
	for name, null := range values {
		values[name] = fromJSON(domain.Config[name], null)
	}
	return values
}

// fromJSON returns the value of a property, with the type of the known one. Fields of a bucket that are absent have the known values.
func fromJSON(raw any, known attr.Value) (value attr.Value) {
	switch known := known.(type) {
	case types.String:
		text, _ := raw.(string)
		value = framework.StringOrNull(text)
	case types.Bool:
		enabled, ok := raw.(bool)
		if value = types.BoolValue(enabled); !ok {
			value = types.BoolNull()
		}
	case types.Object:
		return bucketFromJSON(raw, known)
	}
	if raw == nil && isDefault(known) {
		return known
	}
	return value
}

func bucketFromJSON(raw any, known types.Object) attr.Value {
	attributes, values := known.AttributeTypes(context.Background()), map[string]attr.Value{}
	fields, _ := raw.(map[string]any)
	if name, _ := fields["bucket_name"].(string); name == "" {
		return types.ObjectNull(attributes)
	}
	for name, kind := range attributes {
		var null attr.Value = types.StringNull()
		if kind == types.BoolType {
			null = types.BoolNull()
		}
		field, isReturned := fields[name]
		if values[name] = valueAt(known, name, null); isReturned {
			values[name] = fromJSON(field, values[name])
		}
	}
	if values["storage_provider"].IsNull() {
		values["storage_provider"] = types.StringValue(defaultProvider)
	}
	return types.ObjectValueMust(attributes, values)
}

// valueAt returns an attribute of a bucket, or the alternative.
func valueAt(bucket attr.Value, name string, alternative attr.Value) attr.Value {
	if object, ok := bucket.(types.Object); ok && object.Attributes()[name] != nil {
		return object.Attributes()[name]
	}
	return alternative
}

// asProperties returns the write of the managed properties, which unsets those that were managed before.
func (s storage) asProperties(before storage) Properties {
	properties := Properties{}
	for name, value := range s {
		if !value.IsNull() || !before[name].IsNull() {
			properties[name] = toJSON(value)
		}
	}
	if value, ok := properties["enable_transcription_storage"]; ok && value == nil {
		properties["enable_transcription_storage"] = false // the documented default, unlike null
	}
	return properties
}

func toJSON(value attr.Value) any {
	switch value := value.(type) {
	case types.String:
		if !value.IsNull() {
			return value.ValueString()
		}
	case types.Bool:
		if !value.IsNull() {
			return value.ValueBool()
		}
	case types.Object:
		if fields := (map[string]any{}); !value.IsNull() {
			for name, field := range value.Attributes() {
				fields[name] = toJSON(field)
			}
			return fields
		}
	}
	return nil
}

// without returns the properties that another storage does not manage.
func (s storage) without(other storage) storage {
	s = maps.Clone(s)
	for name, null := range unmanaged() {
		if !other[name].IsNull() {
			s[name] = null
		}
	}
	return s
}

// isDefault reports whether a value has the effect of a property that is not set.
func isDefault(value attr.Value) bool {
	return value.IsNull() || value.Equal(types.BoolValue(false)) || value.Equal(types.StringValue(defaultTemplate))
}

// compare compares the values that are set in one of the storages, in a fixed order. Two defaults are equal.
func (s storage) compare(desired storage) (all []framework.SingletonValue) {
	add := func(at path.Path, current, desired attr.Value) {
		if !current.IsNull() || !desired.IsNull() {
			all = append(all, framework.SingletonValue{
				Path: at, Current: current, Desired: desired, IsInForce: !isDefault(current),
				IsChanged: !desired.Equal(current) && (!isDefault(desired) || !isDefault(current)),
				Cause:     "Another administrator may have changed it at the same time, or the plan of the domain does not include it. Try again.",
			})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if _, ok := s[name].(types.Object); !ok {
			add(path.Root(name), s[name], desired[name])
			continue
		}
		for _, field := range []string{"bucket_name", "bucket_region", "assume_role_arn", "allow_api_access", "allow_streaming_from_bucket", "storage_provider"} {
			add(path.Root(name).AtName(field), valueAt(s[name], field, types.StringNull()), valueAt(desired[name], field, types.StringNull()))
		}
	}
	return all
}

func isChanged(v framework.SingletonValue) bool { return v.IsChanged }

// replaces reports whether a write replaces a value that has an effect.
func replaces(v framework.SingletonValue) bool { return v.IsChanged && v.IsInForce }
