package acctest

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

// Factories are the provider's, for terraform-plugin-testing. What its runs leave is
// scanned for secrets when the account's test ends.
func Factories(a *Account) map[string]func() (tfprotov6.ProviderServer, error) {
	NeedCLI(a.t)
	a.t.Cleanup(func() { scanRuns(a.t) })
	return map[string]func() (tfprotov6.ProviderServer, error){
		"videostorage": newServer(a),
	}
}

func newServer(a *Account) func() (tfprotov6.ProviderServer, error) {
	return videostorage.NewServer("test", a.Getenv)
}

// serve runs providers, by their addresses, in this process until the test ends,
// and returns TF_REATTACH_PROVIDERS, which tells Terraform where they are.
func serve(t testing.TB, log sink, providers map[string]func() (tfprotov6.ProviderServer, error)) string {
	t.Helper()
	type address struct{ Network, String string }
	type reattach struct {
		Protocol        string
		ProtocolVersion int
		Pid             int
		Test            bool
		Addr            address
	}
	all := map[string]reattach{}
	for name, newServer := range providers {
		server, err := newServer()
		if err != nil {
			t.Fatalf("serving %s: %v", name, err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		started, closed := make(chan *plugin.ReattachConfig, 1), make(chan struct{})
		failed := make(chan error, 1)
		go func() {
			failed <- tf6server.Serve(name, func() tfprotov6.ProviderServer { return server },
				tf6server.WithDebug(ctx, started, closed),
				tf6server.WithGoPluginLogger(hclog.NewNullLogger()),
				tf6server.WithoutLogStderrOverride(),
				tf6server.WithLoggingSink(log))
		}()
		t.Cleanup(func() { cancel(); <-closed })
		select {
		case c := <-started:
			all[name] = reattach{
				Protocol: string(c.Protocol), ProtocolVersion: c.ProtocolVersion, Pid: c.Pid, Test: c.Test,
				Addr: address{c.Addr.Network(), c.Addr.String()},
			}
		case err := <-failed:
			t.Fatalf("serving %s: %v", name, err)
		case <-time.After(time.Minute):
			t.Fatalf("serving %s: it does not start", name)
		}
	}
	raw, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
