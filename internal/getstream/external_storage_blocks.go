package getstream

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3"
)

const notReturned = " GetStream never returns it."

var (
	storageName       = lazyregexp.New(`^[A-Za-z0-9_-]+$`)
	storageNameFormat = framework.StringFormat{
		Requirement: "be a name of letters, digits, hyphens and underscores other than " + defaultStorage + ", which is GetStream's own storage",
		Matches:     func(value string) bool { return storageName.MatchString(value) && value != defaultStorage },
	}
	secretFormat   = framework.MatchRegexp(`^[[:graph:]]+$`, "be a secret without spaces and line breaks")
	regionFormat   = framework.MatchRegexp(`^[a-z0-9-]+$`, "be a region, such as eu-central-1")
	endpointFormat = framework.StringFormat{
		Requirement: "be an https URL with a host, without user and query, such as https://s3.example.com",
		Matches: func(value string) bool {
			u, err := url.Parse(value)
			return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil && !strings.ContainsAny(value, "?# ")
		},
		LooksSecret: func(value string) bool { return strings.Contains(value, "@") },
	}
	gcsBucketFormat = framework.MatchRegexp(`^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$`,
		"be the name of a bucket in Google Cloud Storage: 3 to 222 lower-case letters, digits, hyphens, underscores and dots")
	serviceAccountFormat = framework.StringFormat{
		Requirement: "be the key of a service account in JSON, with type, client_email and private_key",
		Matches: func(value string) bool {
			var key struct {
				Type        string `json:"type"`
				ClientEmail string `json:"client_email"`
				PrivateKey  string `json:"private_key"`
			}
			return json.Unmarshal([]byte(value), &key) == nil && key.Type == "service_account" && key.ClientEmail != "" && key.PrivateKey != ""
		},
	}
	containerFormat = framework.MatchRegexp(`^[a-z0-9](?:-?[a-z0-9]){2,62}$`,
		"be the name of a container: 3 to 63 lower-case letters, digits and single hyphens")
	accountNameFormat = framework.MatchRegexp(`^[a-z0-9]{3,24}$`, "be the name of a storage account: 3 to 24 lower-case letters and digits")
	directoryIDFormat = framework.MatchRegexp(`^[A-Za-z0-9.-]+$`, "be an ID of Microsoft Entra, such as 00000000-0000-0000-0000-000000000000")

	s3Key = framework.AccessKey{
		Description: "The ID of the access key with which GetStream writes to the bucket." + notReturned,
		// Stores other than S3 have IDs of other forms.
		IDFormat: framework.AccessKeyIDFormat(`^[[:graph:]]+$`, "be the ID of an access key, without spaces"),
		Secret: framework.Secret{
			Block: "s3", Name: "secret_access_key", Description: "The secret of the access key." + notReturned, Format: secretFormat,
			Omission: "Omit the key to have GetStream use its own role.", ChangeDescription: "Changed in place.",
		},
	}
	gcsCredentials = framework.Secret{
		Block: "gcs", Name: "credentials", Description: "The key of the service account with which GetStream writes to the bucket." + notReturned,
		Format: serviceAccountFormat, ChangeDescription: "Changed in place.",
	}
	azureSecret = framework.Secret{
		Block: "azure", Name: "client_secret", Description: "The client secret of the application in Microsoft Entra." + notReturned,
		Format: secretFormat, ChangeDescription: "Changed in place.",
	}
)

// storageKind is a kind of external storage, with a block of the resource.
type storageKind struct {
	// block is the name of the block, and remoteType is GetStream's name of the kind.
	block, remoteType, description string
	// arguments are those of the block without the path and the secret. The first one names the bucket.
	arguments []storageArgument
	secret    interface {
		Attributes() map[string]schema.Attribute
		Validate(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics)
	}
}

type storageArgument struct {
	name, description string
	format            framework.StringFormat
	isOptional        bool
}

