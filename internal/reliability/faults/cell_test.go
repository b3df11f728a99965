package faults

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/protocol"
	"github.com/videostorage/terraform-provider-videostorage/internal/api"
	"github.com/videostorage/terraform-provider-videostorage/internal/daily"
	"github.com/videostorage/terraform-provider-videostorage/internal/daily/dailysandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/framework"
	"github.com/videostorage/terraform-provider-videostorage/internal/getstream"
	"github.com/videostorage/terraform-provider-videostorage/internal/getstream/getstreamsandbox"
	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird"
	"github.com/videostorage/terraform-provider-videostorage/internal/sendbird/sendbirdsandbox"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio"
	"github.com/videostorage/terraform-provider-videostorage/internal/twilio/twiliosandbox"
)

// testProvider is the provider with options of a test.
type testProvider struct {
	*videostorage.Provider
	options api.Options
}

// Configure implements [provider.Provider].
func (p testProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	clients := framework.Clients{}
	for _, v := range []framework.Vendor{twilio.Vendor, sendbird.Vendor, getstream.Vendor, daily.Vendor} {
		config := framework.BlockConfig{Config: req.Config, Block: v.Block, Getenv: noEnvironment}
		clients[v.Block] = v.Configure(ctx, config, p.options, &resp.Diagnostics)
	}
	resp.ResourceData, resp.DataSourceData, resp.ListResourceData, resp.ActionData = clients, clients, clients, clients
}

func noEnvironment(string) string { return "" }

// cell is one operation with vendors and a provider of its own.
type cell struct {
	operation
	*network
	options  api.Options
	provider *protocol.Provider
	state    protocol.State
	// planned is the plan that the operation applies.
	planned *protocol.Plan
}

// newCell prepares an operation. The options lack the network.
func newCell(t *testing.T, o operation, options api.Options) *cell {
	t.Helper()
	c := &cell{operation: o, network: &network{
		twilio:    twiliosandbox.New(twiliosandbox.Behaviour{}, twiliosandbox.Account{SID: account, AuthToken: authToken, Enterprise: true}),
		sendbird:  sendbirdsandbox.New(sendbirdsandbox.Behaviour{}),
		getstream: getstreamsandbox.New(getstreamsandbox.Behaviour{}),
		daily:     dailysandbox.New(dailysandbox.Behaviour{}),
	}}
	c.getstream.SetStorage(getstreamsandbox.Storage{Name: "before", Type: "s3", Bucket: "recordings"})
	c.getstream.SetStorage(getstreamsandbox.Storage{Name: "after", Type: "s3", Bucket: "recordings"})
	c.twilio.AddCredential(account, twiliosandbox.Credential{Kind: twiliosandbox.AWSCredentials, SID: awsSID})
	c.twilio.AddCredential(account, twiliosandbox.Credential{Kind: twiliosandbox.PublicKeys, SID: keySID})
	c.options = options
	c.options.Transport = c.network
	if o.before != nil {
		c.applyAll(t, o.before)
	}
	if o.arrange != nil {
		o.arrange(c)
	}
	c.startProvider(t)
	if o.call == apply {
		var diags protocol.Diagnostics
		var err error
		c.planned, diags, err = c.provider.Plan(t.Context(), o.typeName, c.state, o.config)
		expectSuccess(t, diags, err)
	}
	c.dropsCreations = o.losesCreations
	return c
}

// startProvider configures a new provider, as every command of Terraform does. A provider knows the writes of its own run.
func (c *cell) startProvider(t *testing.T) {
	t.Helper()
	var err error
	newServer := framework.NewServer(testProvider{videostorage.New("test", noEnvironment), c.options})
	c.provider, err = protocol.Configure(t.Context(), newServer, map[string]any{
		"twilio":    map[string]any{"account_sid": account, "auth_token": authToken},
		"sendbird":  map[string]any{"application_id": sendbirdsandbox.ApplicationID, "api_token": sendbirdsandbox.APIToken},
		"getstream": map[string]any{"api_key": getstreamsandbox.APIKey, "api_secret": getstreamsandbox.APISecret},
		"daily":     map[string]any{"api_key": dailysandbox.APIKey},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// run runs the operation.
func (c *cell) run(t *testing.T) (diags protocol.Diagnostics) {
	t.Helper()
	ctx, err := t.Context(), error(nil)
	switch c.call {
	case plan:
		_, diags, err = c.provider.Plan(ctx, c.typeName, c.state, c.config)
	case apply:
		c.state, diags, err = c.provider.Apply(ctx, c.planned)
	case refresh:
		c.state, diags, err = c.provider.Refresh(ctx, c.typeName, c.state)
	case readData:
		_, diags, err = c.provider.ReadData(ctx, c.typeName, c.config)
	case query:
		_, diags, err = c.provider.Query(ctx, c.typeName, nil, false, 100)
	case invoke:
		_, diags, err = c.provider.Invoke(ctx, c.typeName, c.config)
	}
	if err != nil {
		t.Fatal(err)
	}
	return diags
}

// applyAll refreshes, plans and applies as `terraform apply`, and reports whether there was something to apply.
func (c *cell) applyAll(t *testing.T, config map[string]any) (changed bool) {
	t.Helper()
	c.startProvider(t)
	state, diags, err := c.provider.Refresh(t.Context(), c.typeName, c.state)
	expectSuccess(t, diags, err)
	c.state = state
	if !c.state.Exists() && config == nil {
		return false
	}
	planned, diags, err := c.provider.Plan(t.Context(), c.typeName, c.state, config)
	expectSuccess(t, diags, err)
	if planned.IsEmpty() {
		return false
	}
	c.state, diags, err = c.provider.Apply(t.Context(), planned)
	expectSuccess(t, diags, err)
	return true
}

func expectSuccess(t *testing.T, diags protocol.Diagnostics, err error) {
	t.Helper()
	if err != nil || diags.HasError() {
		t.Fatalf("error %v, diagnostics %s", err, diags)
	}
}

// outcome classifies the result of the operation.
func (c *cell) outcome(before protocol.State, vendorBefore string, diags protocol.Diagnostics) string {
	text := diags.Errors().String()
	switch {
	case strings.Contains(text, "may have been processed"), strings.Contains(text, "may have processed"), strings.Contains(text, "not known whether"):
		return unknown
	case text != "":
		return failed
	case before.Exists() && !c.state.Exists() && c.vendorState() == vendorBefore:
		return gone
	case c.call == query && len(diags) > 0, strings.Contains(diags.String(), "continues without this check"):
		return warned
	}
	return done
}

// copies counts the objects that a creation adds.
func (c *cell) copies() int {
	n := len(c.twilio.Credentials(account)) + len(c.twilio.CompositionHooks(account)) + len(c.getstream.Storages())
	for _, object := range c.sendbird.Objects(sendbirdsandbox.BucketName) {
		n += object.Copies
	}
	return n
}

// takeOrphan removes the object that an ambiguous creation has left, and returns its SID.
func (c *cell) takeOrphan() string {
	for _, h := range c.twilio.CompositionHooks(account) {
		c.twilio.RemoveCompositionHook(account, h.SID)
		return h.SID
	}
	credentials := c.twilio.Credentials(account)
	credential := credentials[len(credentials)-1]
	c.twilio.RemoveCredential(account, credential.SID)
	return credential.SID
}
