package acctest

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/videostorage/terraform-provider-videostorage/internal/acctest/cli"
	videostorage "github.com/videostorage/terraform-provider-videostorage/internal/provider"
)

func newServer(a *Account) func() (tfprotov6.ProviderServer, error) {
	return videostorage.NewServer("test", a.Getenv)
}

var sinks atomic.Int64

// sink names the log of the providers of one workspace. A log's name is that of a test.
type sink struct {
	*testing.T
	name string
}

func newSink(t testing.TB) sink {
	t.Helper()
	if folder == "" {
		t.Fatal("TestMain must call acctest.Main")
	}
	return sink{name: fmt.Sprintf("workspace-%d", sinks.Add(1))}
}

// Name is the only method that the log calls.
func (s sink) Name() string { return s.name }

func (s sink) path() string { return filepath.Join(logsFolder(), s.name+".log") }

// serve runs providers, by their addresses, in this process until the test ends. It returns TF_REATTACH_PROVIDERS, with which the CLI
// finds them.
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
		started, closed, failed := make(chan *plugin.ReattachConfig, 1), make(chan struct{}), make(chan error, 1)
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
			all[name] = reattach{string(c.Protocol), c.ProtocolVersion, c.Pid, c.Test, address{c.Addr.Network(), c.Addr.String()}}
		case err := <-failed:
			t.Fatalf("serving %s: %v", name, err)
		case <-time.After(time.Minute):
			t.Fatalf("serving %s: timeout", name)
		}
	}
	raw, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// programs is the folder of the program in the mirror that builds it once for the tests of a package.
var programs = sync.OnceValues(func() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	return cli.BuildProvider(ctx, mirror())
})

func mirror() string { return filepath.Join(folder, "mirror") }

// NewInstalledWorkspace returns an empty folder. Its CLI starts the provider as a program, as a user's does, with env added to the
// environment. With a development override, the CLI needs no init, and computes no checksum of the program at each start. An init finds the
// program in the mirror.
func NewInstalledWorkspace(t testing.TB, a *Account, env ...string) *Workspace {
	t.Helper()
	w := newWorkspace(t, a)
	program, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	w.installed = true
	w.Write("cli.tfrc", fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n  filesystem_mirror {\n    path = %q\n  }\n}\n",
		videostorage.Address, program, mirror()))
	w.env = append([]string{"TF_CLI_CONFIG_FILE=" + filepath.Join(w.Dir, "cli.tfrc")}, env...)
	return w
}