// storageKinds are the kinds, of which a storage has exactly one.
var storageKinds = []storageKind{
	{"s3", "s3", "A bucket in Amazon S3 or in a store that is compatible with it.", []storageArgument{
		{"bucket", "The name of the bucket.", framework.S3BucketFormat, false},
		{"region", "The region of the bucket." + notReturned, regionFormat, false},
		{"custom_endpoint", "The URL of a store that is compatible with S3. Needs an access key. Omit to use Amazon S3." + notReturned, endpointFormat, true},
	}, s3Key},
	{"gcs", "gcs", "A bucket in Google Cloud Storage.", []storageArgument{
		{"bucket", "The name of the bucket.", gcsBucketFormat, false},
	}, gcsCredentials},
	{"azure", "abs", "A container in Azure Blob Storage.", []storageArgument{
		{"container", "The name of the container.", containerFormat, false},
		{"account_name", "The name of the storage account." + notReturned, accountNameFormat, false},
		{"tenant_id", "The ID of the tenant in Microsoft Entra." + notReturned, directoryIDFormat, false},
		{"client_id", "The ID of the application in Microsoft Entra." + notReturned, directoryIDFormat, false},
	}, azureSecret},
}

// bucket returns the name of the argument that names the bucket.
func (k storageKind) bucket() string { return k.arguments[0].name }

// schema returns the block. The framework would require a required attribute in an absent block too, so all are optional.
func (k storageKind) schema() schema.Block {
	attributes := k.secret.Attributes()
	attributes["path"] = schema.StringAttribute{
		MarkdownDescription: "The prefix of the recordings in the bucket. End it with a slash, as in `recordings/`. A slash that GetStream adds or removes there " +
			"is no change. Omit to store at the top of the bucket.",
		Optional:   true,
		Validators: []validator.String{framework.DirectoryFormat},
	}
	for _, a := range k.arguments {
		if !a.isOptional {
			a.description += " It must not be omitted."
		}
		attributes[a.name] = schema.StringAttribute{MarkdownDescription: a.description, Optional: true, Validators: []validator.String{a.format}}
	}
	return schema.SingleNestedBlock{MarkdownDescription: k.description + " Exactly one of the three blocks must be set.", Attributes: attributes}
}

type storageModel struct {
	Name         types.String   `tfsdk:"name"`
	S3           types.Object   `tfsdk:"s3"`
	GCS          types.Object   `tfsdk:"gcs"`
	Azure        types.Object   `tfsdk:"azure"`
	CheckOnApply types.Bool     `tfsdk:"check_on_apply"`
	Checked      types.Bool     `tfsdk:"checked"`
	Timeouts     timeouts.Value `tfsdk:"timeouts"`
}

// block returns the block of a kind.
func (m *storageModel) block(k storageKind) *types.Object {
	return map[string]*types.Object{"s3": &m.S3, "gcs": &m.GCS, "azure": &m.Azure}[k.block]
}

// argument returns a string of a block. It is empty if the argument or the block is null or unknown.
func argument(block types.Object, name string) string {
	value, _ := block.Attributes()[name].(types.String)
	return value.ValueString()
}

// location returns the part of the storage that GetStream returns too.
func (m *storageModel) location() (l Storage) {
	for _, kind := range storageKinds {
		if block := m.block(kind); !block.IsNull() {
			l = Storage{m.Name.ValueString(), kind.remoteType, argument(*block, kind.bucket()), argument(*block, "path")}
		}
	}
	return l
}

// isAt reports whether two storages have the same location. It ignores a trailing slash, which GetStream may add or remove.
func (s Storage) isAt(other Storage) bool {
	return s.Type == other.Type && s.Bucket == other.Bucket && strings.TrimSuffix(s.Path, "/") == strings.TrimSuffix(other.Path, "/")
}

// hasBlocks reports whether two models have the same blocks. The write-only secrets are null in plan and state.
func (m *storageModel) hasBlocks(other storageModel) bool {
	return m.S3.Equal(other.S3) && m.GCS.Equal(other.GCS) && m.Azure.Equal(other.Azure)
}

