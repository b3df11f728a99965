package getstream

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
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

	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
	"github.com/videostorage/terraform-provider-videostorage/internal/lazyregexp"
	"github.com/videostorage/terraform-provider-videostorage/internal/s3"
)

// storageBlocks are the blocks of an external storage, of which exactly one is set.
var storageBlocks = map[string]schema.Block{"s3": s3Block, "gcs": gcsBlock, "azure": azureBlock}

// requiredArguments are the arguments that each block must have.
var requiredArguments = map[string][]string{
	"s3": {"bucket", "region"}, "gcs": {"bucket"}, "azure": {"container", "account_name", "tenant_id", "client_id"},
}

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

	s3Block = newBlock("A bucket in Amazon S3 or in a store that is compatible with it.", s3Key.Attributes(), map[string]schema.Attribute{
		"bucket":          newArgument("The name of the bucket.", framework.S3BucketFormat),
		"region":          newArgument("The region of the bucket."+notReturned, regionFormat),
		"custom_endpoint": newOptional("The URL of a store that is compatible with S3. Needs an access key. Omit to use Amazon S3."+notReturned, endpointFormat),
	})
	gcsBlock = newBlock("A bucket in Google Cloud Storage.", gcsCredentials.Attributes(), map[string]schema.Attribute{
		"bucket": newArgument("The name of the bucket.", gcsBucketFormat),
	})
	azureBlock = newBlock("A container in Azure Blob Storage.", azureSecret.Attributes(), map[string]schema.Attribute{
		"container":    newArgument("The name of the container.", containerFormat),
		"account_name": newArgument("The name of the storage account."+notReturned, accountNameFormat),
		"tenant_id":    newArgument("The ID of the tenant in Microsoft Entra."+notReturned, directoryIDFormat),
		"client_id":    newArgument("The ID of the application in Microsoft Entra."+notReturned, directoryIDFormat),
	})
)

// newBlock returns a block of a secret and other arguments, and the path, which all have.
func newBlock(description string, secret, others map[string]schema.Attribute) schema.SingleNestedBlock {
	attributes := map[string]schema.Attribute{
		"path": newOptional("The prefix of the recordings in the bucket. End it with a slash, as in `recordings/`. A slash that GetStream adds or removes there "+
			"is no change. Omit to store at the top of the bucket.", framework.DirectoryFormat),
	}
	maps.Copy(attributes, secret)
	maps.Copy(attributes, others)
	return schema.SingleNestedBlock{MarkdownDescription: description + " Exactly one of the three blocks must be set.", Attributes: attributes}
}

// newArgument returns an argument of [requiredArguments]. The framework would require it in an absent block too.
func newArgument(description string, format framework.StringFormat) schema.StringAttribute {
	return newOptional(description+" It must not be omitted.", format)
}

func newOptional(description string, format framework.StringFormat) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Validators: []validator.String{format}}
}

type storageModel struct {
	Name         types.String   `tfsdk:"name"`
	S3           *s3Model       `tfsdk:"s3"`
	GCS          *gcsModel      `tfsdk:"gcs"`
	Azure        *azureModel    `tfsdk:"azure"`
	CheckOnApply types.Bool     `tfsdk:"check_on_apply"`
	Checked      types.Bool     `tfsdk:"checked"`
	Timeouts     timeouts.Value `tfsdk:"timeouts"`
}

type s3Model struct {
	Bucket                   types.String `tfsdk:"bucket"`
	Path                     types.String `tfsdk:"path"`
	Region                   types.String `tfsdk:"region"`
	CustomEndpoint           types.String `tfsdk:"custom_endpoint"`
	AccessKeyID              types.String `tfsdk:"access_key_id"`
	AccessKeyIDWO            types.String `tfsdk:"access_key_id_wo"`
	SecretAccessKey          types.String `tfsdk:"secret_access_key"`
	SecretAccessKeyWO        types.String `tfsdk:"secret_access_key_wo"`
	SecretAccessKeyWOVersion types.Int64  `tfsdk:"secret_access_key_wo_version"`
}

type gcsModel struct {
	Bucket               types.String `tfsdk:"bucket"`
	Path                 types.String `tfsdk:"path"`
	Credentials          types.String `tfsdk:"credentials"`
	CredentialsWO        types.String `tfsdk:"credentials_wo"`
	CredentialsWOVersion types.Int64  `tfsdk:"credentials_wo_version"`
}

type azureModel struct {
	Container             types.String `tfsdk:"container"`
	Path                  types.String `tfsdk:"path"`
	AccountName           types.String `tfsdk:"account_name"`
	TenantID              types.String `tfsdk:"tenant_id"`
	ClientID              types.String `tfsdk:"client_id"`
	ClientSecret          types.String `tfsdk:"client_secret"`
	ClientSecretWO        types.String `tfsdk:"client_secret_wo"`
	ClientSecretWOVersion types.Int64  `tfsdk:"client_secret_wo_version"`
}

// location returns the parts of a model that GetStream returns: the type, and pointers to bucket and path with the path of the bucket.
// Without a block, the pointers are nil.
func (m *storageModel) location() (storageType string, bucket, directory *types.String, at path.Path) {
	switch {
	case m.S3 != nil:
		return typeS3, &m.S3.Bucket, &m.S3.Path, path.Root("s3").AtName("bucket")
	case m.GCS != nil:
		return typeGCS, &m.GCS.Bucket, &m.GCS.Path, path.Root("gcs").AtName("bucket")
	case m.Azure != nil:
		return typeAzure, &m.Azure.Container, &m.Azure.Path, path.Root("azure").AtName("container")
	}
	return "", nil, nil, path.Empty()
}

