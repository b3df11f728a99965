package fakeaws

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
)

// kind is a type of resource.
type kind struct {
	attributes map[string]schema.Attribute
	blocks     map[string]schema.Block
	// answers are the attributes that AWS decides, from the arguments.
	answers func(argument func(string) string) map[string]string
}

var (
	required = schema.StringAttribute{Required: true}
	optional = schema.StringAttribute{Optional: true}
	// fixed is an argument whose change makes another object.
	fixed         = schema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}}
	optionalFixed = schema.StringAttribute{Optional: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}}
	answer        = schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}}
	secret        = schema.StringAttribute{Computed: true, Sensitive: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}}
)

const account = "123456789012"

var kinds = map[string]kind{
	"s3_bucket": {
		attributes: map[string]schema.Attribute{"bucket": fixed, "arn": answer, "region": answer, "bucket_regional_domain_name": answer},
		answers: func(argument func(string) string) map[string]string {
			return map[string]string{
				"arn":                         "arn:aws:s3:::" + argument("bucket"),
				"region":                      Region,
				"bucket_regional_domain_name": argument("bucket") + ".s3." + Region + ".amazonaws.com",
			}
		},
	},
	"s3_bucket_server_side_encryption_configuration": {
		attributes: map[string]schema.Attribute{"bucket": fixed},
		blocks: map[string]schema.Block{"rule": schema.SetNestedBlock{NestedObject: schema.NestedBlockObject{
			Attributes: map[string]schema.Attribute{"bucket_key_enabled": schema.BoolAttribute{Optional: true}},
			Blocks: map[string]schema.Block{"apply_server_side_encryption_by_default": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
				Attributes: map[string]schema.Attribute{"sse_algorithm": required, "kms_master_key_id": optional},
			}}},
		}}},
	},
	"kms_key": {
		attributes: map[string]schema.Attribute{
			"description": optional, "arn": answer, "key_id": answer,
			"enable_key_rotation": schema.BoolAttribute{Optional: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()}},
		},
		answers: func(func(string) string) map[string]string {
			const id = "1234abcd-12ab-34cd-56ef-1234567890ab"
			return map[string]string{"arn": "arn:aws:kms:" + Region + ":" + account + ":key/" + id, "key_id": id}
		},
	},
	"iam_user": {
		attributes: map[string]schema.Attribute{"name": fixed, "arn": answer},
		answers: func(argument func(string) string) map[string]string {
			return map[string]string{"arn": "arn:aws:iam::" + account + ":user/" + argument("name")}
		},
	},
	"iam_user_policy": {attributes: map[string]schema.Attribute{"name": optionalFixed, "user": fixed, "policy": required}},
	"s3_bucket_lifecycle_configuration": {
		attributes: map[string]schema.Attribute{"bucket": fixed},
		blocks: map[string]schema.Block{"rule": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
			Attributes: map[string]schema.Attribute{"id": required, "status": required},
			Blocks: map[string]schema.Block{
				"filter": schema.ListNestedBlock{},
				"abort_incomplete_multipart_upload": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
					Attributes: map[string]schema.Attribute{"days_after_initiation": schema.Int64Attribute{Optional: true}},
				}},
			},
		}}},
	},
	"iam_access_key": {
		attributes: map[string]schema.Attribute{"user": fixed, "id": answer, "secret": secret},
		answers: func(func(string) string) map[string]string {
			random := make([]byte, 38)
			if _, err := rand.Read(random); err != nil {
				panic(err) // never: crypto/rand does not fail
			}
			return map[string]string{"id": fmt.Sprintf("AKIA%X", random[30:]), "secret": base64.StdEncoding.EncodeToString(random[:30])}
		},
	},
}
