package twilio

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twilioapi"
)

// credentialKind is what the two kinds of credentials differ in: what they store,
// and which setting refers to them. M is the resource's model.
type credentialKind[M any] struct {
	api twilioapi.CredentialAPI
	// name is the type name without provider and vendor.
	name string
	// title is how messages speak of one: "AWS credential".
	title string
	// loss is what becomes of recordings when it is deleted while in use.
	loss string
	// description introduces the resource.
	description string
	// fillIn says what a listed credential lacks, and what to do about it in the
	// configuration that Terraform generates. It is Markdown.
	fillIn string
	// shared are the attributes that both kinds have.
	shared func(*M) *credentialAttributes
	// attributes are those that are the kind's own, of which material is required:
	// Twilio never returns it, so an imported credential lacks it.
	attributes func() map[string]schema.Attribute
	material   string
	// validate checks attributes against each other.
	validate func(context.Context, tfsdk.Config, *diag.Diagnostics)
	// derive plans what follows from other attributes.
	derive func(*M)
	// store is what a creation sends.
	store func(context.Context, tfsdk.Config, *M, *diag.Diagnostics) twilioapi.Material
	// inForce is the SID of the credential of this kind that settings use, "" for
	// none.
	inForce func(twilioapi.SettingsParams) string
}

// typeName is the object's name in Terraform.
func (k credentialKind[M]) typeName(provider string) string { return provider + "_twilio_" + k.name }