// setRemote sets what GetStream returns. Another type has another block, of which the rest is not known.
func (m *storageModel) setRemote(remote Storage) {
	if storageType, _, _, _ := m.location(); storageType != remote.Type {
		m.S3, m.GCS, m.Azure = nil, nil, nil
		switch remote.Type {
		case typeS3:
			m.S3 = &s3Model{}
		case typeGCS:
			m.GCS = &gcsModel{}
		case typeAzure:
			m.Azure = &azureModel{}
		}
	}
	if _, bucket, directory, _ := m.location(); bucket != nil {
		*bucket = types.StringValue(remote.Bucket)
		if !isSamePath(directory.ValueString(), remote.Path) {
			*directory = framework.StringOrNull(remote.Path)
		}
	}
}

// isSamePath ignores a trailing slash, which GetStream may add or remove.
func isSamePath(a, b string) bool { return strings.TrimSuffix(a, "/") == strings.TrimSuffix(b, "/") }

// params returns the parameters of a plan. The secrets are in the configuration.
func (m *storageModel) params(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) StorageParams {
	p := StorageParams{Name: m.Name.ValueString()}
	storageType, bucket, directory, _ := m.location()
	if bucket == nil {
		return p
	}
	p.Type, p.Bucket, p.Path = storageType, bucket.ValueString(), directory.ValueString()
	switch {
	case m.S3 != nil:
		id, secret := s3Key.Value(ctx, config, diags)
		p.S3 = &S3Params{Region: m.S3.Region.ValueString(), AccessKeyID: id, SecretKey: secret, CustomEndpoint: m.S3.CustomEndpoint.ValueString()}
	case m.GCS != nil:
		p.GCS = gcsCredentials.Value(ctx, config, diags)
	default:
		p.Azure = &AzureParams{
			AccountName: m.Azure.AccountName.ValueString(), TenantID: m.Azure.TenantID.ValueString(), ClientID: m.Azure.ClientID.ValueString(),
			ClientSecret: azureSecret.Value(ctx, config, diags),
		}
	}
	return p
}

// attributeReader is a configuration, a plan or a state.
type attributeReader interface {
	GetAttribute(ctx context.Context, at path.Path, target any) diag.Diagnostics
}

// readBlock returns a block, which is null if it is absent.
func readBlock(ctx context.Context, from attributeReader, name string, diags *diag.Diagnostics) (block types.Object) {
	diags.Append(from.GetAttribute(ctx, path.Root(name), &block)...)
	return block
}

// changesStorage reports whether a plan changes a block. The write-only secrets are null in both.
func changesStorage(ctx context.Context, plan tfsdk.Plan, state tfsdk.State, diags *diag.Diagnostics) bool {
	for name := range storageBlocks {
		if !readBlock(ctx, plan, name, diags).Equal(readBlock(ctx, state, name, diags)) {
			return true
		}
	}
	return false
}

// ValidateConfig checks the arguments against each other, because GetStream accepts a storage that cannot work.
func (r *storageResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	count, unknown := 0, false
	for name := range storageBlocks {
		block := readBlock(ctx, req.Config, name, &resp.Diagnostics)
		unknown = unknown || block.IsUnknown()
		if block.IsNull() || block.IsUnknown() {
			continue
		}
		count++
		for _, argument := range requiredArguments[name] {
			if block.Attributes()[argument].IsNull() {
				resp.Diagnostics.AddAttributeError(path.Root(name), "Missing "+argument, fmt.Sprintf("The block %s needs the argument %s.", name, argument))
			}
		}
		switch name {
		case "s3":
			validateS3(ctx, req.Config, &resp.Diagnostics)
		case "gcs":
			gcsCredentials.Validate(ctx, req.Config, &resp.Diagnostics)
		case "azure":
			azureSecret.Validate(ctx, req.Config, &resp.Diagnostics)
		}
	}
	if count > 1 || count == 0 && !unknown {
		resp.Diagnostics.AddError("Exactly one of s3, gcs and azure must be set", "A storage is in Amazon S3 or a compatible store (block s3), in Google Cloud "+
			"Storage (block gcs), or in Azure Blob Storage (block azure).")
	}
}

func validateS3(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) {
	var region, endpoint types.String
	diags.Append(config.GetAttribute(ctx, path.Root("s3").AtName("region"), &region)...)
	diags.Append(config.GetAttribute(ctx, path.Root("s3").AtName("custom_endpoint"), &endpoint)...)
	s3Key.Validate(ctx, config, diags)
	if !endpoint.IsNull() && !s3Key.IsSet(ctx, config, diags) {
		diags.AddAttributeError(path.Root("s3").AtName("custom_endpoint"), "Missing access key",
			"A custom endpoint needs an access key, because GetStream's role works in AWS only. Set access_key_id and secret_access_key_wo.")
	}
	if region.IsNull() || region.IsUnknown() || !endpoint.IsNull() {
		return
	}
	if _, err := s3.PartitionOfRegion(region.ValueString()); err != nil {
		diags.AddAttributeError(path.Root("s3").AtName("region"), "Invalid region", err.Error()+".")
	}
}