// params returns the parameters of a plan. The secrets are in the configuration.
func (m *storageModel) params(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) StorageParams {
	l := m.location()
	p := StorageParams{Name: l.Name, Type: l.Type, Bucket: l.Bucket, Path: l.Path}
	if !m.S3.IsNull() {
		id, secret := s3Key.Value(ctx, config, diags)
		p.S3 = S3Params{Region: argument(m.S3, "region"), AccessKeyID: id, SecretKey: secret, CustomEndpoint: argument(m.S3, "custom_endpoint")}
	}
	if !m.GCS.IsNull() {
		p.GCS = gcsCredentials.Value(ctx, config, diags)
	}
	if !m.Azure.IsNull() {
		p.Azure = AzureParams{
			AccountName: argument(m.Azure, "account_name"), TenantID: argument(m.Azure, "tenant_id"), ClientID: argument(m.Azure, "client_id"),
			ClientSecret: azureSecret.Value(ctx, config, diags),
		}
	}
	return p
}

// setRemote sets the location to GetStream's, and the provider's own attributes after an import. Another kind has another block, of which
// GetStream does not return the rest.
func (m *storageModel) setRemote(ctx context.Context, remote Storage) {
	if l := m.location(); l.isAt(remote) {
		remote.Path = l.Path
	}
	for _, kind := range storageKinds {
		block := m.block(kind)
		attributeTypes, values := block.AttributeTypes(ctx), block.Attributes()
		if kind.remoteType != remote.Type {
			*block = types.ObjectNull(attributeTypes)
			continue
		}
		for name, attributeType := range attributeTypes {
			if block.IsNull() {
				values[name], _ = attributeType.ValueFromTerraform(ctx, tftypes.NewValue(attributeType.TerraformType(ctx), nil))
			}
		}
		values[kind.bucket()], values["path"] = types.StringValue(remote.Bucket), framework.StringOrNull(remote.Path)
		*block = types.ObjectValueMust(attributeTypes, values)
	}
	m.CheckOnApply = types.BoolValue(m.CheckOnApply.ValueBool())
	m.Checked = types.BoolValue(m.Checked.ValueBool())
}

// ValidateConfig checks the arguments against each other, because GetStream accepts a storage that cannot work.
func (r *storageResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config storageModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	count, unknown := 0, false
	for _, kind := range storageKinds {
		block := config.block(kind)
		unknown = unknown || block.IsUnknown()
		if block.IsNull() || block.IsUnknown() {
			continue
		}
		count++
		kind.secret.Validate(ctx, req.Config, &resp.Diagnostics)
		for _, a := range kind.arguments {
			if block.Attributes()[a.name].IsNull() && !a.isOptional {
				// Without a path, because Terraform would print the line of a block that has its secret on the same line.
				resp.Diagnostics.AddError("Missing "+a.name, fmt.Sprintf("The block %s needs the argument %s. After an import, set every argument that the storage "+
					"has, access key or secret included, because the next apply replaces the whole storage.", kind.block, a.name))
			}
		}
	}
	if count > 1 || count == 0 && !unknown {
		resp.Diagnostics.AddError("Exactly one of s3, gcs and azure must be set", "A storage is in Amazon S3 or a compatible store (block s3), in Google Cloud "+
			"Storage (block gcs), or in Azure Blob Storage (block azure).")
	}
	endpoint, hasEndpoint := config.S3.Attributes()["custom_endpoint"].(types.String)
	if hasEndpoint = hasEndpoint && !endpoint.IsNull(); hasEndpoint && !s3Key.IsSet(ctx, req.Config, &resp.Diagnostics) {
		resp.Diagnostics.AddAttributeError(path.Root("s3").AtName("custom_endpoint"), "Missing access key",
			"A custom endpoint needs an access key, because GetStream's role works in AWS only. Set access_key_id and secret_access_key_wo.")
	}
	if region := argument(config.S3, "region"); region != "" && !hasEndpoint {
		if _, err := s3.PartitionOfRegion(region); err != nil {
			resp.Diagnostics.AddAttributeError(path.Root("s3").AtName("region"), "Invalid region", err.Error()+".")
		}
	}
}
